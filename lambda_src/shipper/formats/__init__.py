"""Log formats: bytes in, documents out. One file for each format.

To add one: write a module with what `Format` asks for, and name it in FORMATS before `plain`,
which takes everything that no other format knows.
"""

from collections.abc import Iterator
from typing import Protocol

from shipper.formats import cloudtrail, metric_stream, plain, vpc_flow
from shipper.origin import LogStreamOrigin, ObjectOrigin
from shipper.records import Entry, Filtered, Rejected
from shipper.settings import Settings
from shipper.sources.log_events import LogEvent

Outcome = Entry | Rejected | Filtered


class Format(Protocol):
    """What a module in this package offers. DATASET names its indices and its metrics."""

    DATASET: str

    def recognises_object(self, key: str) -> bool:
        """Tell from an S3 key whether the object is in this format."""

    def recognises_log_event(self, log_stream: str, message: str) -> bool:
        """Tell from a log stream's name and its first message whether it is in this format."""

    def read_object(
        self, chunks: Iterator[bytes], origin: ObjectOrigin, settings: Settings
    ) -> Iterator[Outcome]:
        """Yield what becomes of each record; raises UnreadableError for the rest of the object."""

    def read_log_event(
        self, event: LogEvent, origin: LogStreamOrigin, settings: Settings
    ) -> Outcome:
        """Return what becomes of one log event, which is one record."""


FORMATS: tuple[Format, ...] = (cloudtrail, vpc_flow, metric_stream, plain)


def of_object(key: str) -> Format:
    return next(known for known in FORMATS if known.recognises_object(key))


def of_log_stream(log_stream: str, first_message: str) -> Format:
    return next(known for known in FORMATS if known.recognises_log_event(log_stream, first_message))
