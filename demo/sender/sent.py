"""What went in, and when: the side of the account that everything found is compared with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class SentObject:
    """One object in the audit bucket. `origin` is set for a file that was sent as raw bytes."""

    key: str
    at: datetime
    records: int
    raw_of: Path | None = None


@dataclass(frozen=True)
class SentScene:
    """One scene as sent. Times are those just before the call that sent it."""

    id: str
    at: datetime
    objects: tuple[SentObject, ...]
    logged_at: datetime | None
    event_ids: tuple[str, ...]
    """Of each record that has one, with repetitions."""
    nameless: int
    """Records without an eventID."""
    oversized: tuple[str, ...]
    """Ids of events that CloudTrail would not send to CloudWatch Logs: they are in S3 only."""
    flows_at: datetime | None
    flow_lines: tuple[str, ...] = field(repr=False)

    @property
    def events(self) -> int:
        """Everything sent: CloudTrail records and flow records."""
        return len(self.event_ids) + self.nameless + len(self.flow_lines)
