"""What an alarm's reason says it measured.

CloudWatch writes, for a threshold and for a band that it expects the metric in (times in UTC, day
first):

    Threshold Crossed: 1 out of the last 1 datapoints [95.3 (23/11/26 08:54:00)] was greater than
        the threshold (80.0) (minimum 1 datapoint for OK -> ALARM transition).
    Thresholds Crossed: 1 out of the last 4 datapoints [537.0 (14/11/26 18:39:00)] was less than the
        lower thresholds [193.3] or greater than the upper thresholds [531.4] (minimum ...
"""

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime

_NUMBER = r"-?\d{1,30}(?:\.\d{1,30})?(?:[eE][-+]?\d{1,3})?"
_DATAPOINT = re.compile(rf"({_NUMBER}) \((\d\d)/(\d\d)/(\d\d) (\d\d):(\d\d):(\d\d)\)")
_LOWER = re.compile(rf"lower thresholds? \[({_NUMBER})")
_UPPER = re.compile(rf"upper thresholds? \[({_NUMBER})")


@dataclass(frozen=True)
class Measured:
    """Data points that crossed, newest first as CloudWatch lists them; the band, where one is."""

    values: tuple[float, ...] = ()
    times: tuple[datetime, ...] = ()
    lower: float | None = None
    upper: float | None = None


def read(reason: object) -> Measured:
    """Never raises; what cannot be read is not there."""
    if not isinstance(reason, str):
        return Measured()
    points = [
        (value, time)
        for number, *parts in _DATAPOINT.findall(reason)
        if (value := _number(number)) is not None and (time := _time(parts)) is not None
    ]
    return Measured(
        values=tuple(value for value, _ in points),
        times=tuple(time for _, time in points),
        lower=_first(_LOWER, reason),
        upper=_first(_UPPER, reason),
    )


def _first(pattern: re.Pattern[str], reason: str) -> float | None:
    found = pattern.search(reason)
    return _number(found[1]) if found else None


def _number(text: str) -> float | None:
    value = float(text)
    return value if math.isfinite(value) else None


def _time(parts: list[str]) -> datetime | None:
    day, month, year, hour, minute, second = map(int, parts)
    try:
        return datetime(2000 + year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
