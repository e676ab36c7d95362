"""The fields of a space-delimited line.

Runs of spaces and tabs separate fields; `[...]` and `"..."` at the start of a field make one field
without their delimiters, and one that is never closed is ordinary text. A line is cut into *raw*
fields, which still have their delimiters: where nobody looks at a field they stay.
"""

import re
from collections.abc import Callable
from typing import TypeAlias

Cut: TypeAlias = Callable[[str], list[str]]
"""The raw fields of a line."""

_BLANKS = re.compile(r"[ \t]*")
# Atomic: a field that was read is never given back, so that a line is read once.
_FIELD = r"(?>\[[^\]]*\]|\"[^\"]*\"|[^ \t]+)"
_every_field = re.compile(_FIELD).findall
_one_field = re.compile(_FIELD).match
_WORD = re.compile(r"[^ \t]+")
_CLOSERS = {"[": "]", '"': '"'}


def split_fields(message: str, count: int = 0) -> list[str]:
    """The fields of a line; with `count`, at most that many, the last of them the rest of the line.

    A rest that is one single field is cut like any other, so its delimiters are dropped too.
    """
    fields = cutter(count)(message)
    if count and len(fields) == count:
        return [*map(bare, fields[:-1]), bare_rest(fields[-1])]
    return list(map(bare, fields))


def cutter(count: int) -> Cut:
    """Cuts lines into all their fields, or with `count` into at most that many, of which the last
    is the rest of the line. In time linear in the line."""
    # Five times as fast as field by field (measured).
    first = [rf"({_FIELD})[ \t]*+"] * (count - 1)
    fields_and_rest = re.compile(rf"[ \t]*+{''.join(first)}([^ \t].*)", re.DOTALL).match

    def cut(message: str) -> list[str]:
        if not ("[" in message or '"' in message or "\t" in message):
            if not count:
                return [field for field in message.split(" ") if field]
            fields = message.split(" ", count - 1)
            # An empty string among them means a run of blanks: then one of the ways below.
            if all(fields) and not fields[-1].startswith(" "):
                return fields
        # Where each [ has a ] behind it, only the last quote can be left open, so that an
        # expression looks for a closer in vain once.
        if message.rfind("]") < message.rfind("["):
            return _cut_slowly(message, count)
        found = fields_and_rest(message) if count else None
        return list(found.groups()) if found else _every_field(message)

    return cut


def bare(field: str) -> str:
    """A raw field without its delimiters. A word that begins with one has no closer behind it."""
    opener = field[0]
    if opener in _CLOSERS and field[-1] == _CLOSERS[opener] and len(field) > 1:
        return field[1:-1]
    return field


def bare_rest(rest: str) -> str:
    """The rest of a line: one field like any other, or several as they stand."""
    if rest[0] not in _CLOSERS and " " not in rest and "\t" not in rest:
        return rest
    rest = rest.rstrip(" \t")
    first = _one_field(rest)
    return bare(rest) if first is not None and first.end() == len(rest) else rest


def _cut_slowly(message: str, count: int) -> list[str]:
    """Field by field: a delimiter without a closer is looked for once only."""
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
