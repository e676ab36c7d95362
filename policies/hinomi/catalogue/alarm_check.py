"""Is an alarm one that AWS takes, and does it ring for the incident that it is meant for?"""

import operator
from collections import Counter

from hinomi.catalogue.detection import AlarmSettings, Incident, Metric
from hinomi.catalogue.problems import Problem
from hinomi.catalogue.yaml_file import YamlFile

_DAY, _WEEK, _HOUR = 86_400, 604_800, 3_600  # seconds

_COMPARISONS = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
}


def alarm_problems(
    source: YamlFile, alarm: AlarmSettings, incident: Incident, metric: Metric
) -> list[Problem]:
    """What is wrong with the alarm of a file, by itself and against its incident."""
    problems = []
    if alarm.datapoints_to_alarm > alarm.evaluation_periods:
        problems.append(
            source.problem(
                ("alarm", "datapoints_to_alarm"),
                f"{alarm.datapoints_to_alarm} of {alarm.evaluation_periods} periods can never be",
                "Give at most evaluation_periods.",
            )
        )
    # PutMetricAlarm: a day in all, a week where the period is an hour or more.
    longest = _WEEK if alarm.period >= _HOUR else _DAY
    if alarm.period * alarm.evaluation_periods > longest:
        problems.append(
            source.problem(
                ("alarm", "evaluation_periods"),
                f"{alarm.evaluation_periods} periods of {alarm.period} s are longer than AWS takes",
                f"Keep period times evaluation_periods within {longest} seconds.",
            )
        )
    if not problems and not always_rings(alarm, incident, float(metric.value)):
        problems.append(
            source.problem(
                ("incident",),
                f"{incident.count} events in {incident.seconds} s need not cross the alarm "
                f"({alarm.statistic} {alarm.comparison} {alarm.threshold:g} in {alarm.period} s, "
                f"{alarm.datapoints_to_alarm} of {alarm.evaluation_periods})",
                "Lower the threshold, or name a bigger incident; it may straddle two periods.",
            )
        )
    return problems


def always_rings(alarm: AlarmSettings, incident: Incident, value: float) -> bool:
    """True when the alarm goes to ALARM at every position of the period grid.

    The incident's events are spread evenly over its seconds, each publishing ``value``. Periods
    start on the clock, so an incident may straddle two of them: each start at which an event
    crosses from one period into the next is tried.
    """
    times = [index * incident.seconds / incident.count for index in range(incident.count)]
    return all(
        _rings(alarm, Counter(int((time - start) // alarm.period) for time in times), value)
        for start in {time % alarm.period for time in times}
    )


def _rings(alarm: AlarmSettings, events_by_period: Counter[int], value: float) -> bool:
    breaches = _COMPARISONS[alarm.comparison]
    breaching = {
        period
        for period, events in events_by_period.items()
        if breaches(_statistic(alarm.statistic, events, value), alarm.threshold)
    }
    return any(
        sum(period in breaching for period in range(last - alarm.evaluation_periods + 1, last + 1))
        >= alarm.datapoints_to_alarm
        for last in breaching
    )


def _statistic(statistic: str, events: int, value: float) -> float:
    if statistic == "Sum":
        return events * value
    if statistic == "SampleCount":
        return events
    return value  # average, minimum and maximum of equal values
