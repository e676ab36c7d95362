"""Incremental gunzip: any number of members, bounded output at a time, a cap on the whole."""

from collections.abc import Iterator
from typing import cast

from isal import isal_zlib

from shipper.errors import UnreadableError

# isal describes its exception class to type checkers as an instance.
GzipError = cast(type[Exception], isal_zlib.error)
GZIP_MAGIC = b"\x1f\x8b"
GZIP_WRAPPER = 31  # zlib's "expect a gzip header" (16) with the largest window (15)
# Blocks of 128 KiB and more are mapped and unmapped by malloc each time, which costs more.
OUTPUT_BYTES = 64 * 1024
# A gzip bomb grows a thousandfold; the largest log objects that AWS writes are some hundred MB.
MAX_DECOMPRESSED_BYTES = 4 * 1024**3


def decompressed(
    chunks: Iterator[bytes], max_bytes: int = MAX_DECOMPRESSED_BYTES
) -> Iterator[bytes]:
    """Yield the content of a gzip stream, or the chunks as they are when it is not one.

    Raises UnreadableError when the stream is empty, broken, cut short, or larger than `max_bytes`;
    everything before that place has been yielded by then.
    """
    first = next((chunk for chunk in chunks if chunk), b"")
    while 0 < len(first) < len(GZIP_MAGIC) and (more := next(chunks, b"")):
        first += more
    if not first:
        raise UnreadableError("the object is empty")
    parts = _gunzipped(first, chunks) if first.startswith(GZIP_MAGIC) else _plain(first, chunks)
    total = 0
    try:
        for part in parts:
            total += len(part)
            if total > max_bytes:
                raise UnreadableError(f"more than {max_bytes} bytes after decompression", total)
            yield part
    except GzipError as error:
        raise UnreadableError(f"broken gzip data: {error}", total) from error
    except EOFError as error:
        raise UnreadableError("the gzip data ends too early", total) from error
    if not total:
        raise UnreadableError("nothing is in it after decompression")


def _plain(first: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from chunks


def _gunzipped(first: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    member = isal_zlib.decompressobj(GZIP_WRAPPER)
    waiting = first
    while True:
        output = member.decompress(waiting, OUTPUT_BYTES)
        waiting = member.unused_data if member.eof else member.unconsumed_tail
        if output:
            yield output
        if member.eof:
            # Padding with zeros after a member is allowed; anything else starts another one.
            waiting = waiting.lstrip(b"\0")
            while not waiting:
                if not (more := next(chunks, b"")):
                    return
                waiting = more.lstrip(b"\0")
            member = isal_zlib.decompressobj(GZIP_WRAPPER)
        elif not waiting and not output:
            waiting = next(chunks, b"")
            if not waiting:
                raise EOFError
