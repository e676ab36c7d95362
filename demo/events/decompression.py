"""Bytes of a file to text, keeping whatever comes before the place where it breaks."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

GZIP_MAGIC = b"\x1f\x8b"
MOST_TEXT = 512 * 1024 * 1024
"""Bytes of text of one file; a small gz can hold any amount, and the demo keeps files in memory."""
PIECE = 4096
MOST_OUTPUT = 1024 * 1024
GZIP = 31
"""zlib's name for the largest window with a gzip header."""


@dataclass(frozen=True)
class Text:
    """What could be read, and why not more (None when all was read)."""

    text: str
    broken: str | None = None


def text_of(data: bytes) -> Text:
    """Unpacks gzip (by its first bytes, whatever the name says) and decodes UTF-8."""
    if not data:
        return Text("", "the file is empty")
    broken = None
    if data.startswith(GZIP_MAGIC):
        data, broken = _gunzip(data)
    try:
        return Text(data.decode("utf-8-sig"), broken)
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8-sig")
        return Text(good, broken or f"byte {error.start} is not UTF-8")


def _gunzip(data: bytes) -> tuple[bytes, str | None]:
    """All members of a gzip file, or what could be unpacked before the place where it breaks.

    It is fed in small pieces, because zlib gives nothing at all of a piece that it fails on.
    """
    parts: list[bytes] = []
    size = position = 0
    unpack = zlib.decompressobj(wbits=GZIP)
    while position < len(data):
        piece = data[position : position + PIECE]
        try:
            while piece and not unpack.eof:
                part = unpack.decompress(piece, MOST_OUTPUT)
                piece = unpack.unconsumed_tail
                parts.append(part)
                size += len(part)
                if size > MOST_TEXT:
                    return b"".join(parts), f"it unpacks to more than {MOST_TEXT} bytes"
        except zlib.error as error:
            return b"".join(parts), f"broken gzip near byte {position}: {_reason(error)}"
        position += PIECE
        if unpack.eof:
            position = min(position, len(data)) - len(unpack.unused_data)
            while data[position : position + 1] == b"\0":
                position += 1  # padding after a member is allowed
            if position < len(data):
                unpack = zlib.decompressobj(wbits=GZIP)
    return b"".join(parts), None if unpack.eof else "the gzip data ends too early"


def _reason(error: zlib.error) -> str:
    """zlib says `Error -3 while decompressing data: <what>`."""
    return str(error).rpartition(": ")[2]
