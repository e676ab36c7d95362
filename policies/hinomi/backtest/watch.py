"""What is tested: the catalogue's detections, or a pattern given on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .. import catalogue
from ..catalogue import AlarmSettings
from ..filter_pattern import FilterPattern, InvalidPattern, compile  # noqa: A004
from .errors import BacktestError

PATTERN_ID = "pattern"
"""The id of the pattern that is given on the command line."""
_ALARM = AlarmSettings("Sum", 300, 1, 1, 1, "GreaterThanOrEqualToThreshold")
_DAY, _WEEK, _HOUR = 86_400, 604_800, 3_600  # seconds


@dataclass(frozen=True)
class Watch:
    """A pattern with its alarm. `log_source` is None where it reads logs of every kind."""

    id: str
    title: str
    severity: str
    log_source: str | None
    pattern: FilterPattern
    value: float  # what the metric filter publishes for one matching event
    alarm: AlarmSettings


@dataclass(frozen=True)
class AlarmChanges:
    """Alarm settings to try instead of the catalogue's; None keeps what is there."""

    period: int | None = None
    threshold: float | None = None
    evaluation_periods: int | None = None
    datapoints_to_alarm: int | None = None


def watches(
    detections: Sequence[str], pattern: str | None, changes: AlarmChanges, directory: Path | None
) -> tuple[Watch, ...]:
    """The detections of these ids (all of them where neither ids nor a pattern are given) and the
    pattern. Raises BacktestError for an unknown id, a refused pattern, an impossible alarm, and
    CatalogueError for a catalogue that does not hold up."""
    chosen = [] if pattern is not None and not detections else _detections(detections, directory)
    if pattern is not None:
        chosen.append(_pattern(pattern))
    return tuple(replace(one, alarm=_changed(one, changes)) for one in chosen)


def _detections(ids: Sequence[str], directory: Path | None) -> list[Watch]:
    whole = catalogue.load(directory)
    unknown = [one for one in ids if one not in whole]
    if unknown:
        raise BacktestError(
            f"there is no detection {unknown[0]!r}",
            where="--detection",
            change=f"The catalogue has: {', '.join(one.id for one in whole)}.",
        )
    return [
        Watch(
            id=one.id,
            title=one.title["en"],
            severity=one.severity,
            log_source=one.log_source,
            pattern=one.pattern,
            value=float(one.metric.value),
            alarm=one.alarm,
        )
        for one in whole
        if not ids or one.id in ids
    ]


def _pattern(text: str) -> Watch:
    try:
        pattern = compile(text)
    except InvalidPattern as refused:
        raise BacktestError(
            f"CloudWatch Logs would refuse this pattern: {refused}",
            where="--pattern",
            change="Correct the pattern; `hinomi pattern test` shows what it matches.",
        ) from refused
    return Watch(PATTERN_ID, text, "", None, pattern, 1.0, _ALARM)


def _changed(watch: Watch, changes: AlarmChanges) -> AlarmSettings:
    given: dict[str, Any] = {
        name: value for name, value in vars(changes).items() if value is not None
    }
    alarm = replace(watch.alarm, **given)
    wrong = _impossible(alarm)
    if wrong:
        raise BacktestError(
            f"{wrong} for {watch.id}",
            where=", ".join(f"--{name.replace('_', '-')}" for name in given) or watch.id,
            change="Give settings that PutMetricAlarm takes.",
        )
    return alarm


def _impossible(alarm: AlarmSettings) -> str:
    if alarm.datapoints_to_alarm > alarm.evaluation_periods:
        return f"{alarm.datapoints_to_alarm} of {alarm.evaluation_periods} periods can never be"
    # PutMetricAlarm: a day in all, a week where the period is an hour or more.
    longest = _WEEK if alarm.period >= _HOUR else _DAY
    if alarm.period * alarm.evaluation_periods > longest:
        return f"{alarm.evaluation_periods} periods of {alarm.period} s are longer than AWS takes"
    return ""
