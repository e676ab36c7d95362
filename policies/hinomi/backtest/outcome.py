"""What a back-test found, ready to be shown: counts turned into answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from .alarm_history import AlarmHistory, busiest_week
from .period_counts import PeriodCounts
from .tally import Counts, Problem, Reading, Tally
from .top_values import TopValues
from .watch import Watch

_EPOCH = date(1970, 1, 1)
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Top:
    """The most frequent values; a count may be too low by at most `missed`."""

    values: tuple[tuple[str, int], ...]
    missed: int


@dataclass(frozen=True, slots=True)
class Result:
    """What one watch found. `log_source` logs must have been read, or it says nothing."""

    watch: Watch
    tested: bool  # whether there were events of its log source that it can be read from
    unasked: tuple[tuple[str, int], ...]  # reason, objects that it could not be read from
    matches: int
    untimed: int
    first: datetime | None
    last: datetime | None
    days: Mapping[date, int]
    principals: Top
    sources: Top
    regions: Top
    rings: tuple[datetime, ...]
    rings_in_busiest_week: int
    seconds_in_alarm: int
    threshold_for: float | None  # the lowest that keeps within `at_most` rings a week


@dataclass(frozen=True, slots=True)
class Outcome:
    """All results, and how much was read to get them."""

    results: tuple[Result, ...]
    at_most: int
    readings: Mapping[str, Reading]
    passed_over: Mapping[str, int]
    problems: tuple[Problem, ...]
    broken: int
    bytes_read: int
    seconds: float
    interrupted: bool

    @property
    def first(self) -> datetime | None:
        """The earliest event of the archive."""
        return min(
            (_moment(one.first) for one in self.readings.values() if one.first), default=None
        )

    @property
    def last(self) -> datetime | None:
        """The latest event of the archive."""
        return max((_moment(one.last) for one in self.readings.values() if one.last), default=None)

    @property
    def days(self) -> tuple[date, ...]:
        """Every day (UTC) from the first event to the last match."""
        ends = [one for one in (self.first, self.last) if one]
        dates = [one.date() for one in ends] + [day for one in self.results for day in one.days]
        if not dates:
            return ()
        start = min(dates)
        return tuple(start + timedelta(days=n) for n in range((max(dates) - start).days + 1))

    @property
    def events(self) -> int:
        """How many events were read."""
        return sum(one.events for one in self.readings.values())

    @property
    def objects(self) -> int:
        """How many objects were read, to their end or not."""
        return sum(one.objects for one in self.readings.values())


def outcome(
    counts: Counts,
    watches: Sequence[Watch],
    *,
    at_most: int,
    top: int,
    seconds: float,
    interrupted: bool,
) -> Outcome:
    """The answers for all watches; `top` values are kept of each kind."""
    return Outcome(
        results=tuple(
            _result(one, index, counts, at_most, top) for index, one in enumerate(watches)
        ),
        at_most=at_most,
        readings=dict(sorted(counts.readings.items())),
        passed_over=dict(counts.passed_over),
        problems=tuple(sorted(counts.problems, key=lambda one: one.name)),
        broken=counts.broken,
        bytes_read=counts.bytes_read,
        seconds=seconds,
        interrupted=interrupted,
    )


def _result(watch: Watch, index: int, counts: Counts, at_most: int, top: int) -> Result:
    read = sum(
        one.events
        for source, one in counts.readings.items()
        if watch.log_source is None or source == watch.log_source
    )
    unasked = {
        reason: one for (asked, reason), one in sorted(counts.unasked.items()) if asked == index
    }
    tally = counts.tallies.get(index) or Tally(PeriodCounts(watch.alarm.period))
    history = AlarmHistory(watch.alarm, tally.periods, watch.value)
    rings = history.rings()
    return Result(
        watch=watch,
        tested=read > sum(one.events for one in unasked.values()),
        unasked=tuple((reason, one.objects) for reason, one in unasked.items()),
        matches=tally.matches,
        untimed=tally.untimed,
        first=None if tally.first is None else _moment(tally.first),
        last=None if tally.last is None else _moment(tally.last),
        days={_EPOCH + timedelta(days=day): count for day, count in sorted(tally.days.items())},
        principals=_top(tally.principals, top),
        sources=_top(tally.sources, top),
        regions=_top(tally.regions, top),
        rings=tuple(map(_moment, rings)),
        rings_in_busiest_week=busiest_week(rings),
        seconds_in_alarm=history.seconds_in_alarm(),
        threshold_for=history.threshold_for(at_most),
    )


def _top(values: TopValues, number: int) -> Top:
    return Top(tuple(values.top(number)), values.missed)


def _moment(seconds: int | None) -> datetime:
    return datetime.fromtimestamp(seconds or 0, UTC)
