"""Incremental gunzip: one block of output at a time, however large the object is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import cast

from isal import igzip_lib

from .errors import UnreadableError

# isal describes its exception class to type checkers as an instance.
_GzipError = cast(type[Exception], igzip_lib.error)
_GZIP_MAGIC = b"\x1f\x8b"
_INPUT_BYTES = 32 * 1024
"""What is handed over at once. The decompressor keeps it while its output is taken in blocks;
zlib's interface gives back what is left each time, which cost a quarter of the time (measured)."""
BLOCK_BYTES = 96 * 1024
"""Of output. Smaller blocks cost more calls; from 128 KB on glibc asks the system for each one, and
page faults cost a tenth of the time (measured)."""


def decompressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the content of an object, gzip or not, in blocks of at most about BLOCK_BYTES.

    Raises UnreadableError where the gzip data breaks; all before that has been yielded by then.
    """
    source = iter(chunks)
    head = b""
    while len(head) < len(_GZIP_MAGIC) and (chunk := next(source, b"")):
        head += chunk
    whole = chain((head,), source)
    return _gunzipped(whole) if head.startswith(_GZIP_MAGIC) else _pieces(whole, BLOCK_BYTES)


def _pieces(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    for chunk in chunks:
        for start in range(0, len(chunk), size):
            yield chunk[start : start + size]


def _gunzipped(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Any number of gzip members; zeros between and after them are padding."""
    member = None
    for chunk in _pieces(chunks, _INPUT_BYTES):
        waiting = chunk
        while True:
            if member is None:
                waiting = waiting.lstrip(b"\0")
                if not waiting:
                    break
                member = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)
            try:
                output = member.decompress(waiting, BLOCK_BYTES)
            except _GzipError as error:
                raise UnreadableError(f"the gzip data is broken ({error})") from error
            if output:
                yield output
            if member.eof:
                waiting, member = member.unused_data, None
            elif member.needs_input:
                break
            else:
                waiting = b""
    if member is not None:
        raise UnreadableError("the gzip data ends too early")
