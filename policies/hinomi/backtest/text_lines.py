"""Cuts a stream of blocks into lists of whole lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .errors import UnreadableError

MAX_LINE_BYTES = 4 * 1024 * 1024
"""No AWS service writes such a line; without a limit an object of no newlines fills the memory."""


def text_lines(blocks: Iterable[bytes]) -> Iterator[list[str]]:
    """Yield the lines of each block, without their ends; empty ones are no log events.

    Raises UnreadableError at the first line that is not UTF-8 or too long, after those before it.
    """
    rest, offset = b"", 0
    for block in blocks:
        whole, newline, after = block.rpartition(b"\n")
        if newline:
            yield from _lines(rest + whole, offset)
            offset += len(rest) + len(whole) + 1
            rest = after
        else:
            rest += block
        if len(rest) > MAX_LINE_BYTES:
            raise UnreadableError(f"at byte {offset} a line is longer than {MAX_LINE_BYTES} bytes")
    if rest:
        yield from _lines(rest, offset)


def _lines(text: bytes, offset: int) -> Iterator[list[str]]:
    try:
        yield _split(text.decode())
    except UnicodeDecodeError as error:
        whole = text[: text.rfind(b"\n", 0, error.start) + 1]
        yield _split(whole.decode())
        raise UnreadableError(f"at byte {offset + error.start} it is not UTF-8") from error


def _split(text: str) -> list[str]:
    lines = text.removeprefix("\ufeff").split("\n")
    return [line.removesuffix("\r") for line in lines if line and line != "\r"]
