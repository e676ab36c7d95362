"""Cuts a stream of chunks into blocks of whole lines."""

from collections.abc import Iterator

from shipper.errors import UnreadableError

# No AWS service writes such a line; without a limit one file of no newlines fills the memory.
MAX_LINE_BYTES = 4 * 1024 * 1024


def line_blocks(chunks: Iterator[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    """Yield (byte offset of the first line, lines without their newline).

    The offset of the next line is that of a line plus its length plus one. The last line need
    not end with a newline. Raises UnreadableError for a line that is too long.
    """
    rest, offset = b"", 0
    for chunk in chunks:
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()
        if lines:
            size = sum(map(len, lines)) + len(lines)
            yield offset, lines
            offset += size
        if len(rest) > MAX_LINE_BYTES:
            raise UnreadableError(f"a line of more than {MAX_LINE_BYTES} bytes", offset)
    if rest:
        yield offset, [rest]
