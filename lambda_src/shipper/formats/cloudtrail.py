"""CloudTrail: management, data, network and Insights events; digests are known and left out."""

import re
from collections.abc import Iterator

from shipper.cloudtrail_document import document
from shipper.json_records import split_records
from shipper.origin import LogStreamOrigin, ObjectOrigin
from shipper.records import Entry, Filtered, Rejected
from shipper.settings import Settings
from shipper.sources.log_events import LogEvent

DATASET = "cloudtrail"

_KEY = re.compile(r"AWSLogs/(?:o-[a-z0-9]+/)?\d{12}/CloudTrail(?:-[A-Za-z]+)?/")
# <account>_CloudTrail_<region>, <organisation>_<account>_CloudTrail_<region>, and a number more
# for a busy trail.
_STREAM = re.compile(r"(?:o-[a-z0-9]+_)?\d{12}_CloudTrail_[a-z0-9-]+(?:_\d+)?")


def recognises_object(key: str) -> bool:
    return _KEY.search(key) is not None


def recognises_log_event(log_stream: str, message: str) -> bool:
    if _STREAM.fullmatch(log_stream):
        return True
    head = message[:16_384]
    return head.startswith("{") and '"eventVersion"' in head and '"eventSource"' in head


def read_object(
    chunks: Iterator[bytes], origin: ObjectOrigin, settings: Settings
) -> Iterator[Entry | Rejected | Filtered]:
    del settings
    if "/CloudTrail-Digest/" in origin.key:
        yield Filtered("a CloudTrail digest: it proves the log files and holds no events")
        return
    digest = origin.digest
    for offset, raw in split_records(chunks):
        yield document(raw, origin, f"{digest}-{offset}", offset, origin.modified)


def read_log_event(
    event: LogEvent, origin: LogStreamOrigin, settings: Settings
) -> Entry | Rejected | Filtered:
    del settings
    return document(event.raw, origin, event.id, event.id, event.seconds)
