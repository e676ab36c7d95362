"""Space-delimited patterns -> `message -> extracted fields or None`.

Runs of spaces and tabs separate fields; `[...]` and `"..."` at the start of a field make one field
without their delimiters, and one that is never closed is ordinary text. Without `...` the last
place takes the rest of the line as it stands; with it, every field is cut and places after it
count from the end.
"""

import re
from collections.abc import Callable
from typing import TypeAlias

from hinomi.filter_pattern.comparison import TextTest, text_comparison
from hinomi.filter_pattern.tree import And, Comparison, Expression, Field, Fields, Or

FieldsMatcher: TypeAlias = Callable[[str], "dict[str, str] | None"]

_WORD = re.compile(r"[^ \t]+")
_BLANKS = re.compile(r"[ \t]*")
_CLOSERS = {"[": "]", '"': '"'}


def compile_fields(pattern: Fields) -> FieldsMatcher:
    """The matcher of a space-delimited pattern: `{"$name" or "$position": text}`, or None."""
    before = _tests(pattern.before, 0)
    if pattern.after is None and pattern.before:
        return _compile_exact(pattern.before, before)
    after = pattern.after or ()
    tests = before + _tests(after, -len(after))

    def match(message: str) -> dict[str, str] | None:
        fields = split_fields(message)
        if len(fields) < len(pattern.before) + len(after):
            return None
        for index, test in tests:
            if not test(fields[index]):
                return None
        return _named(fields, pattern.before, after)

    return match


def _compile_exact(places: tuple[Field, ...], tests: list[tuple[int, TextTest]]) -> FieldsMatcher:
    count = len(places)
    names = field_names(places)

    def match(message: str) -> dict[str, str] | None:
        fields = split_fields(message, count)
        if len(fields) < count:
            return None
        for index, test in tests:
            if not test(fields[index]):
                return None
        return dict(zip(names, fields, strict=True))

    return match


def field_names(places: tuple[Field, ...]) -> list[str]:
    """`$name`, or `$position` counted from 1 for an empty place."""
    return [f"${place.name or position}" for position, place in enumerate(places, start=1)]


def split_fields(message: str, count: int = 0) -> list[str]:
    """The fields of a line; with `count`, at most that many, the last of them the rest of the line.

    A rest that is one single field is cut like any other, so its delimiters are dropped too.
    Linear in the message: a delimiter without a closer is looked for once only.
    """
    if not ("[" in message or '"' in message or "\t" in message):
        if not count:
            return [field for field in message.split(" ") if field]
        fields = message.split(" ", count - 1)
        # An empty string among them means a run of blanks: then the slow way below.
        if all(fields) and not fields[-1].startswith(" "):
            fields[-1] = fields[-1].rstrip(" ")
            return fields
    return _split_slowly(message, count)


def _split_slowly(message: str, count: int) -> list[str]:
    fields: list[str] = []
    unclosed: set[str] = set()
    end = len(message)
    at = _skip_blanks(message, 0)
    while at < end:
        text, after = _one_field(message, at, unclosed)
        following = _skip_blanks(message, after)
        if len(fields) + 1 == count and following < end:
            return [*fields, message[at:].rstrip(" \t")]
        fields.append(text)
        at = following
    return fields


def _one_field(message: str, at: int, unclosed: set[str]) -> tuple[str, int]:
    """The field that begins at `at`, and the index after it."""
    opener = message[at]
    if opener in _CLOSERS and opener not in unclosed:
        close = message.find(_CLOSERS[opener], at + 1)
        if close >= 0:
            return message[at + 1 : close], close + 1
        unclosed.add(opener)
    word = _WORD.match(message, at)
    assert word is not None  # noqa: S101 -- `at` is never on a blank
    return word.group(), word.end()


def _skip_blanks(message: str, at: int) -> int:
    blanks = _BLANKS.match(message, at)
    return blanks.end() if blanks else at


def _named(
    fields: list[str], before: tuple[Field, ...], after: tuple[Field, ...]
) -> dict[str, str]:
    """Names for the places that have one, positions for the rest."""
    names = [f"${position}" for position in range(1, len(fields) + 1)]
    places = [*enumerate(before), *enumerate(after, start=len(fields) - len(after))]
    for index, place in places:
        if place.name:
            names[index] = f"${place.name}"
    return dict(zip(names, fields, strict=True))


def _tests(places: tuple[Field, ...], first: int) -> list[tuple[int, TextTest]]:
    """The conditions of consecutive places, with the index of the field each one reads."""
    return [
        (index, condition_test(place.condition))
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
        return lambda text: all(part(text) for part in parts)
    return lambda text: any(part(text) for part in parts)
