"""Who did it, when, from where: what the report says about a matching CloudTrail record.

Field names and their meaning: "CloudTrail record contents" and "CloudTrail userIdentity element"
in the CloudTrail User Guide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

TIME = "eventTime"
IDENTITY_NAMES = ("arn", "userName", "invokedBy", "principalId", "type")
PLACES = ((TIME,), ("sourceIPAddress",), ("awsRegion",), ("eventID",))
PRINCIPALS = (
    ("userIdentity", "sessionContext", "sessionIssuer", "arn"),
    *(("userIdentity", name) for name in IDENTITY_NAMES),
)
"""Who it was, by the first of these that is there: see `principal`."""
REPORTED: tuple[tuple[str, ...], ...] = (*PLACES, *PRINCIPALS)
"""The fields that the report reads."""

# Before the first AWS service and beyond any retention: such a time is a mistake, and buckets for
# it would fill the memory.
_EARLIEST = int(datetime(2006, 1, 1, tzinfo=UTC).timestamp())
_LATEST = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())


class Facts(NamedTuple):
    """What is counted about one matching event; None for what it does not say."""

    time: int | None  # seconds since the epoch
    principal: str | None
    source: str | None
    region: str | None
    id: str | None = None


@dataclass(slots=True)
class Found:
    """What one run of records or lines holds."""

    events: int
    times: list[int]  # the first and the last, or none
    matches: dict[int, list[Facts]] = field(default_factory=dict)  # by the index of a pattern

    def match(self, index: int, facts: Facts) -> None:
        """Note a match of a pattern."""
        self.matches.setdefault(index, []).append(facts)


def cloudtrail_facts(record: Mapping[str, Any]) -> Facts:
    """The facts of a record, of which only the reported fields need be there."""
    time = record.get(TIME)
    return Facts(
        event_seconds(time) if isinstance(time, str) else None,
        principal(record.get("userIdentity")),
        _text(record.get("sourceIPAddress")),
        _text(record.get("awsRegion")),
        _text(record.get("eventID")),
    )


def event_seconds(text: str) -> int | None:
    """Seconds since the epoch of an ISO 8601 time, None for any other text."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    if time.tzinfo is None:
        time = time.replace(tzinfo=UTC)
    return plausible_seconds(int(time.timestamp()))


def plausible_seconds(seconds: int) -> int | None:
    """The time itself, or None for one that no log of AWS can have."""
    return seconds if _EARLIEST <= seconds < _LATEST else None


def principal(identity: Any) -> str | None:
    """Who: the role of an assumed role, since session names differ from call to call; else the
    ARN, the user, the service, and at last the kind of identity."""
    role = _member(_member(_member(identity, "sessionContext"), "sessionIssuer"), "arn")
    if isinstance(role, str) and role:
        return role
    for name in IDENTITY_NAMES:
        value = _member(identity, name)
        if isinstance(value, str) and value:
            return value
    return None


def _member(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
