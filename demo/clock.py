"""Wall-clock time, and the two spellings of it that AWS uses."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Time as the demo needs it; tests give one that moves by itself."""

    def now(self) -> datetime: ...

    def sleep(self, seconds: float) -> None: ...


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def cloudtrail_time(moment: datetime) -> str:
    """UTC to the second, as CloudTrail writes `eventTime`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def milliseconds(moment: datetime) -> int:
    """Milliseconds since the epoch, as CloudWatch Logs and SQS count."""
    return int(moment.timestamp() * 1000)


def from_milliseconds(value: int) -> datetime:
    return datetime.fromtimestamp(value / 1000, UTC)


def ticks(clock: Clock, seconds: float, every: float) -> Iterator[float]:
    """Yields the seconds that have passed, first at once, last when `seconds` are over."""
    start = clock.now()
    while True:
        passed = (clock.now() - start).total_seconds()
        yield passed
        if passed >= seconds:
            return
        clock.sleep(min(every, seconds - passed))
