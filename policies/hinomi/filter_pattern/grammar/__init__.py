"""The grammar: text of a filter pattern -> tree.

    filter pattern = blank | "{" JSON expression "}" | "[" fields "]" | terms

The first character decides. One file for each kind, one short function for each production; the
productions stand on top of each file.
"""

from hinomi.filter_pattern.errors import InvalidPattern
from hinomi.filter_pattern.grammar.fields import read_fields
from hinomi.filter_pattern.grammar.json_expression import read_json
from hinomi.filter_pattern.grammar.terms import read_terms
from hinomi.filter_pattern.limits import PATTERN_CHARACTERS
from hinomi.filter_pattern.tokens import Tokenizer
from hinomi.filter_pattern.tree import Everything, Pattern

__all__ = ["parse"]


def parse(text: str) -> Pattern:
    """The tree of a filter pattern. Raises InvalidPattern."""
    if len(text) > PATTERN_CHARACTERS:
        raise InvalidPattern(
            text,
            PATTERN_CHARACTERS,
            f"a pattern has at most {PATTERN_CHARACTERS} characters, this one {len(text)}",
            "split it into two metric filters that publish to the same metric",
        )
    tokens = Tokenizer(text)
    tokens.skip_blanks()
    if tokens.at_end:
        return Everything()
    if tokens.character == "{":
        return read_json(tokens)
    if tokens.character == "[":
        return read_fields(tokens)
    return read_terms(tokens)
