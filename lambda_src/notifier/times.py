"""Times as log events write them -> datetime in UTC, or None where they are no times."""

from datetime import UTC, datetime
from typing import Any


def from_milliseconds(value: Any) -> datetime | None:
    """CloudWatch Logs timestamps."""
    return from_seconds(value / 1000) if isinstance(value, int) else None


def from_seconds(value: Any) -> datetime | None:
    """Unix time, as flow logs write it."""
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, TypeError, ValueError):
        return None


def from_iso(value: Any) -> datetime | None:
    """ISO 8601, as CloudTrail writes eventTime."""
    if not isinstance(value, str):
        return None
    try:
        time = datetime.fromisoformat(value)
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        return None
