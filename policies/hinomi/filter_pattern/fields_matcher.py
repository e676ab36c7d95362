"""Space-delimited patterns -> `message -> Match or None`.

Without `...` the last place takes the rest of the line as it stands; with it, every field is cut
and places after it count from the end.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from hinomi.filter_pattern.comparison import TextTest, text_comparison
from hinomi.filter_pattern.line_fields import Cut, bare, bare_rest, cutter
from hinomi.filter_pattern.match import Match
from hinomi.filter_pattern.tree import And, Comparison, Expression, Field, Fields, Or

Matcher: TypeAlias = Callable[[str], Match | None]
_Test: TypeAlias = tuple[int, Callable[[str], str], TextTest]
"""The index of a field, what makes a text of the raw field, and the test of that."""


def compile_fields(pattern: Fields) -> Matcher:
    """The matcher of a space-delimited pattern."""
    before, after = pattern.before, pattern.after or ()
    has_rest = pattern.after is None and bool(before)
    least = len(before) + len(after)
    tests = _tests(before, 0) + _tests(after, -len(after))
    if has_rest and before[-1].condition is not None:
        *tests, (index, _, test) = tests
        tests.append((index, bare_rest, test))
    cut = cutter(least if has_rest else 0)

    def named(fields: list[str]) -> dict[str, str]:
        last = bare_rest if has_rest else bare
        texts = [*map(bare, fields[:-1]), *map(last, fields[-1:])]
        return dict(zip(_names(len(fields), before, after), texts, strict=True))

    if has_rest or any(index < 0 for index, _, _ in tests):
        return _matcher(cut, least, tests, named)
    # Nothing counts from the end, so the line is cut no further than the last place before it.
    return _matcher(cutter(least + 1), least, tests, lambda line: named(cut(line)), whole=True)


def _matcher(
    cut: Cut,
    least: int,
    tests: list[_Test],
    named: Callable[[Any], dict[str, str]],
    *,
    whole: bool = False,
) -> Matcher:
    """`named` takes the fields that were cut, or the whole line."""

    def match(message: str) -> Match | None:
        fields = cut(message)
        if len(fields) < least:
            return None
        for index, text_of, test in tests:
            if not test(text_of(fields[index])):
                return None
        return Match(message if whole else fields, named)

    return match


def _names(count: int, before: tuple[Field, ...], after: tuple[Field, ...]) -> list[str]:
    """`$name` for the places that have one, `$position` counted from 1 for the rest."""
    names = [f"${position}" for position in range(1, count + 1)]
    for index, place in [*enumerate(before), *enumerate(after, start=count - len(after))]:
        if place.name:
            names[index] = f"${place.name}"
    return names


def _tests(places: tuple[Field, ...], first: int) -> list[_Test]:
    """The conditions of consecutive places."""
    return [
        (index, bare, condition_test(place.condition))
        for index, place in enumerate(places, start=first)
        if place.condition is not None
    ]


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
