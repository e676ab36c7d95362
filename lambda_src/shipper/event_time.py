"""Event time: the index that a document belongs to, so that a replay lands where it was."""

from datetime import UTC, datetime
from functools import lru_cache

# Before 2013 there was no CloudTrail; a time after the delivery plus clock skew is a wrong time.
# Without bounds one forged record a month would make an index each.
EARLIEST = int(datetime(2013, 1, 1, tzinfo=UTC).timestamp())
CLOCK_SKEW = 24 * 60 * 60

MISSING = "event_time_missing"
OUT_OF_RANGE = "event_time_out_of_range"


@lru_cache(maxsize=8192)
def seconds_of(timestamp: str) -> int | None:
    """Epoch seconds of an ISO 8601 time in UTC, or None. Cached: neighbours share their second."""
    if not timestamp.endswith("Z"):
        return None
    try:
        return int(datetime.fromisoformat(timestamp).timestamp())
    except ValueError:
        return None


def iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def problem(seconds: int | None, received: int) -> str | None:
    """Name what is wrong with an event's time, given when it was received; None when usable."""
    if seconds is None:
        return MISSING
    if not EARLIEST <= seconds <= received + CLOCK_SKEW:
        return OUT_OF_RANGE
    return None


def index_name(dataset: str, seconds: int) -> str:
    """`hinomi-<dataset>-YYYY.MM`, in UTC."""
    return _index_of_day(dataset, seconds // 86_400)


@lru_cache(maxsize=4096)
def _index_of_day(dataset: str, day: int) -> str:
    return f"hinomi-{dataset}-{datetime.fromtimestamp(day * 86_400, UTC):%Y.%m}"
