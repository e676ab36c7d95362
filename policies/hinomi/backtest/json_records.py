"""Cuts a stream of JSON records (a `Records` object, an array, JSON lines) into runs of records.

CloudTrail begins every record of an object with the same key. So the last place of a block that
reads `},{"<that key>":` is found by one search in C, and what is before it decodes as one array. A
cut inside a nested array or a string leaves brackets open, so it cannot decode. Then, and for
every other shape (white space, several arrays in one object), Python's parser finds each record's
end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeAlias

import msgspec

from .errors import UnreadableError

MAX_RECORD_BYTES = 4 * 1024 * 1024
"""CloudTrail's largest event is 1 MB; a longer "record" is none, and must not fill the memory."""

_MEMBER = r'"(?!Records")[^"\\]*"\s*:\s*(?:"[^"\\]*"|[\w.+-]+)\s*'
_OPENING = re.compile(r"\{\s*(?:" + _MEMBER + r',\s*)*"Records"\s*:\s*\[')
_CLOSING = re.compile(r"\s*(?:,\s*" + _MEMBER + r")*\}")
_BETWEEN = re.compile(r"[\s,]*")
_FIRST_KEY = re.compile(rb'\{"[A-Za-z0-9_]+":')
_parse = json.JSONDecoder().raw_decode
_Decode: TypeAlias = Callable[[bytes], list[Any]]


@dataclass(frozen=True, slots=True)
class Decoded:
    """Records that the given decoder took, and their text: a JSON array."""

    events: list[Any]
    text: bytes


@dataclass(frozen=True, slots=True)
class Messages:
    """Records that it did not take, each as the text that CloudWatch Logs would hold."""

    texts: list[str]


class _Place(Enum):
    """Where in the object the buffer begins."""

    OUTSIDE = auto()  # between whole values: JSON lines, or before and after an array
    IN_RECORDS = auto()  # in the array of a Records object
    IN_ARRAY = auto()  # in an array that is the whole value
    AFTER_RECORDS = auto()  # behind the `]` of a Records object


def json_records(chunks: Iterable[bytes], decode: _Decode) -> Iterator[Decoded | Messages]:
    """Every record of an object, in runs. `decode` takes the text of a JSON array.

    Raises UnreadableError at the place from which on no record can be told any more; every
    record before it has been yielded by then.
    """
    cutter = _Cutter(decode)
    for chunk in chunks:
        yield from cutter.feed(chunk)
    yield from cutter.close()


class _Cutter:
    def __init__(self, decode: _Decode) -> None:
        self._decode = decode
        self._buffer = b""
        self._offset = 0  # of the buffer's first byte in the object
        self._place = _Place.OUTSIDE

    def feed(self, chunk: bytes) -> Iterator[Decoded | Messages]:
        run = self._run_up_to_last_cut(chunk)
        if run is not None:
            yield run
            return
        self._buffer += chunk
        yield from self._one_by_one(final=False)
        if len(self._buffer) > MAX_RECORD_BYTES:
            raise UnreadableError(
                f"at byte {self._offset} a record is broken or has over {MAX_RECORD_BYTES} bytes"
            )

    def close(self) -> Iterator[Decoded | Messages]:
        end = self._buffer.rstrip()
        if self._place is _Place.IN_RECORDS and end.endswith(b"}]}"):
            run = self._run(b"[%b]" % end[:-2])
            if run is not None:
                yield run
                return
        yield from self._one_by_one(final=True)
        if self._place is not _Place.OUTSIDE:
            raise UnreadableError("the JSON ends too early")

    def _drop(self, count: int) -> None:
        self._buffer = self._buffer[count:]
        self._offset += count

    def _run_up_to_last_cut(self, chunk: bytes) -> Decoded | None:
        """The records up to the last place where one seems to end, in a text copied only once."""
        first_key = _FIRST_KEY.match(self._buffer)
        if first_key is None or self._place is _Place.AFTER_RECORDS:
            return None
        # No line break stands inside a value of JSON lines, no comma between two of them.
        lines = self._place is _Place.OUTSIDE
        end = (b"}\n" if lines else b"},") + first_key.group()
        before, last = self._buffer, chunk
        if (cut := last.rfind(end)) < 0:  # at most where the two meet
            before, last = b"", self._buffer + chunk
            if (cut := last.rfind(end)) < 0:
                return None
        text = b"".join((b"[", before, memoryview(last)[: cut + 1], b"]"))
        run = self._run(text.replace(b"}\n{", b"},{") if lines else text)
        if run is not None:
            rest = last[cut + 2 :]
            self._offset += len(self._buffer) + len(chunk) - len(rest)
            self._buffer = rest
        return run

    def _run(self, text: bytes) -> Decoded | None:
        """The records of an array's text, or None where it is no array of decodable ones."""
        try:
            if not text.isascii():
                text.decode()  # msgspec does not check the strings that it skips
            return Decoded(self._decode(text), text)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None

    def _one_by_one(self, *, final: bool) -> Iterator[Decoded | Messages]:
        """The whole records at the start of the buffer, each found by Python's parser."""
        text, broken = _decoded(self._buffer, final=final)
        if self._offset == 0:
            text = text.removeprefix("\ufeff")
        walk = _Walk(text, self._place, final=final)
        texts = walk.records()
        self._place = walk.place
        self._drop(len(self._buffer) - len(text[walk.at :].encode()) - broken.length)
        if texts:
            yield self._run(f"[{','.join(texts)}]".encode()) or Messages(texts)
        at = f"at byte {self._offset + len(text[walk.at :].encode())}"
        if broken.reason:
            raise UnreadableError(f"{at} {broken.reason}")
        if final and walk.problem:
            raise UnreadableError(walk.problem)


@dataclass(frozen=True, slots=True)
class _Undecoded:
    """The end of a buffer that is no text, or not yet."""

    length: int
    reason: str  # empty when only its next byte is missing


def _decoded(buffer: bytes, *, final: bool) -> tuple[str, _Undecoded]:
    try:
        return buffer.decode(), _Undecoded(0, "")
    except UnicodeDecodeError as error:
        length = len(buffer) - error.start
        cut_off = "unexpected end" in error.reason and not final
        reason = "" if cut_off else "it is not UTF-8"
        return buffer[: error.start].decode(), _Undecoded(length, reason)


class _Walk:
    """One walk over a text: its whole records, and where it stopped and why."""

    def __init__(self, text: str, place: _Place, *, final: bool) -> None:
        self.place = place
        self.at = 0
        self.problem = ""
        self._text = text
        self._final = final

    def records(self) -> list[str]:
        """Advance as far as whole records go."""
        found = []
        while self._skip():
            start = self.at
            try:
                _, end = _parse(self._text, start)
            except json.JSONDecodeError as error:
                self.problem = _what_is_wrong(error)
                break
            except RecursionError:
                self.problem = "a record is nested too deeply"
                break
            if end == len(self._text) and not self._final and self._text[end - 1] not in '}]"':
                break  # a number may go on in the next block
            found.append(self._text[start:end])
            self.at = end
        return found

    def _skip(self) -> bool:
        """Move to the next record; False where none begins."""
        while True:
            if self.place is _Place.AFTER_RECORDS:
                closing = _CLOSING.match(self._text, self.at)
                if closing is None:
                    self.problem = "after the Records array something else than } stands"
                    return False
                self.at, self.place = closing.end(), _Place.OUTSIDE
            between = _BETWEEN.match(self._text, self.at)
            self.at = between.end() if between else self.at
            if self.at >= len(self._text):
                return False
            character = self._text[self.at]
            if self.place is _Place.OUTSIDE:
                opening = _OPENING.match(self._text, self.at)
                if opening is not None:
                    self.at, self.place = opening.end(), _Place.IN_RECORDS
                elif character == "[":
                    self.at, self.place = self.at + 1, _Place.IN_ARRAY
                else:
                    return True
            elif character == "]":
                whole = self.place is _Place.IN_ARRAY
                self.at, self.place = (
                    self.at + 1,
                    (_Place.OUTSIDE if whole else _Place.AFTER_RECORDS),
                )
            else:
                return True


def _what_is_wrong(error: json.JSONDecodeError) -> str:
    if error.msg.startswith("Unterminated") or not error.doc[error.pos :].strip():
        return "the JSON ends too early"
    return f"the JSON is broken ({error.msg} near {error.doc[error.pos : error.pos + 20]!r})"
