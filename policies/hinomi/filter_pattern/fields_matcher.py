"""Space-delimited patterns -> `message -> Match or None`.

Without `...` the last place takes the rest of the line as it stands; with it, every field is cut
and places after it count from the end.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from hinomi.filter_pattern.comparison import TextTest, text_comparison
from hinomi.filter_pattern.line_fields import (
    OPENERS,
    Pick,
    bare,
    bare_rest,
    pick,
    pick_all,
    split_fields,
)
from hinomi.filter_pattern.match import Match
from hinomi.filter_pattern.tree import And, Comparison, Expression, Field, Fields, Or

Matcher: TypeAlias = Callable[[str], Match | None]
_Condition: TypeAlias = tuple[int, TextTest]
"""The index of a field, from the end where it is negative, and the test of its text."""


def compile_fields(pattern: Fields) -> Matcher:
    """The matcher of a space-delimited pattern."""
    before, after = pattern.before, pattern.after or ()
    has_rest = pattern.after is None and bool(before)
    least = len(before) + len(after)

    def named(message: str) -> dict[str, str]:
        fields = split_fields(message, least if has_rest else 0)
        return dict(zip(_names(len(fields), before, after), fields, strict=True))

    conditions = [*_conditions(before, 0), *_conditions(after, -len(after))]
    if any(index < 0 for index, _ in conditions):
        return _matcher(pick_all(least), conditions, named)
    if not least:  # also a blank line has no fewer fields
        return lambda message: Match(message, named)
    places = sorted({index for index, _ in conditions})
    picked = [(places.index(index) + 1, test) for index, test in conditions]
    rest = len(places) if has_rest and least - 1 in places else None
    return _matcher(pick(least, places, rest=has_rest), picked, named, rest)


def _matcher(
    pick: Pick,
    conditions: list[_Condition],
    named: Callable[[str], dict[str, str]],
    rest: int | None = None,
) -> Matcher:
    """`rest` is the index at which the rest of the line is picked, where it is looked at."""

    def match(message: str) -> Match | None:
        fields = pick(message)
        if fields is None:
            return None
        for index, test in conditions:
            text = fields[index]
            if text[0] in OPENERS:  # half the time of a call for each field
                text = bare_rest(text) if index == rest else bare(text)
            if not test(text):
                return None
        return Match(message, named)

    return match


def _names(count: int, before: tuple[Field, ...], after: tuple[Field, ...]) -> list[str]:
    """`$name` for the places that have one, `$position` counted from 1 for the rest."""
    names = [f"${position}" for position in range(1, count + 1)]
    for index, place in [*enumerate(before), *enumerate(after, start=count - len(after))]:
        if place.name:
            names[index] = f"${place.name}"
    return names


def _conditions(places: tuple[Field, ...], first: int) -> Iterator[_Condition]:
    """What consecutive places ask for. Each part of an && is a condition of its own."""
    for index, place in enumerate(places, start=first):
        condition = place.condition
        for part in condition.parts if isinstance(condition, And) else (condition,):
            if part is not None:
                yield index, condition_test(part)


def condition_test(condition: Expression) -> TextTest:
    """The test of one field's text."""
    if isinstance(condition, Comparison):
        return text_comparison(condition.operator, condition.value)
    assert isinstance(condition, (And, Or))  # noqa: S101 -- the grammar makes no other
    parts = [condition_test(part) for part in condition.parts]
    if isinstance(condition, And):

        def all_hold(text: str) -> bool:
            for part in parts:  # noqa: SIM110 -- all() would build a generator for each line
                if not part(text):
                    return False
            return True

        return all_hold

    def one_holds(text: str) -> bool:
        for part in parts:  # noqa: SIM110
            if part(text):
                return True
        return False

    return one_holds
