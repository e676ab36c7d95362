"""VPC flow logs as text: any field list, told by the header line or by the settings.

Fields and their meaning: "Flow log records" in the VPC user guide. A field that AWS adds later is
kept under its own name.
"""

import re
from collections.abc import Iterator

from shipper.errors import UnreadableError
from shipper.flow_document import DATASET as DATASET
from shipper.flow_document import document
from shipper.flow_text import ordinary_documents
from shipper.lines import line_blocks
from shipper.origin import LogStreamOrigin, ObjectOrigin, Origin
from shipper.records import Entry, Filtered, Rejected
from shipper.settings import DEFAULT_FLOW_LOG_FIELDS, Settings
from shipper.sources.log_events import LogEvent

_STREAM = re.compile(r"eni-[0-9a-f]+-(?:all|accept|reject)")
_DEFAULT_LINE = re.compile(
    r"2 (?:\d{12}|unknown) \S+ (?:\S+ ){7}\d+ \d+ \S+ (?:OK|NODATA|SKIPDATA)", re.ASCII
)
_NAME = re.compile(r"[a-z][a-z0-9-]*")


def recognises_object(key: str) -> bool:
    return "/vpcflowlogs/" in key


def recognises_log_event(log_stream: str, message: str) -> bool:
    return bool(_STREAM.fullmatch(log_stream) or _DEFAULT_LINE.fullmatch(message))


def read_object(
    chunks: Iterator[bytes], origin: ObjectOrigin, settings: Settings
) -> Iterator[Entry | Rejected | Filtered]:
    """Read a flow-log file: its first line names the fields, each further line is a record."""
    del settings
    fields: tuple[str, ...] | None = None
    for start, block in line_blocks(chunks):
        offset, lines = start, block
        if fields is None:
            fields = _header(lines[0])
            offset += len(lines[0]) + 1
            lines = lines[1:]
        yield from _outcomes(lines, offset, fields, origin)


def _outcomes(
    lines: list[bytes], offset: int, fields: tuple[str, ...], origin: ObjectOrigin
) -> Iterator[Entry | Rejected]:
    """Yield the outcome of each line of a block; `offset` is that of its first line."""
    if not lines:
        return
    digest, received = origin.digest, origin.modified
    documents = _ordinary(lines, fields, origin)
    for raw, found in zip(lines, documents, strict=True):
        if found:
            index, document = found
            yield Entry(index, f"{digest}-{offset}", document, raw, offset)
        elif raw and not raw.isspace():
            yield _any_line(raw, fields, origin, f"{digest}-{offset}", offset, received)
        offset += len(raw) + 1


def _ordinary(
    lines: list[bytes], fields: tuple[str, ...], origin: ObjectOrigin
) -> list[tuple[str, bytes] | None]:
    if fields == DEFAULT_FLOW_LOG_FIELDS:
        try:
            texts = b"\n".join(lines).decode().split("\n")
        except UnicodeDecodeError:
            pass  # the lines that are UTF-8 go the general way, one by one
        else:
            return ordinary_documents(texts, origin, origin.modified)
    return [None] * len(lines)


def read_log_event(
    event: LogEvent, origin: LogStreamOrigin, settings: Settings
) -> Entry | Rejected | Filtered:
    """Read one line; in CloudWatch Logs there is no header, so the settings name the fields."""
    fields = settings.flow_log_fields
    return _any_line(event.raw, fields, origin, event.id, event.id, event.seconds)


def _any_line(
    raw: bytes,
    fields: tuple[str, ...],
    origin: Origin,
    record_id: str,
    position: int | str,
    received: int,
) -> Entry | Rejected:
    try:
        line = raw.decode().rstrip("\r")
    except UnicodeDecodeError as error:
        return Rejected(raw, position, f"not UTF-8: {error.reason}")
    index, body = document(line, fields, origin, received)
    return Entry(index, record_id, body, raw, position)


def _header(line: bytes) -> tuple[str, ...]:
    if line.startswith(b"PAR1"):
        raise UnreadableError("a Parquet file: set the flow log's file format to plain text")
    names = tuple(line.decode("latin-1").split())
    if not names or not all(_NAME.fullmatch(name) for name in names):
        raise UnreadableError("the first line is not a list of flow-log fields")
    if len(set(names)) != len(names):
        raise UnreadableError("the first line names a field twice")
    return names
