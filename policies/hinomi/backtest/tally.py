"""What is counted while an archive is read. Everything here has a bounded size and can be merged,
so that each process counts for itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .event_facts import Facts
from .period_counts import PeriodCounts
from .top_values import TopValues
from .watch import Watch

_DAY = 86_400
# Every broken object is counted; so many of them are named.
MAX_NAMED = 1000


@dataclass(slots=True)
class Tally:
    """The matches of one watch. Times in seconds since the epoch."""

    periods: PeriodCounts
    matches: int = 0
    untimed: int = 0  # matches whose time is missing or absurd: they can ring nothing
    first: int | None = None
    last: int | None = None
    days: Counter[int] = field(default_factory=Counter)  # days since the epoch
    principals: TopValues = field(default_factory=TopValues)
    sources: TopValues = field(default_factory=TopValues)
    regions: TopValues = field(default_factory=TopValues)

    def add(self, matches: Sequence[Facts]) -> None:
        """Count some matches, column by column: four times as fast as one by one."""
        times, principals, sources, regions, _ = zip(*matches, strict=True)
        self.principals.add(principals)
        self.sources.add(sources)
        self.regions.add(regions)
        self.matches += len(matches)
        known = [time for time in times if time is not None] if None in times else times
        self.untimed += len(times) - len(known)
        if known:
            first, last = min(known), max(known)
            self.first = first if self.first is None else min(self.first, first)
            self.last = last if self.last is None else max(self.last, last)
            if first // _DAY == last // _DAY:  # nearly always: objects hold some minutes
                self.days[first // _DAY] += len(known)
            else:
                self.days.update(time // _DAY for time in known)
            self.periods.add(known)

    def merge(self, other: Tally) -> None:
        """Add what another process has counted."""
        self.matches += other.matches
        self.untimed += other.untimed
        self.first = min((t for t in (self.first, other.first) if t is not None), default=None)
        self.last = max((t for t in (self.last, other.last) if t is not None), default=None)
        self.days.update(other.days)
        self.periods.merge(other.periods)
        self.principals.merge(other.principals)
        self.sources.merge(other.sources)
        self.regions.merge(other.regions)


@dataclass(slots=True)
class Reading:
    """How much of one log source was read, and the time that it covers."""

    objects: int = 0
    events: int = 0
    first: int | None = None
    last: int | None = None

    def add(self, events: int, times: Sequence[int]) -> None:
        """Count a run of events with these times among them."""
        self.events += events
        if times:
            self.first = min(times) if self.first is None else min(self.first, *times)
            self.last = max(times) if self.last is None else max(self.last, *times)

    def merge(self, other: Reading) -> None:
        """Add what another process has read."""
        self.objects += other.objects
        self.add(other.events, [t for t in (other.first, other.last) if t is not None])


@dataclass(slots=True)
class Unasked:
    """What was read of a log source without a pattern that cannot be read from it."""

    objects: int = 0
    events: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """An object that could not be read, or not to its end."""

    name: str
    reason: str


@dataclass(slots=True)
class Counts:
    """Everything that is known of the part of an archive read so far."""

    bytes_read: int = 0  # as stored, compressed or not
    readings: dict[str, Reading] = field(default_factory=dict)  # by log source
    tallies: dict[int, Tally] = field(default_factory=dict)  # by the watch's index
    problems: list[Problem] = field(default_factory=list)
    broken: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)  # what it is -> objects
    unasked: dict[tuple[int, str], Unasked] = field(default_factory=dict)  # watch, reason

    def match(self, index: int, watch: Watch, matches: Sequence[Facts]) -> None:
        """Count matches of a watch."""
        tally = self.tallies.get(index)
        if tally is None:
            tally = self.tallies[index] = Tally(PeriodCounts(watch.alarm.period))
        tally.add(matches)

    def reading(self, log_source: str) -> Reading:
        """What was read of a log source; begun where nothing was."""
        return self.readings.setdefault(log_source, Reading())

    def not_asked(self, index: int, reason: str) -> Unasked:
        """What was read without a watch, for this reason; begun where nothing was."""
        return self.unasked.setdefault((index, reason), Unasked())

    def problem(self, name: str, reason: str) -> None:
        """Note an object that could not be read to its end."""
        self.broken += 1
        if len(self.problems) < MAX_NAMED:
            self.problems.append(Problem(name, reason))

    def merge(self, other: Counts) -> None:
        """Add what another process has counted."""
        self.bytes_read += other.bytes_read
        for log_source, reading in other.readings.items():
            self.reading(log_source).merge(reading)
        for index, tally in other.tallies.items():
            if index in self.tallies:
                self.tallies[index].merge(tally)
            else:
                self.tallies[index] = tally
        self.problems += other.problems[: MAX_NAMED - len(self.problems)]
        self.broken += other.broken
        self.passed_over.update(other.passed_over)
        for (index, reason), unasked in other.unasked.items():
            mine = self.not_asked(index, reason)
            mine.objects += unasked.objects
            mine.events += unasked.events
