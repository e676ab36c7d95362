"""Cuts the `Records` array of a CloudTrail object into records, without holding the object.

CloudTrail begins every record of an object with the same key. So the last place of a block that
reads `},{"<that key>":` is found by one search in C, and what is before it decodes as one array:
ten times as fast as counting brackets. A cut inside a nested array or a string cannot decode;
then, and for every other odd shape, the brackets are counted.
"""

import re
from collections.abc import Iterator

import msgspec

from shipper.errors import UnreadableError

# CloudTrail's largest event is 1 MB; a longer "record" is none, and must not fill the memory.
MAX_RECORD_BYTES = 4 * 1024 * 1024
MAX_ENVELOPE_BYTES = 64 * 1024

_MEMBER = rb'"(?!Records")[^"\\]*"\s*:\s*(?:"[^"\\]*"|[\w.+-]+)\s*'
_BEFORE = re.compile(rb"\s*\{\s*(?:" + _MEMBER + rb',\s*)*"Records"\s*:\s*\[')
_AFTER = re.compile(rb"\s*(?:,\s*" + _MEMBER + rb")*\}\s*")
_FIRST_KEY = re.compile(rb'\{"[A-Za-z]+":')
# A lone quote is a string that does not end in this block.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"|["\[\]{},]', re.DOTALL)

_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode

Located = tuple[int, bytes | msgspec.Raw]


def split_records(chunks: Iterator[bytes]) -> Iterator[Located]:
    """Yield (byte offset, bytes) of each element of the array, whatever the elements are.

    Raises UnreadableError at the place from which on no element can be told any more.
    """
    buffer, offset = b"", 0  # `offset` is the place of buffer[0] in the decompressed object
    begun = False
    for chunk in chunks:
        buffer += chunk
        if not begun:
            if before := _BEFORE.match(buffer):
                begun, offset, buffer = True, before.end(), buffer[before.end() :]
            elif len(buffer) > MAX_ENVELOPE_BYTES:
                break
            else:
                continue
        records, consumed = _cut_by_key(buffer) or _cut_by_brackets(buffer)
        for start, record in records:
            yield offset + start, record
        buffer, offset = buffer[consumed:], offset + consumed
        if len(buffer) > MAX_RECORD_BYTES:
            raise UnreadableError(f"a record of more than {MAX_RECORD_BYTES} bytes", offset)
    if not begun:
        raise UnreadableError('it does not begin with {"Records": [', 0)
    yield from _last_record(buffer, offset)


def _cut_by_key(block: bytes) -> tuple[list[Located], int] | None:
    """Cut a block of records, which begins with one; None when that is not possible."""
    first_key = _FIRST_KEY.match(block)
    cut = block.rfind(b"}," + first_key.group()) if first_key else -1
    if cut < 0:
        return None
    try:
        elements = _elements(b"[%b]" % block[: cut + 1])
    except (msgspec.DecodeError, RecursionError):
        return None
    records: list[Located] = []
    start = 0
    for element in elements:
        records.append((start, element))
        start += len(element) + 1
    # Without white space between them, the elements and their commas add up to the block.
    return (records, cut + 2) if start == cut + 2 else None


def _cut_by_brackets(block: bytes) -> tuple[list[Located], int]:
    """Cut at each comma that is outside of every bracket and string, valid JSON or not."""
    records: list[Located] = []
    consumed = 0
    for comma in _separators(block):
        if block[comma] == ord("]"):
            break
        records.extend(_stripped(block, consumed, comma))
        consumed = comma + 1
    return records, consumed


def _separators(block: bytes) -> Iterator[int]:
    """Yield the places of the array's own commas and, last, of its closing bracket."""
    depth = 0
    for token in _TOKEN.finditer(block):
        text = token.group()
        if text in (b"{", b"["):
            depth += 1
        elif text in (b"}", b"]"):
            if depth == 0:
                yield token.start()
                return
            depth -= 1
        elif text == b"," and depth == 0:
            yield token.start()
        elif text == b'"':
            return


def _stripped(block: bytes, start: int, end: int) -> Iterator[Located]:
    """Yield the element between two separators without white space; nothing when there is none."""
    text = block[start:end]
    if element := text.strip(b" \t\r\n"):
        yield start + text.index(element), element


def _last_record(rest: bytes, offset: int) -> Iterator[Located]:
    """Yield what is left of the array and check how the object ends."""
    begin = 0
    for separator in _separators(rest):
        for start, record in _stripped(rest, begin, separator):
            yield offset + start, record
        begin = separator + 1
        if rest[separator] == ord("]"):
            if not _AFTER.fullmatch(rest, begin):
                raise UnreadableError("unexpected data after the Records array", offset + begin)
            return
    raise UnreadableError("the JSON ends too early", offset + begin)
