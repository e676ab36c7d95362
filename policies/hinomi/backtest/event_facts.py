"""Who did it, when, from where: what the report says about a matching CloudTrail record.

Field names and their meaning: "CloudTrail record contents" and "CloudTrail userIdentity element"
in the CloudTrail User Guide.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

TIME = "eventTime"
_NAMES = ("arn", "userName", "invokedBy", "principalId", "type")
REPORTED: Mapping[str, tuple[str, ...]] = {
    "userIdentity": ("sessionContext", *_NAMES),
    "sourceIPAddress": (),
    "awsRegion": (),
}
"""The top-level fields, beside the time, that the report reads, and what of them."""

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


def cloudtrail_facts(record: Mapping[str, Any]) -> Facts:
    """The facts of a record, of which only the reported fields need be there."""
    return Facts(
        event_seconds(record.get("eventTime")),
        _principal(record.get("userIdentity")),
        _text(record.get("sourceIPAddress")),
        _text(record.get("awsRegion")),
    )


@lru_cache(maxsize=1024)
def event_seconds(text: object) -> int | None:
    """Seconds since the epoch of an ISO 8601 time, None for anything else."""
    if not isinstance(text, str):
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return plausible_seconds(int(time.replace(tzinfo=time.tzinfo or UTC).timestamp()))


def plausible_seconds(seconds: int) -> int | None:
    """The time itself, or None for one that no log of AWS can have."""
    return seconds if _EARLIEST <= seconds < _LATEST else None


def _principal(identity: object) -> str | None:
    """The role of an assumed role, since session names differ from call to call; else the ARN,
    the user, the service, and at last the kind of identity."""
    if not isinstance(identity, dict):
        return None
    session = identity.get("sessionContext")
    issuer = session.get("sessionIssuer") if isinstance(session, dict) else None
    role = issuer.get("arn") if isinstance(issuer, dict) else None
    if isinstance(role, str) and role:
        return role
    names = map(identity.get, _NAMES)
    return next((name for name in names if isinstance(name, str) and name), None)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
