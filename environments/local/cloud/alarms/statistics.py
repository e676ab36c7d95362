"""One period's value of a metric from the data points in it.

Source: CloudWatch statistics definitions (Average, Sum, Minimum, Maximum, SampleCount, pNN).
Trimmed means and the other extended statistics are not here; asking for one is an error.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

_PERCENTILE = re.compile(r"p(\d{1,2}(?:\.\d{0,10})?|100)")


@dataclass(frozen=True)
class Sample:
    """A published value that was seen `count` times, or a published statistic set."""

    time: float
    """Seconds since the epoch."""
    count: float
    total: float
    minimum: float
    maximum: float


class UnknownStatisticError(ValueError):
    """A statistic that this module does not compute."""


def statistic(name: str, samples: Sequence[Sample]) -> float:
    """The statistic `name` over `samples`, of which there must be at least one.

    Raises UnknownStatisticError. A percentile of statistic sets is taken over their averages:
    CloudWatch gives none there, unless each set repeats one value.
    """
    count = sum(sample.count for sample in samples)
    match name:
        case "SampleCount":
            return count
        case "Sum":
            return math.fsum(sample.total for sample in samples)
        case "Average":
            return math.fsum(sample.total for sample in samples) / count
        case "Minimum":
            return min(sample.minimum for sample in samples)
        case "Maximum":
            return max(sample.maximum for sample in samples)
    if (found := _PERCENTILE.fullmatch(name)) is None:
        raise UnknownStatisticError(f"the local cloud does not compute the statistic {name!r}")
    return _percentile(float(found.group(1)), samples)


def _percentile(percent: float, samples: Sequence[Sample]) -> float:
    """Nearest rank: the smallest value that `percent` of the observations do not exceed."""
    ordered = sorted((sample.total / sample.count, sample.count) for sample in samples)
    wanted = percent / 100 * sum(count for _, count in ordered)
    seen = 0.0
    for value, count in ordered:
        seen += count
        if seen >= wanted:
            return value
    return ordered[-1][0]
