"""When an alarm would have rung over past data points, and which threshold rings seldom enough.

Source: "Evaluating an alarm" and "Configuring how CloudWatch alarms treat missing data" in the
CloudWatch User Guide. An alarm looks at a range of periods that is longer than its evaluation
periods. Where the range has as many periods with data as are evaluated, the latest of those
decide; else all of them do and missing ones do not breach (every detection's alarm is
`notBreaching`). It rings when its state goes from OK to ALARM, and not again until it was OK.
"""

from __future__ import annotations

import operator
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from ..catalogue import AlarmSettings

_WEEK = 604_800  # seconds
# AWS does not give the length of the range; its examples look at two periods more.
_EXTRA_PERIODS = 2
_COMPARISONS = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
}


class AlarmHistory:
    """The data points of one metric: `counts` are (period, matching events), in order, and each
    event publishes `value`."""

    def __init__(
        self, alarm: AlarmSettings, counts: Iterable[tuple[int, int]], value: float
    ) -> None:
        self._alarm = alarm
        points = list(counts)
        self._periods = [period for period, _ in points]
        self._values = [_statistic(alarm.statistic, count, value) for _, count in points]
        self._step = value if alarm.statistic == "Sum" else 1.0

    def rings(self) -> list[int]:
        """When the alarm goes from OK to ALARM: the end of the period that decides, in seconds
        since the epoch."""
        return self._rings(self._alarm)

    def seconds_in_alarm(self) -> int:
        """How long the alarm is in ALARM: as long as it is, nothing more rings."""
        following = [*self._periods[1:], 0]
        longest = self._alarm.evaluation_periods + _EXTRA_PERIODS
        periods = 0
        for at, (period, after) in enumerate(zip(self._periods, following, strict=False)):
            end = min(after or period + longest, period + longest)
            periods += sum(self._in_alarm(self._alarm, at + 1, now) for now in range(period, end))
        return periods * self._alarm.period

    def threshold_for(self, at_most: int) -> float | None:
        """The lowest threshold from which on no seven days have more than `at_most` rings.

        None where no threshold does it: the statistic does not grow with the events.
        """
        if self._alarm.statistic not in ("Sum", "SampleCount"):
            quiet = busiest_week(self.rings()) <= at_most
            return self._alarm.threshold if quiet else None
        lowest = self._step
        # A higher threshold can cut one long alarm into several short ones, so this looks from
        # above for the first value that rings too often.
        for value in sorted(set(self._values), reverse=True):
            if busiest_week(self._rings(self._at_least(value))) > at_most:
                lowest = value + self._step
                break
        return self._at_least(lowest).threshold

    def _at_least(self, value: float) -> AlarmSettings:
        """The alarm with the threshold that `value` just crosses."""
        strict = self._alarm.comparison == "GreaterThanThreshold"
        return replace(self._alarm, threshold=value - self._step if strict else value)

    def _rings(self, alarm: AlarmSettings) -> list[int]:
        breaches = _COMPARISONS[alarm.comparison]
        return [
            (period + 1) * alarm.period
            for at, period in enumerate(self._periods)
            # Only a new breaching data point can raise the alarm: as time goes on without one,
            # breaches can only leave the range.
            if breaches(self._values[at], alarm.threshold)
            and self._in_alarm(alarm, at + 1, period)
            and not self._in_alarm(alarm, at, period - 1)
        ]

    def _in_alarm(self, alarm: AlarmSettings, end: int, now: int) -> bool:
        """The state at the end of period `now`, by the data points before index `end`."""
        earliest = now - alarm.evaluation_periods - _EXTRA_PERIODS + 1
        begin = bisect_left(self._periods, earliest, 0, end)
        evaluated = self._values[max(begin, end - alarm.evaluation_periods) : end]
        breaches = _COMPARISONS[alarm.comparison]
        breaching = sum(1 for value in evaluated if breaches(value, alarm.threshold))
        return breaching >= alarm.datapoints_to_alarm


def busiest_week(rings: list[int]) -> int:
    """The most rings within any seven days."""
    most = first = 0
    for last, time in enumerate(rings):
        while rings[first] <= time - _WEEK:
            first += 1
        most = max(most, last - first + 1)
    return most


def _statistic(statistic: str, events: int, value: float) -> float:
    if statistic == "Sum":
        return events * value
    if statistic == "SampleCount":
        return float(events)
    return value  # average, minimum and maximum of equal values
