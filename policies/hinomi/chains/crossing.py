"""Whether one incident really takes an alarm to ALARM, and whether the alarm comes back.

The rules are those of the CloudWatch user guide, "Using Amazon CloudWatch alarms" (evaluation,
missing data) and "Creating metrics from log events using filters" (default values).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import AlarmSettings, Incident, Sample
from ..catalogue.alarm_check import always_rings
from ..evidence import Alarm, MetricFilter
from ..filter_pattern import InvalidPattern, MetricTransformation
from ..resource import Absent, Known, Unknown, Value
from .joins import SHOW_THE_VALUE
from .links import Check, broken, holds, unproved
from .question import compiled_pattern, in_format

_COMPARISONS = ("GreaterThanOrEqualToThreshold", "GreaterThanThreshold")
_DILUTED = ("Average", "Minimum")


def crossing(
    alarm: Alarm,
    log_filter: MetricFilter,
    fires: tuple[Sample, ...],
    incident: Incident,
    flow_format: str | None,
) -> Iterator[Check]:
    """The checks of the way from matching events to the state ALARM."""
    points = _points(log_filter, fires, flow_format)
    if isinstance(points, Check):
        yield points
        return
    default = _number(log_filter.default_value)
    yield from _default_value(alarm, log_filter, default)
    yield _missing_data(alarm, default)
    settings = _settings(alarm)
    if isinstance(settings, Check):
        yield settings
    elif settings.comparison not in _COMPARISONS:
        yield broken(
            f"it compares with {settings.comparison}, so it does not ring on more events",
            f"Set comparison_operator = GreaterThanOrEqualToThreshold on {alarm.address}.",
        )
    else:
        yield _rings(alarm, settings, incident, min(points))
        if default == 0 and always_rings(settings, Incident(1, 1), 0.0):
            yield broken(
                f"0, the filter's default value, already crosses its threshold "
                f"{settings.threshold:g}: it is in ALARM for ever",
                f"Raise threshold on {alarm.address}.",
            )


def _rings(alarm: Alarm, settings: AlarmSettings, incident: Incident, value: float) -> Check:
    events = "1 event" if incident.count == 1 else f"{incident.count} events"
    what = f"one incident ({events} in {incident.seconds} s, {value:g} each)"
    rule = (
        f"{settings.statistic} {_SIGNS[settings.comparison]} {settings.threshold:g} in "
        f"{settings.datapoints_to_alarm} of {settings.evaluation_periods} periods of "
        f"{settings.period} s"
    )
    if always_rings(settings, incident, value):
        return holds(f"{what} crosses {rule}")
    return broken(
        f"{what} does not cross {rule}",
        f"Lower threshold, or datapoints_to_alarm and evaluation_periods, on {alarm.address}.",
    )


_SIGNS = {"GreaterThanOrEqualToThreshold": ">=", "GreaterThanThreshold": ">"}


def _settings(alarm: Alarm) -> AlarmSettings | Check:
    wanted: dict[str, Value] = {
        "statistic": alarm.statistic,
        "period": alarm.period,
        "evaluation_periods": alarm.evaluation_periods,
        "threshold": alarm.threshold,
        "comparison_operator": alarm.comparison,
    }
    known: dict[str, str] = {}
    for name, value in wanted.items():
        if isinstance(value, Unknown):
            return unproved(f"its {name} is {value.shown}", SHOW_THE_VALUE)
        if isinstance(value, Absent):
            return broken(f"it has no {name}", f"Set {name} on {alarm.address}.")
        known[name] = str(value.value)
    periods = int(float(known["evaluation_periods"]))
    if isinstance(alarm.datapoints_to_alarm, Unknown):
        return unproved("its datapoints_to_alarm is known after apply", SHOW_THE_VALUE)
    # 0 stands for "not set" in the provider: all periods must breach
    needed = _number(alarm.datapoints_to_alarm) or periods
    return AlarmSettings(
        statistic=known["statistic"],
        period=int(float(known["period"])),
        evaluation_periods=periods,
        datapoints_to_alarm=int(needed),
        threshold=float(known["threshold"]),
        comparison=known["comparison_operator"],
    )


def _points(
    log_filter: MetricFilter, fires: tuple[Sample, ...], flow_format: str | None
) -> list[float] | Check:
    """What the filter publishes for each sample, or the check that fails."""
    for name, value in (("pattern", log_filter.pattern), ("value", log_filter.value)):
        if not isinstance(value, Known):
            return unproved(f"the filter's {name} is {value.shown}", SHOW_THE_VALUE)
    dimensions = log_filter.dimensions.value if isinstance(log_filter.dimensions, Known) else {}
    try:
        transformation = MetricTransformation(
            compiled_pattern(str(_known(log_filter.pattern))),
            str(_known(log_filter.value)),
            _number(log_filter.default_value),
            dimensions,
        )
    except InvalidPattern as error:
        return broken(
            f"CloudWatch Logs refuses its metric: {error.reason} ({error.pattern})",
            f"Mend metric_transformation on {log_filter.address}"
            + (f": {error.hint}." if error.hint else "."),
        )
    points = []
    for sample in fires:
        line = in_format(sample.message, flow_format)
        point = None if line is None else transformation.data_point(line)
        if point is None:
            return broken(
                f"it publishes nothing for {sample.name}: value {_known(log_filter.value)} finds "
                "no number there",
                f'Set value = "1" in metric_transformation on {log_filter.address}.',
            )
        points.append(point.value)
    return points


def _default_value(
    alarm: Alarm, log_filter: MetricFilter, default: float | None
) -> Iterator[Check]:
    """The default value is published once for every event that does not match."""
    if default is None:
        return
    statistic = str(_known(alarm.statistic))
    if default != 0:
        yield broken(
            f"its filter publishes {default:g} for every event that does not match",
            f"Set default_value = 0, or leave it out, on {log_filter.address}.",
        )
    elif statistic == "SampleCount":
        yield broken(
            "with a default value SampleCount counts every event, not the matching ones",
            f'Set statistic = "Sum" on {alarm.address}.',
        )
    elif statistic in _DILUTED or statistic.startswith(("p", "t", "w")):
        yield broken(
            f"the default value of ordinary events goes into {statistic}, which hides an incident",
            f'Set statistic = "Sum" on {alarm.address}.',
        )


def _missing_data(alarm: Alarm, default: float | None) -> Check:
    """An event alarm has no data most of the time: it must not ring on that, and come back."""
    fix = f'Set treat_missing_data = "notBreaching" on {alarm.address}.'
    if isinstance(alarm.missing_data, Unknown):
        return unproved(f"its treat_missing_data is {alarm.missing_data.shown}", SHOW_THE_VALUE)
    treated = str(_known(alarm.missing_data))
    if treated == "breaching":
        return broken("missing data is breaching: it is in ALARM whenever nothing happens", fix)
    if treated == "ignore" and default is None:
        return broken(
            "missing data is ignored: it stays in ALARM after the first incident, and the second "
            "one tells nobody",
            fix,
        )
    return holds(f"missing data is {treated}")


def _known(value: Value) -> object:
    return value.value if isinstance(value, Known) else None


def _number(value: Value) -> float | None:
    found = _known(value)
    return None if found in (None, "") else float(str(found))
