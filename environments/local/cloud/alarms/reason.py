"""The texts with which CloudWatch explains a metric alarm's state."""

from datetime import UTC, datetime
from typing import Any

from cloud.alarms.evaluation import Datapoint, Settings, State, Treatment, Verdict

_COMPARISON_WORDS = {
    "GreaterThanOrEqualToThreshold": "greater than or equal to",
    "GreaterThanThreshold": "greater than",
    "LessThanThreshold": "less than",
    "LessThanOrEqualToThreshold": "less than or equal to",
}
_TREATMENT_WORDS = {
    Treatment.BREACHING: "Breaching",
    Treatment.NOT_BREACHING: "NonBreaching",
    Treatment.MISSING: "Missing",
    Treatment.IGNORE: "Ignore",
}


def reason(settings: Settings, verdict: Verdict) -> str:
    """The `StateReason` of a new state."""
    filled = verdict.filled
    if verdict.state is State.INSUFFICIENT_DATA:
        return f"Insufficient Data: {_count(filled, 'datapoint')} {_was(filled)} unknown."
    if not verdict.evaluated:
        return (
            f"Threshold Crossed: no datapoints were received for {_count(filled, 'period')} and "
            f"{_count(filled, 'missing datapoint')} {_was(filled)} treated as "
            f"[{_TREATMENT_WORDS[settings.treatment]}]."
        )
    return _crossed(settings, verdict)


def _crossed(settings: Settings, verdict: Verdict) -> str:
    alarm = verdict.state is State.ALARM
    alike = [p for p in verdict.evaluated if settings.breaches(p.value) is alarm]
    shown = alike or list(verdict.evaluated)
    periods, wanted = settings.evaluation_periods, settings.datapoints_to_alarm
    if periods == 1:
        head, tail = "1 datapoint", ""
    else:
        head = f"{len(shown)} out of the last {periods} datapoints"
        needed = wanted if alarm else periods - wanted + 1
        change = "OK -> ALARM" if alarm else "ALARM -> OK"
        tail = f" (minimum {_count(needed, 'datapoint')} for {change} transition)"
    values = ", ".join(_point(point) for point in shown)
    words = ("" if alarm else "not ") + _COMPARISON_WORDS[settings.comparison]
    return (
        f"Threshold Crossed: {head} [{values}] {_was(len(shown))} {words} the threshold "
        f"({float(settings.threshold)}){tail}."
    )


def reason_data(settings: Settings, verdict: Verdict, now: float) -> dict[str, Any]:
    """The `StateReasonData` of a new state, before it is written as JSON."""
    oldest_first = list(reversed(verdict.evaluated))
    data: dict[str, Any] = {"version": "1.0", "queryDate": timestamp(now)}
    if oldest_first:
        data["startDate"] = timestamp(oldest_first[0].start)
    return {
        **data,
        "statistic": settings.statistic,
        "period": settings.period,
        "recentDatapoints": [point.value for point in oldest_first],
        "threshold": settings.threshold,
        "evaluatedDatapoints": [
            {"timestamp": timestamp(point.start), "value": point.value}
            for point in verdict.evaluated
        ],
    }


def timestamp(seconds: float) -> str:
    """CloudWatch's own form of a time: 2026-01-31T01:02:03.456+0000."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}+0000"


def _point(point: Datapoint) -> str:
    moment = datetime.fromtimestamp(point.start, UTC)
    return f"{float(point.value)} ({moment:%d/%m/%y %H:%M:%S})"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"
