"""Answers `{"pattern", "message"}` lines: the engine for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import msgspec

from ..filter_pattern import FilterPattern, InvalidPattern, compile  # noqa: A004

_WANTED = 'a line is {"pattern": "...", "message": "..."}'


class _Question(msgspec.Struct):
    pattern: str
    message: str


_question = msgspec.json.Decoder(_Question).decode
_encode = msgspec.json.Encoder().encode


def answers(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """One line for each line, in order; all answers to a chunk at once. Never raises."""
    waiting: list[bytes] = []  # of one line, joined only at its end: it may be long
    for chunk in chunks:
        first, *lines = chunk.split(b"\n")
        waiting.append(first)
        if lines:
            whole = [b"".join(waiting), *lines[:-1]]
            waiting = [lines[-1]]
            yield b"".join(map(_answer, whole))
    rest = b"".join(waiting)
    if rest:
        yield _answer(rest)


def _answer(line: bytes) -> bytes:
    try:
        question = _question(line)
        pattern, message = question.pattern, question.message
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        try:
            pattern, message = _loosely(line)  # lone surrogates, which are JSON too
        except (ValueError, RecursionError) as error:
            return _line({"error": f"{_WANTED}; this one is not: {error}"})
    compiled = _compiled(pattern)
    if isinstance(compiled, str):
        return _line({"error": compiled})
    match = compiled.match(message)
    return _line({"matches": match is not None, "extracted": match.extracted if match else {}})


def _loosely(line: bytes) -> tuple[str, str]:
    question = json.loads(line)
    if not isinstance(question, dict):
        raise ValueError("not an object")  # noqa: TRY004 -- one kind of error for the caller
    pattern, message = question.get("pattern"), question.get("message")
    if not isinstance(pattern, str) or not isinstance(message, str):
        raise ValueError("pattern and message must be strings")  # noqa: TRY004
    return pattern, message


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> FilterPattern | str:
    """The pattern, or why it is refused."""
    try:
        return compile(pattern)
    except InvalidPattern as refused:
        return str(refused)


def _line(answer: dict[str, Any]) -> bytes:
    try:
        return _encode(answer) + b"\n"
    except UnicodeEncodeError:
        return json.dumps(answer).encode() + b"\n"
