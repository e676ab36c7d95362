"""What is to be sent: scenes of deliveries, whose records get their times when they are sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Record:
    """One CloudTrail record, its bytes exactly as they are to arrive.

    `event_id` is None for a record that has none: it can only be counted, not looked up.
    """

    event_id: str | None
    body: bytes


class Draft(Protocol):
    """A record that may still wait for its time."""

    def at(self, sent: datetime) -> Record: ...


class FlowDraft(Protocol):
    """A flow record that waits for its time."""

    @property
    def interface(self) -> str: ...

    def starts(self, sent: datetime) -> datetime: ...

    def line(self, sent: datetime) -> str: ...


@dataclass(frozen=True)
class Recorded:
    """A record out of a file: it is as it is."""

    record: Record

    def at(self, sent: datetime) -> Record:
        return self.record


@dataclass(frozen=True)
class Unreadable:
    """A file that could not be read to its end, and what was read before that.

    `raw` goes through the real entrance as it is, so that the shipper quarantines it.
    """

    path: Path
    reason: str
    raw: bytes
    recovered: int


@dataclass(frozen=True)
class Delivery:
    """What CloudTrail would write as one object; `origin` is the file it came from, if any."""

    drafts: tuple[Draft, ...]
    origin: Path | None = None


@dataclass(frozen=True)
class Scene:
    """One act, or the ordinary traffic before it: all of it is sent at one moment.

    All CloudTrail events of a scene go to the log group in one batch where that fits. An alarm
    that is in ALARM does not notify again, so events of one incident that came in two batches
    would be counted short in the notification.
    """

    id: str
    title: dict[str, str]
    caption: dict[str, str]
    deliveries: tuple[Delivery, ...] = ()
    flows: tuple[FlowDraft, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    hostile: bool = False
    seconds: float = 0.0
    told: tuple[str, ...] = field(default=())
    """The hostile events in short, for the terminal and the report."""


@dataclass(frozen=True)
class Play:
    """Everything that will be sent, and what is known of it beforehand."""

    name: str
    scenes: tuple[Scene, ...]
    fingerprint: str | None = None
    """sha256 of the sorted event ids, one a line; None for the story, which has its own list."""
