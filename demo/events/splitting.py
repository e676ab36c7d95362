"""Text to CloudTrail records, each the exact slice of the text that it was.

Shapes: `{"Records": [...]}` as CloudTrail writes, a plain array, one event a line, one event.
Python's decoder only finds where a value ends; the value itself is never written again, so key
order, spacing and integers beyond 2**53 stay as they were.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

from demo.scene import Record

_decoder = json.JSONDecoder()
_space = re.compile(r"[ \t\n\r]*")


@dataclass(frozen=True)
class Fault:
    """Where and why the text could not be read further."""

    reason: str


@dataclass(frozen=True)
class Digest:
    """A CloudTrail digest file: it proves log files, and holds no events."""


Found = Record | Digest | Fault


def records(text: str) -> Iterator[Found]:
    """Yields records in order, and at a place that cannot be read a Fault, which is the last."""
    position = _skip(text, 0)
    if position == len(text):
        yield Fault("nothing but white space")
    while position < len(text):
        try:
            position = yield from _document(text, position)
        except (ValueError, RecursionError) as error:
            yield _where(text, position, error)
            return
        position = _skip(text, position)


def records_by_line(text: str) -> Iterator[Found]:
    """The same for a text whose lines each stand for themselves: a broken one costs only itself."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        for found in records(line):
            if isinstance(found, Fault):
                found = Fault(found.reason.replace("line 1", f"line {number}", 1))
            yield found


def _document(text: str, position: int) -> Generator[Found, None, int]:
    """One top-level value; returns (as a generator) the position after it."""
    if text[position] == "[":
        return (yield from _array(text, position))
    if text[position] != "{":
        raise json.JSONDecodeError("neither an object nor an array", text, position)
    start = position
    members: dict[str, Any] = {}
    position = _skip(text, position + 1)
    while text[position : position + 1] != "}":
        key, position = _string(text, position)
        position = _expect(text, position, ":")
        if key == "Records" and text[position : position + 1] == "[":
            members[key] = None
            position = yield from _array(text, position)
        else:
            members[key], position = _value(text, position)
        position = _comma(text, position, "}")
    position += 1
    if "Records" not in members:
        yield _record(members, text, start, position)
    return position


def _array(text: str, position: int) -> Generator[Found, None, int]:
    position = _skip(text, position + 1)
    while text[position : position + 1] != "]":
        start = position
        value, position = _value(text, position)
        yield _record(value, text, start, position)
        position = _comma(text, position, "]")
    return position + 1


def _record(value: Any, text: str, start: int, end: int) -> Found:
    if not isinstance(value, dict):
        return _where(text, start, ValueError(f"a {type(value).__name__}, not an event"))
    if "digestS3Object" in value:
        return Digest()
    missing = [key for key in ("eventSource", "eventName") if key not in value]
    if missing:
        return _where(text, start, ValueError(f"no CloudTrail event: it has no {missing[0]}"))
    event_id = value.get("eventID")
    return Record(event_id if isinstance(event_id, str) else None, text[start:end].encode())


def _value(text: str, position: int) -> tuple[Any, int]:
    return _decoder.raw_decode(text, position)


def _string(text: str, position: int) -> tuple[str, int]:
    key, end = _value(text, position)
    if not isinstance(key, str):
        raise json.JSONDecodeError("a key must be a string", text, position)
    return key, _skip(text, end)


def _expect(text: str, position: int, sign: str) -> int:
    if text[position : position + 1] != sign:
        raise json.JSONDecodeError(f"{sign!r} expected", text, position)
    return _skip(text, position + 1)


def _comma(text: str, position: int, end: str) -> int:
    """After a member or an element: past a comma, or at the closing sign."""
    position = _skip(text, position)
    if text[position : position + 1] == end:
        return position
    position = _expect(text, position, ",")
    if text[position : position + 1] == end:
        raise json.JSONDecodeError("a value expected after the comma", text, position)
    return position


def _skip(text: str, position: int) -> int:
    match = _space.match(text, position)
    return match.end() if match else position


def _where(text: str, position: int, error: Exception) -> Fault:
    if isinstance(error, json.JSONDecodeError):
        end = " (the text ends here)" if error.pos >= len(text.rstrip()) else ""
        return Fault(f"line {error.lineno}, column {error.colno}: {error.msg}{end}")
    line = text.count("\n", 0, position) + 1
    return Fault(f"line {line}: {error}")
