"""The evaluation range of an alarm, cut out of a metric's samples."""

from collections import defaultdict
from collections.abc import Iterable

from cloud.alarms.evaluation import Datapoint, Settings
from cloud.alarms.statistics import Sample, statistic


def window(settings: Settings, samples: Iterable[Sample], now: float) -> list[Datapoint | None]:
    """One entry for each period of the range, oldest first, at `now` (seconds since the epoch).

    Periods begin at whole multiples of their length. The period still running is left out,
    unless what it has already breaches and cannot be undone by what may still come: CloudWatch
    judges whole periods, a minute or more later, and a bell that waits for that shows nothing.
    """
    period = settings.period
    running = int(now // period) * period
    first = running - settings.evaluation_range * period
    by_start: defaultdict[int, list[Sample]] = defaultdict(list)
    for sample in samples:
        if first <= sample.time < running + period and sample.count > 0:
            by_start[int(sample.time // period) * period].append(sample)
    points = {
        start: Datapoint(start, statistic(settings.statistic, found))
        for start, found in by_start.items()
    }
    early = points.get(running)
    if early is not None and settings.breach_is_final() and settings.breaches(early.value):
        first += period
        running += period
    return [points.get(start) for start in range(first, running, period)]
