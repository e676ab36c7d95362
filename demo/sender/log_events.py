"""PutLogEvents within its limits.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from demo.errors import DemoError

LogEvent = tuple[int, str]
"""Milliseconds since the epoch, and the message."""
MOST_EVENTS = 10_000
MOST_BYTES = 1_048_576
OVERHEAD = 26
"""Bytes that CloudWatch Logs adds to each event when it counts a batch."""
MOST_SPAN = 24 * 3600 * 1000


class LogStreams:
    """Writes to the streams of one log group, making each when it is first written to."""

    def __init__(self, logs: Any, group: str) -> None:
        self._logs = logs
        self._group = group
        self._made: set[str] = set()

    def put(self, stream: str, events: Iterable[LogEvent]) -> None:
        """Sends events in order of time.

        Raises DemoError when CloudWatch Logs refused any: nothing sent may be lost unseen.
        """
        if stream not in self._made:
            with suppress(self._logs.exceptions.ResourceAlreadyExistsException):
                self._logs.create_log_stream(logGroupName=self._group, logStreamName=stream)
            self._made.add(stream)
        for batch in batches(sorted(events, key=lambda event: event[0])):
            answer = self._logs.put_log_events(
                logGroupName=self._group,
                logStreamName=stream,
                logEvents=[{"timestamp": at, "message": message} for at, message in batch],
            )
            if refused := answer.get("rejectedLogEventsInfo"):
                raise DemoError(
                    f"{self._group} refused events ({refused}): they are older than 14 days or "
                    "than the group's retention, or lie more than two hours ahead; check the clock"
                )


def batches(events: Sequence[LogEvent]) -> Iterator[list[LogEvent]]:
    """As few batches as the limits allow, in the given order."""
    batch: list[LogEvent] = []
    size = 0
    for event in events:
        cost = len(event[1].encode()) + OVERHEAD
        full = len(batch) == MOST_EVENTS or size + cost > MOST_BYTES
        if batch and (full or event[0] - batch[0][0] > MOST_SPAN):
            yield batch
            batch, size = [], 0
        batch.append(event)
        size += cost
    if batch:
        yield batch
