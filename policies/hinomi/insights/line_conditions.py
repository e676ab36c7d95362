r"""Terms, and the places of a space-delimited pattern, as conditions on the event's text.

A space-delimited line is cut by one `parse` with a regex. A field in quotation marks or brackets
keeps them (and the blanks behind it) in the query's field, so the conditions allow for them. Where
the pattern counts from the end of the line, after `...`, a regex cannot cut as the pattern does;
those conditions look anywhere in the line.
"""

import re
from collections.abc import Iterator

from hinomi.filter_pattern.printer import print_expression
from hinomi.filter_pattern.text_matcher import only_optional
from hinomi.filter_pattern.tree import (
    And,
    Comparison,
    Expression,
    Field,
    FieldName,
    Fields,
    Number,
    Or,
    Regex,
    Sign,
    Term,
    Terms,
    Text,
)
from hinomi.insights.conditions import ANYTHING, Condition, Test, all_of, any_of
from hinomi.insights.json_conditions import plain_number, stars
from hinomi.insights.placeholders import Placeholders
from hinomi.insights.texts import VERY_END, literal, quoted, regex

_OPENED = r'^["\[]?'
_CLOSED = r'["\]]?[ \t]*$'
_BEFORE = r'(?:^|[ \t"\[\]])'
_REST = r"[^ \t][\s\S]*"
_AFTER = r'(?:[ \t"\[\]]|$)'


def terms_condition(pattern: Terms) -> Condition:
    """The condition of a pattern of terms."""
    if only_optional(pattern):
        return any_of(_found(term) for term in pattern.terms)
    return all_of(
        _found(term) if term.sign is Sign.REQUIRED else _not_found(term)
        for term in pattern.terms
        if term.sign is not Sign.OPTIONAL
    )


def _found(term: Term) -> Condition:
    if isinstance(term.value, Regex):
        return Test(f"@message like /{regex(term.value.source)}/")
    return _contains(term.value.text) if term.value.text else ANYTHING


def _contains(text: str) -> Test:
    string = quoted(text)
    return Test(f"@message like {f'/{literal(text)}/' if string is None else string}")


def _not_found(term: Term) -> Condition:
    if isinstance(term.value, Regex):
        return Test(f"@message not like /{regex(term.value.source, end=VERY_END)}/")
    string = quoted(term.value.text)
    return Test(
        f"@message not like {f'/{literal(term.value.text)}/' if string is None else string}"
    )


class LineConditions:
    """One space-delimited pattern: `parse`, the fields it makes, and the conditions on them.

    plain: the log knows neither quotation marks nor brackets, so every field is a word.
    """

    def __init__(self, pattern: Fields, placeholders: Placeholders, *, plain: bool) -> None:
        self.placeholders = placeholders
        self.plain = plain
        self.notes: list[str] = []
        self.names = _group_names(pattern.before)
        self.parse = self._parse(pattern) if pattern.before else ""
        self.condition = all_of(self._conditions(pattern))

    def _parse(self, pattern: Fields) -> str:
        *places, last = pattern.before
        cut = "".join(self._group(place, following=True) for place in places)
        start = r"^\s*" if self.plain else r"^[ \t]*"
        if pattern.after is not None:
            return start + cut + self._group(last, following=False)
        return f"{start}{cut}{self._named(last, _REST)}$"

    def _group(self, place: Field, *, following: bool) -> str:
        if self.plain:
            return self._named(place, r"\S+") + (r"\s+" if following else r"(?:\s|$)")
        blanks = r"[ \t]+" if following else r"(?:[ \t]+|$)"
        return self._named(place, rf'"[^"]*"[ \t]*|\[[^\]]*\][ \t]*|[^ \t]+{blanks}')

    def _named(self, place: Field, text: str) -> str:
        return f"(?<{self.names[place.name]}>{text})" if place.name else f"(?:{text})"

    def _conditions(self, pattern: Fields) -> Iterator[Condition]:
        if self.names:
            yield Test(f"ispresent({list(self.names.values())[-1]})")
        for place in pattern.before:
            if place.condition is not None:
                yield self._condition(place.condition)
        for place in pattern.after or ():
            if place.condition is not None:
                self.notes.append(
                    f"{print_expression(place.condition)} is looked for anywhere in the line"
                )
                yield self._anywhere(place.condition)

    def _condition(self, condition: Expression) -> Condition:
        if isinstance(condition, And):
            return all_of(map(self._condition, condition.parts))
        if isinstance(condition, Or):
            return any_of(map(self._condition, condition.parts))
        assert isinstance(condition, Comparison)  # noqa: S101 -- fields have no other test
        assert isinstance(condition.subject, FieldName)  # noqa: S101
        field = self.names[condition.subject.name]
        value = condition.value
        if condition.operator not in ("=", "!="):
            return self._ordered(condition, field)
        if isinstance(value, Text) and value.text in ("*", "**"):
            return ANYTHING
        if condition.operator == "=":
            return self._equal(value, field)
        return self._different(condition, field)

    def _ordered(self, condition: Comparison, field: str) -> Condition:
        assert isinstance(condition.value, Number)  # noqa: S101 -- orderings take numbers only
        number = plain_number(condition.value.text)
        if number is None:
            self.notes.append(f"{print_expression(condition)} is held for met")
            return ANYTHING
        if self.plain:
            return Test(f"{field} {condition.operator} {number}")
        ordered = Test(f"trim({field}) {condition.operator} {number}")
        return any_of([ordered, Test(f'{field} like /^["\\[]/')])

    def _equal(self, value: Number | Text | Regex, field: str) -> Condition:
        if isinstance(value, Regex):
            start, end = ("^", "$") if self.plain else (_OPENED, _CLOSED)
            return Test(f"{field} like /{regex(value.source, start=start, end=end)}/")
        given = list(self.placeholders.in_text(value.text))
        if given:
            exact = self.plain and "*" not in value.text
            same = f'{field} {"=" if exact else "like"} "{value.text.strip("*")}"'
            return any_of([Test(same), *(Test(f'strcontains("{w}", "*") = 1') for w in given)])
        return Test(f"{field} like /{self._whole(value)}/")

    def _different(self, condition: Comparison, field: str) -> Condition:
        value = condition.value
        given = isinstance(value, Text) and list(self.placeholders.in_text(value.text))
        if given and self.plain and "*" not in value.text:  # type: ignore[union-attr]
            return Test(f'{field} != "{value.text}"')  # type: ignore[union-attr]
        if given or (isinstance(value, Regex) and not self.plain):
            self.notes.append(f"{print_expression(condition)} is held for met")
            return ANYTHING
        if isinstance(value, Regex):
            return Test(f"{field} not like /{regex(value.source, end=VERY_END)}/")
        different = Test(f"{field} not like /{self._whole(value, end=VERY_END)}/")
        # A mark that is never closed belongs to the field, and looks like one that is dropped.
        return different if self.plain else any_of([different, Test(f'{field} like /["\\[\\]]/')])

    def _whole(self, value: Number | Text, *, end: str = "$") -> str:
        starts, ends, middle = stars(value.text) if isinstance(value, Text) else (0, 0, value.text)
        opened, closed = ("^", end) if self.plain else (_OPENED, _CLOSED.replace("$", end))
        return f"{'' if starts else opened}{literal(middle)}{'' if ends else closed}"

    def _anywhere(self, condition: Expression) -> Condition:
        if isinstance(condition, And):
            return all_of(map(self._anywhere, condition.parts))
        if isinstance(condition, Or):
            return any_of(map(self._anywhere, condition.parts))
        assert isinstance(condition, Comparison)  # noqa: S101
        value = condition.value
        if condition.operator != "=":
            return ANYTHING
        if isinstance(value, Regex):
            return Test(f"@message like /{regex(value.source, start=_BEFORE, end=_AFTER)}/")
        if isinstance(value, Text) and list(self.placeholders.in_text(value.text)):
            return ANYTHING
        starts, ends, middle = stars(value.text) if isinstance(value, Text) else (0, 0, value.text)
        before, after = "" if starts else _BEFORE, "" if ends else _AFTER
        return Test(f"@message like /{before}{literal(middle)}{after}/") if middle else ANYTHING


def _group_names(places: tuple[Field, ...]) -> dict[str, str]:
    """`status_code` -> `lineStatusCode`: letters and digits only, as every engine takes them, and
    no name that Insights itself discovers in a log."""
    names: dict[str, str] = {}
    for place in places:
        if place.name:
            words = re.findall(r"[A-Za-z0-9]+", place.name)
            name = "line" + "".join(word[:1].upper() + word[1:] for word in words)
            while name in names.values():
                name += "x"
            names[place.name] = name
    return names
