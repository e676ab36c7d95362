"""What a player gives back: what it wrote, or why there was nothing to write to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class ObjectPlace:
    """One object in S3."""

    bucket: str
    key: str

    @property
    def shown(self) -> str:
        return f"s3://{self.bucket}/{self.key}"

    @property
    def short(self) -> str:
        """Without the bucket, and without the name that the service makes up."""
        return f"{self.key.rpartition('/')[0]}/…"


@dataclass(frozen=True)
class StreamPlace:
    """One stream of a log group."""

    group: str
    stream: str

    @property
    def shown(self) -> str:
        return f"{self.group}: {self.stream}"

    @property
    def short(self) -> str:
        return self.group


Place = ObjectPlace | StreamPlace


@dataclass(frozen=True)
class Written:
    """Lines of one log at one place, as the service puts them there."""

    log: str
    place: Place
    lines: tuple[str, ...] = field(repr=False)
    at: datetime


@dataclass(frozen=True)
class NotConfigured:
    """Nothing was written, because nobody has asked the service to: what was seen, and where."""

    log: str
    reason: str


Outcome = Written | NotConfigured
