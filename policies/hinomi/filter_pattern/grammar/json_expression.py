"""JSON patterns.

pattern   = "{" or "}"
or        = and { "||" and }
and       = condition { "&&" condition }
condition = "(" or ")" | selector test
test      = "IS" ( "NULL" | "TRUE" | "FALSE" ) | "NOT" "EXISTS" | operator value
"""

from collections.abc import Sequence
from typing import NoReturn

from hinomi.filter_pattern.grammar.selectors import read_selector
from hinomi.filter_pattern.grammar.values import (
    RegexCount,
    read_operator,
    read_value,
    refuse_continuation,
)
from hinomi.filter_pattern.limits import NESTED_PARENTHESES, WILDCARDS_IN_A_PATTERN
from hinomi.filter_pattern.tokens import Tokenizer
from hinomi.filter_pattern.tree import (
    And,
    Comparison,
    Constant,
    Expression,
    Is,
    Json,
    NotExists,
    Or,
    Selector,
    Wildcard,
)

# `= null` is refused by AWS itself (and `= true`, taken, means the string "true"). The capital
# words are the grammar's own; what AWS makes of them unquoted is unknown.
_RESERVED = {
    "null": "write IS NULL, or quote the word",
    "NULL": "write IS NULL, or quote the word",
    "TRUE": "write IS TRUE, or quote the word",
    "FALSE": "write IS FALSE, or quote the word",
    "EXISTS": "quote the word",
    "NOT": "quote the word",
    "IS": "quote the word",
    "SPACE": 'quote it: "SPACE"',
}


def read_json(tokens: Tokenizer) -> Json:
    """A whole JSON pattern, from `{` to the end of the text. Raises InvalidPattern."""
    tokens.take("{")
    tokens.skip_blanks()
    if tokens.character == "}":
        tokens.refuse("nothing stands between the braces", 'write { $.name = "value" }')
    reader = _Reader(tokens)
    expression = reader.read_or()
    tokens.skip_blanks()
    if tokens.take("}") is None:
        reader.refuse_joint()
    tokens.skip_blanks()
    if not tokens.at_end:
        tokens.refuse("text after the closing brace", "remove it; a pattern is one { ... }")
    return Json(expression)


def flat(kind: type[And] | type[Or], parts: Sequence[Expression]) -> Expression:
    """One node of that kind with the parts of equal nodes drawn in; a single part stays itself."""
    if len(parts) == 1:
        return parts[0]
    drawn: list[Expression] = []
    for part in parts:
        if isinstance(part, kind):
            drawn.extend(part.parts)
        else:
            drawn.append(part)
    return kind(tuple(drawn))


class _Reader:
    """The productions over one tokenizer, with what counts over the whole pattern."""

    def __init__(self, tokens: Tokenizer) -> None:
        self.tokens = tokens
        self.regexes = RegexCount()
        self.wildcards = 0
        self.depth = 0

    def read_or(self) -> Expression:
        parts = [self.read_and()]
        while self._joint("or"):
            parts.append(self.read_and())
        return flat(Or, parts)

    def read_and(self) -> Expression:
        parts = [self.read_condition()]
        while self._joint("and"):
            parts.append(self.read_condition())
        return flat(And, parts)

    def _joint(self, rule: str) -> bool:
        self.tokens.skip_blanks()
        return self.tokens.read(rule) is not None

    def read_condition(self) -> Expression:
        self.tokens.skip_blanks()
        if self.tokens.character == "(":
            return self._read_parentheses()
        return self._read_test()

    def _read_parentheses(self) -> Expression:
        opened = self.tokens.position
        self.tokens.take("(")
        self.depth += 1
        if self.depth > NESTED_PARENTHESES:
            self.tokens.refuse(
                f"more than {NESTED_PARENTHESES} parentheses inside each other",
                "remove those that hold a single condition",
                opened,
            )
        expression = self.read_or()
        self.tokens.skip_blanks()
        if self.tokens.take(")") is None:
            if self.tokens.at_end or self.tokens.character == "}":
                self.tokens.refuse("this parenthesis is never closed", "add a )", opened)
            self.refuse_joint()
        self.depth -= 1
        return expression

    def _read_test(self) -> Expression:
        selector = self._read_selector()
        if self.tokens.skip_blanks() and self.tokens.peek("keyword"):
            return self._read_keywords(selector)
        self._refuse_small_keyword()
        if self.tokens.character in "[.":
            self.tokens.refuse("a selector has no blanks", "remove the blank: $.list[0].name")
        operator = read_operator(self.tokens, "the selector")
        self.tokens.skip_blanks()
        value = read_value(self.tokens, operator, _RESERVED, self.regexes)
        refuse_continuation(self.tokens)
        return Comparison(selector, operator, value)

    def _read_selector(self) -> Selector:
        start = self.tokens.position
        selector = read_selector(self.tokens)
        self.wildcards += sum(isinstance(step, Wildcard) for step in selector.steps)
        if self.wildcards > WILDCARDS_IN_A_PATTERN:
            self.tokens.refuse(
                f"a pattern has at most {WILDCARDS_IN_A_PATTERN} wildcards in its selectors",
                "replace one by an index or a name, or split the pattern",
                start,
            )
        return selector

    def _read_keywords(self, selector: Selector) -> Expression:
        words, start = [], self.tokens.position
        while (word := self.tokens.read("keyword")) is not None:
            words.append(word.text)
            self.tokens.skip_blanks()
        phrase = " ".join(words)
        if phrase == "NOT EXISTS":
            return NotExists(selector)
        if len(words) == 2 and words[0] == "IS" and words[1] in Constant.__members__:
            return Is(selector, Constant[words[1]])
        return self._refuse_keywords(phrase, start)

    def _refuse_small_keyword(self) -> None:
        word = self.tokens.peek("name")
        if word is not None and word.text.upper() in ("IS", "NOT", "EXISTS"):
            self.tokens.refuse(
                f"{word.text} follows the selector",
                "write keywords in capitals after a blank: IS NULL, IS TRUE, IS FALSE, NOT EXISTS",
            )

    def _refuse_keywords(self, phrase: str, start: int) -> NoReturn:
        if phrase == "EXISTS":
            hint = "write = *, true for any string or number"
        elif phrase in ("EQUALS", "LIKE", "IN", "CONTAINS", "MATCHES"):
            hint = 'write = "text", = "*text*" for a part of it, or one condition for each with ||'
        elif phrase in ("NOT IN", "NOT LIKE"):
            hint = 'write != "text", != "*text*", or one condition for each with &&'
        elif phrase.startswith("IS NOT"):
            hint = (
                "write = * for any string or number, NOT EXISTS, or IS with the opposite constant"
            )
        else:
            hint = "the tests are IS NULL, IS TRUE, IS FALSE, NOT EXISTS and = != < > <= >="
        self.tokens.refuse(f"there is no test {phrase}", hint, start)

    def refuse_joint(self) -> NoReturn:
        """Something stands where && || ) or } should."""
        tokens, seen = self.tokens, self.tokens.rest()
        if not seen:
            tokens.refuse("the brace is never closed", "end the pattern with }")
        word = tokens.peek("name")
        if tokens.character in "&|" or (word is not None and word.text.upper() in ("AND", "OR")):
            tokens.refuse(f"{seen} joins nothing", "join conditions with && or ||")
        if tokens.character == ")":
            tokens.refuse("this parenthesis was never opened", "remove it")
        hint = 'put a value with blanks in quotes: "..."'
        if tokens.character in "($":
            hint = "join conditions with && or ||"
        elif tokens.character == ",":
            hint = "join conditions with && or ||; a number has no commas"
        tokens.refuse(f"after a condition comes && || or a closing bracket, not {seen!r}", hint)
