"""Sentences and figures that every report words alike."""

from __future__ import annotations

from datetime import datetime

from ...catalogue import AlarmSettings
from ..log_kind import PLAIN
from ..outcome import Outcome, Result

_SIGNS = {"GreaterThanOrEqualToThreshold": "≥", "GreaterThanThreshold": ">"}
_NAMES = {
    "cloudtrail": "CloudTrail",
    "vpc_flow_logs": "VPC flow log",
    "windows_events": "Windows event",
    "windows_events_xml": "Windows event (XML)",
    "web_access": "web access log",
    "iis_access": "IIS access log",
    "linux_auth": "Linux authentication log",
    "lambda": "Lambda log",
    "plain": "plain log",
}
_UNITS = ("bytes", "KB", "MB", "GB", "TB", "PB")


def alarm(settings: AlarmSettings) -> str:
    """`≥ 10 in 5 min`, and M of N where there is more than one period."""
    statistic = "" if settings.statistic == "Sum" else f"{settings.statistic} "
    sign = _SIGNS[settings.comparison]
    text = f"{statistic}{sign} {settings.threshold:,g} in {duration(settings.period)}"
    if settings.evaluation_periods > 1:
        text += f", {settings.datapoints_to_alarm} of {settings.evaluation_periods}"
    return text


def duration(seconds: float) -> str:
    """The largest unit that is whole enough to read."""
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.4g} {unit}"
    return f"{seconds:.3g} s"


def moment(time: datetime | None) -> str:
    """UTC, to the minute."""
    return "" if time is None else f"{time:%Y-%m-%d %H:%M}"


def size(count: float) -> str:
    """Bytes in decimal units, as S3 bills them."""
    unit = 0
    while count >= 1000 and unit < len(_UNITS) - 1:
        count, unit = count / 1000, unit + 1
    return f"{count:.3g} {_UNITS[unit]}"


def source(log_source: str) -> str:
    """What people call a log source."""
    return _NAMES.get(log_source, log_source)


def counted(number: int, thing: str) -> str:
    """`1 object`, `2 objects`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def threshold(result: Result, at_most: int) -> str:
    """The threshold that rings at most so often a week: ✓ where the one that is set does."""
    if result.rings_in_busiest_week <= at_most:
        return "✓"
    if result.threshold_for is None:
        return "none"
    return f"{_SIGNS[result.watch.alarm.comparison]} {result.threshold_for:,g}"


def read(outcome: Outcome) -> list[str]:
    """What was read, in sentences."""
    lines = [
        f"{counted(one.events, f'{source(name)} event')} in {counted(one.objects, 'object')}"
        for name, one in outcome.readings.items()
    ]
    if outcome.first and outcome.last:
        span = (outcome.last - outcome.first).total_seconds()
        lines.append(
            f"from {moment(outcome.first)} to {moment(outcome.last)} UTC"
            + (f" ({duration(span)})" if span else "")
        )
    lines.append(f"{size(outcome.bytes_read)} in {duration(outcome.seconds)}")
    return lines


def passed_over(outcome: Outcome) -> list[str]:
    """Objects that were no business of what was tested."""
    return [
        f"{counted(number, f'{source(kind)} object')} passed over: nothing tested reads that"
        + (" (--log-source says what plain logs are)" if kind == PLAIN else "")
        for kind, number in sorted(outcome.passed_over.items())
    ]


def ordered(outcome: Outcome) -> list[Result]:
    """Results with matches, what rang most first."""
    found = [one for one in outcome.results if one.matches]
    return sorted(found, key=lambda one: (-len(one.rings), -one.matches, one.watch.id))


def quiet(outcome: Outcome) -> list[str]:
    """Ids of what was tested and matched nothing."""
    return [one.watch.id for one in outcome.results if one.tested and not one.matches]


def untested(outcome: Outcome) -> dict[str, list[str]]:
    """Reason -> ids of what could not be tested at all, or not in some objects."""
    found: dict[str, list[str]] = {}
    for one in outcome.results:
        for reason, objects in one.unasked:
            found.setdefault(f"{reason} ({counted(objects, 'object')})", []).append(one.watch.id)
        if not one.tested and not one.unasked:
            log = source(one.watch.log_source) if one.watch.log_source else "log"
            found.setdefault(f"no {log} was read", []).append(one.watch.id)
    return found
