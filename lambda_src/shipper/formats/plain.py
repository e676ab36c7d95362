"""Anything that no other format knows: each line or log event is kept as a message."""

from collections.abc import Iterator

from shipper import ecs, event_time
from shipper.lines import line_blocks
from shipper.origin import LogStreamOrigin, ObjectOrigin, Origin
from shipper.records import Entry, Filtered, Rejected
from shipper.settings import Settings
from shipper.sources.log_events import LogEvent

DATASET = "plain"


def recognises_object(key: str) -> bool:
    del key
    return True


def recognises_log_event(log_stream: str, message: str) -> bool:
    del log_stream, message
    return True


def read_object(
    chunks: Iterator[bytes], origin: ObjectOrigin, settings: Settings
) -> Iterator[Entry | Rejected | Filtered]:
    del settings
    tags = (event_time.MISSING,)
    for start, lines in line_blocks(chunks):
        offset = start
        for line in lines:
            if line and not line.isspace():
                record_id = f"{origin.digest}-{offset}"
                yield _document(line, origin, record_id, offset, origin.modified * 1000, tags)
            offset += len(line) + 1


def read_log_event(
    event: LogEvent, origin: LogStreamOrigin, settings: Settings
) -> Entry | Rejected | Filtered:
    del settings
    return _document(event.raw, origin, event.id, event.id, event.timestamp, ())


def _document(
    raw: bytes,
    origin: Origin,
    record_id: str,
    position: int | str,
    timestamp: int,
    tags: tuple[str, ...],
) -> Entry | Rejected:
    try:
        message = raw.decode()
    except UnicodeDecodeError as error:
        return Rejected(raw, position, f"not UTF-8: {error.reason}")
    body = ecs.Document(
        timestamp,
        ecs.SCHEMA,
        ecs.Event("event", "aws", DATASET),
        message.rstrip("\r"),
        aws=ecs.Aws(cloudwatch=origin.cloudwatch) if origin.cloudwatch else None,
        log=origin.log,
        tags=tags,
    )
    index = event_time.index_name(DATASET, timestamp // 1000)
    return Entry(index, record_id, ecs.encode(body), raw, position)
