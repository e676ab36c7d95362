"""Space-delimited patterns.

pattern   = "[" "]" | "[" place { "," place } "]"
place     = "..." | [ name [ condition ] ]
condition = test { "&&" name test | "||" name test }     the same name each time
test      = operator value                               && binds closer than ||
name      = one or more of A-Z a-z 0-9 _ -
"""

from typing import NoReturn

from hinomi.filter_pattern.grammar.json_expression import flat
from hinomi.filter_pattern.grammar.values import (
    RegexCount,
    read_operator,
    read_value,
    refuse_continuation,
)
from hinomi.filter_pattern.tokens import Token, Tokenizer
from hinomi.filter_pattern.tree import And, Comparison, Expression, Field, FieldName, Fields, Or

# Odd but seen: AWS refuses [kind = SPACE, ...] and takes [kind = "SPACE", ...].
_RESERVED = {"SPACE": 'quote it: "SPACE"'}


def read_fields(tokens: Tokenizer) -> Fields:
    """A whole space-delimited pattern, from `[` to the end of the text. Raises InvalidPattern."""
    tokens.take("[")
    tokens.skip_blanks()
    places = [] if tokens.character == "]" else _Reader(tokens).read_places()
    if tokens.take("]") is None:
        _refuse_end(tokens)
    tokens.skip_blanks()
    if not tokens.at_end:
        tokens.refuse(
            "text after the closing bracket",
            'a pattern is one [ ... ]; to find the text itself, put all of it in quotes: "[..."',
        )
    if None not in places:
        return Fields(tuple(place for place in places if place is not None))
    middle = places.index(None)
    before = tuple(place for place in places[:middle] if place is not None)
    after = tuple(place for place in places[middle + 1 :] if place is not None)
    return Fields(before, after)


class _Reader:
    """The productions over one tokenizer, with what counts over the whole pattern."""

    def __init__(self, tokens: Tokenizer) -> None:
        self.tokens = tokens
        self.regexes = RegexCount()
        self.names: set[str] = set()
        self.ellipses = 0

    def read_places(self) -> list[Field | None]:
        """The places in order, None for the `...`."""
        places = [self._read_place()]
        while self.tokens.take(","):
            places.append(self._read_place())
        return places

    def _read_place(self) -> Field | None:
        tokens = self.tokens
        tokens.skip_blanks()
        ellipsis = tokens.read("ellipsis")
        if ellipsis is not None:
            self.ellipses += 1
            if self.ellipses > 1:
                tokens.refuse("a pattern has at most one ...", "name the places", ellipsis.position)
            tokens.skip_blanks()
            return None
        if tokens.at_end or tokens.character in ",]":
            return Field()
        name = self._read_name()
        tokens.skip_blanks()
        if tokens.at_end or tokens.character in ",]":
            return Field(name.text)
        return Field(name.text, self._read_condition(name.text))

    def _read_name(self) -> Token:
        name = self.tokens.read("name")
        if name is None:
            _refuse_name(self.tokens)
        if name.text.isdigit():
            self.tokens.refuse(
                "a name of digits only would be taken for a position",
                f"write field{name.text}, or leave the place empty",
                name.position,
            )
        if name.text in self.names:
            self.tokens.refuse(
                f"two fields are named {name.text}", "give each field its own name", name.position
            )
        self.names.add(name.text)
        return name

    def _read_condition(self, name: str) -> Expression:
        alternatives: list[Expression] = []
        together = [self._read_test(name)]
        while True:
            self.tokens.skip_blanks()
            if self.tokens.read("and"):
                self._read_same_name(name)
                together.append(self._read_test(name))
            elif self.tokens.read("or"):
                alternatives.append(flat(And, together))
                self._read_same_name(name)
                together = [self._read_test(name)]
            else:
                return flat(Or, [*alternatives, flat(And, together)])

    def _refuse_what_is_no_operator(self, name: str) -> None:
        tokens = self.tokens
        word = tokens.peek("name")
        if word is not None and word.text in ("IS", "NOT", "EXISTS"):
            hint = 'write = "-" or != "-", as the log writes an empty field'
            tokens.refuse(f"a field is a text: there is no test {word.text}", hint)
        if word is not None or tokens.character == ";":
            tokens.refuse(
                f"the field {name} is followed by {tokens.rest()!r}",
                "separate places by commas, and join a condition with = != < > <= >=",
            )
        if tokens.character in ".:/$@":
            tokens.refuse(
                f"a field name takes only letters, digits, _ and -, not {tokens.character!r}",
                "names are only for you: choose a plain one",
            )

    def _read_same_name(self, name: str) -> None:
        tokens = self.tokens
        tokens.skip_blanks()
        if tokens.character == "(":
            _refuse_name(tokens)
        start = tokens.position
        token = tokens.read("name")
        if token is not None and token.text != name:
            tokens.skip_blanks()
            if tokens.at_end or tokens.character in ",]&|":
                tokens.refuse(
                    "each condition begins with the field's name",
                    f"repeat it: {name} = {token.text}",
                    start,
                )
        if token is None:
            tokens.refuse("the field's name is missing", f"repeat it: {name} = ...")
        if token.text != name:
            tokens.refuse(
                f"the conditions of field {name} cannot speak of {token.text}",
                f"give {token.text} its own place, after a comma",
                token.position,
            )

    def _read_test(self, name: str) -> Comparison:
        tokens = self.tokens
        tokens.skip_blanks()
        self._refuse_what_is_no_operator(name)
        operator = read_operator(tokens, f"the field {name}")
        tokens.skip_blanks()
        value = read_value(tokens, operator, _RESERVED, self.regexes)
        refuse_continuation(tokens)
        return Comparison(FieldName(name), operator, value)


def _refuse_name(tokens: Tokenizer) -> NoReturn:
    if tokens.character == "(":
        tokens.refuse("conditions on fields take no parentheses", "&& binds closer than ||")
    if tokens.character in ".…":
        tokens.refuse("any number of places is three dots", "write ...")
    if tokens.character in '"%*':
        tokens.refuse("a place begins with a name", "write name = value, or leave the place empty")
    tokens.refuse(
        f"a field name takes only letters, digits, _ and -, not {tokens.character!r}",
        "names are only for you: choose a plain one",
    )


def _refuse_end(tokens: Tokenizer) -> NoReturn:
    seen = tokens.rest()
    if not seen:
        tokens.refuse("the bracket is never closed", "end the pattern with ]")
    if tokens.character in "&|":
        tokens.refuse(f"{seen} joins nothing", "join conditions with && or ||")
    if seen.lower() in ("and", "or"):
        tokens.refuse(f"{seen} joins nothing", "join conditions with && or ||")
    tokens.refuse(
        f"after a place comes a comma or ], not {seen!r}",
        'put a value with blanks in quotes: "..."',
    )
