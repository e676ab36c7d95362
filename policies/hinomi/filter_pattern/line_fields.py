"""The fields of a space-delimited line.

Runs of spaces and tabs separate fields; `[...]` and `"..."` at the start of a field make one field
without their delimiters, and one that is never closed is ordinary text.

`split_fields` is the rule itself, field by field, for whoever shows the fields. What runs on every
line of a log reads no more of it than the pattern asks about, and leaves the fields *raw*, with
their delimiters: `bare` takes them off the few that are looked at.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

Pick: TypeAlias = Callable[[str], Any]
"""A line -> its raw fields by index; None where it has too few."""

_CLOSERS = {"[": "]", '"': '"'}
OPENERS = frozenset(_CLOSERS)
_BLANKS = re.compile(r"[ \t]*")
_WORD = re.compile(r"[^ \t]+")
# Atomic: a field that was read is never given back, so that a line is read once.
_FIELD = r"(?>\[[^\]]*\]|\"[^\"]*\"|[^ \t]+)"


def _without_tabs(expression: str) -> str:
    """The same for lines without a tab, nearly all: one character to compare each one with, not a
    set of them, takes half the time (measured)."""
    return expression.replace(r"[ \t]", " ").replace(r"[^ \t]", "[^ ]")


_fields = re.compile(_FIELD).findall
_fields_without_tabs = re.compile(_without_tabs(_FIELD)).findall
# An expression looks through the line for a closer at every place of the pattern, and in vain
# where there is none. Beyond this many characters it is worth a look whether that can be.
_SHORT = 10_000


def split_fields(message: str, count: int = 0) -> list[str]:
    """The fields of a line; with `count`, at most that many, the last of them the rest of the line.

    A rest that is one single field is cut like any other, so its delimiters are dropped too.
    """
    fields = _one_by_one(message, count)
    if count and len(fields) == count:
        return [*map(bare, fields[:-1]), bare_rest(fields[-1])]
    return list(map(bare, fields))


def bare(field: str) -> str:
    """A raw field without its delimiters. A word that begins with one has no closer behind it."""
    opener = field[0]
    if opener in _CLOSERS and field[-1] == _CLOSERS[opener] and len(field) > 1:
        return field[1:-1]
    return field


def bare_rest(rest: str) -> str:
    """The raw rest of a line: one field like any other, or several as they stand."""
    rest = rest.rstrip(" \t")
    return bare(rest) if _end_of_field(rest, 0, set()) == len(rest) else rest


def pick(least: int, places: Sequence[int], *, rest: bool) -> Pick:
    """Picks the raw fields at `places` (ascending, from 0): `found[1]` is the first of them.

    The line must have at least `least` fields. With `rest` the last of these is the rest of the
    line. In time linear in the line.
    """
    last = least - 1 if rest else least
    pieces = [f"({_FIELD})" if place in places else _FIELD for place in range(last)]
    if rest:
        pieces.append(r"([^ \t](?:.*[^ \t])?)" if last in places else r"[^ \t]")
    line = r"[ \t]*+" + r"[ \t]*+".join(pieces)
    match, match_without_tabs = (
        re.compile(expression, re.DOTALL).match for expression in (line, _without_tabs(line))
    )

    def picked(message: str) -> Any:
        if len(message) > _SHORT and not _all_closed(message):
            return _slowly_picked(message, least, places, rest=rest)
        return match(message) if "\t" in message else match_without_tabs(message)

    return picked


def pick_all(least: int) -> Pick:
    """All raw fields of a line that has at least `least`. In time linear in the line."""

    def picked(message: str) -> list[str] | None:
        if not _all_closed(message):
            fields = _one_by_one(message, 0)
        elif "\t" in message:
            fields = _fields(message)
        elif "[" in message or '"' in message:
            fields = _fields_without_tabs(message)
        else:
            fields = [field for field in message.split(" ") if field]
        return fields if len(fields) >= least else None

    return picked


def _all_closed(message: str) -> bool:
    """Each [ has a ] behind it. Then only the last quote can be left open, so that an expression
    looks for a closer in vain once."""
    return message.rfind("]") >= message.rfind("[")


def _slowly_picked(
    message: str, least: int, places: Sequence[int], *, rest: bool
) -> list[str] | None:
    fields = _one_by_one(message, least if rest else least + 1)
    if len(fields) < least:
        return None
    if rest:
        fields[-1] = fields[-1].rstrip(" \t")
    return ["", *(fields[place] for place in places)]


def _one_by_one(message: str, count: int) -> list[str]:
    """The raw fields, with `count` at most that many, the last of them the rest of the line. A
    delimiter without a closer is looked for once only."""
    fields: list[str] = []
    unclosed: set[str] = set()
    end = len(message)
    at = _skip_blanks(message, 0)
    while at < end and len(fields) + 1 != count:
        after = _end_of_field(message, at, unclosed)
        fields.append(message[at:after])
        at = _skip_blanks(message, after)
    return [*fields, message[at:]] if at < end else fields


def _end_of_field(message: str, at: int, unclosed: set[str]) -> int:
    """The index after the field that begins at `at`."""
    opener = message[at]
    if opener in _CLOSERS and opener not in unclosed:
        close = message.find(_CLOSERS[opener], at + 1)
        if close >= 0:
            return close + 1
        unclosed.add(opener)
    word = _WORD.match(message, at)
    assert word is not None  # noqa: S101 -- `at` is never on a blank
    return word.end()


def _skip_blanks(message: str, at: int) -> int:
    blanks = _BLANKS.match(message, at)
    return blanks.end() if blanks else at
