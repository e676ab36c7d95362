"""The notification that CloudWatch sends to SNS when an alarm changes state, typed.

Shapes (metric alarm, metric maths, composite): "Amazon SNS notifications" under "Notifying users
on alarm changes" in the CloudWatch user guide. `Region` there is a display name ("Asia Pacific
(Tokyo)"), so the region code is taken from the alarm's ARN, or from the topic's when it is absent.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from notifier import health, reason
from notifier.health import HealthEvent
from notifier.reason import Measured
from notifier.safe_text import line
from notifier.times import from_iso

_ARN = re.compile(
    r"arn:(?P<partition>[a-z0-9-]+):[a-z0-9]+:(?P<region>[a-z0-9-]*):(?P<account>\d*):"
)
# In a notification statistics are written in capitals.
_STATISTICS = {
    "AVERAGE": "Average",
    "MAXIMUM": "Maximum",
    "MINIMUM": "Minimum",
    "SAMPLE_COUNT": "SampleCount",
    "SUM": "Sum",
}
_BAND = re.compile(r"ANOMALY_DETECTION_BAND\([^,]*,\s*([0-9.]{1,10})\)")


class UnreadableRecordError(ValueError):
    """The record is not an SNS notification at all."""


@dataclass(frozen=True)
class Trigger:
    """What the alarm watches. All empty for a composite alarm."""

    metric: str = ""
    namespace: str = ""
    statistic: str = ""
    dimensions: tuple[tuple[str, str], ...] = ()
    period: int = 0  # seconds
    evaluation_periods: int = 0
    datapoints_to_alarm: int = 0
    comparison: str = ""
    threshold: str = ""
    band: str = ""  # the width of an anomaly detection band, in standard deviations

    @property
    def stat(self) -> str:
        """The statistic as the console and the catalogue write it."""
        return _STATISTICS.get(self.statistic, self.statistic)


@dataclass(frozen=True)
class Alarm:
    """An alarm's change of state. Texts are safe to show (one line, bounded)."""

    name: str
    arn: str
    description: str
    state: str  # ALARM, OK, INSUFFICIENT_DATA; "EVENT" (AWS Health), "UNKNOWN" (from somebody else)
    old_state: str
    reason: str
    changed_at: datetime
    partition: str
    region: str
    account: str
    trigger: Trigger = field(default_factory=Trigger)
    rule: str = ""  # of a composite alarm
    children: tuple[str, ...] = ()  # ARNs of the alarms that set off a composite alarm
    datapoint_times: tuple[datetime, ...] = ()  # starts of the periods that crossed the threshold
    measured: Measured = field(default_factory=Measured)
    health: HealthEvent | None = None


def read(record: Mapping[str, Any]) -> Alarm:
    """One SNS record of a Lambda event -> Alarm.

    A notification that no alarm sent (a person published to the topic) becomes an Alarm of state
    UNKNOWN that carries the text as reason: it is forwarded too. Raises `UnreadableRecordError`.
    """
    sns = record.get("Sns") if isinstance(record, Mapping) else None
    message = sns.get("Message") if isinstance(sns, Mapping) else None
    if not isinstance(sns, Mapping) or not isinstance(message, str):
        raise UnreadableRecordError(
            "the record has no Sns.Message: subscribe the function to SNS only"
        )
    try:
        body = json.loads(message)
    except (ValueError, RecursionError):
        body = None
    event = health.read(body)
    if event:
        return _health(sns, event)
    if not isinstance(body, Mapping) or not isinstance(body.get("AlarmName"), str):
        return _foreign(sns, message)
    return _alarm(sns, body)


def _alarm(sns: Mapping[str, Any], body: Mapping[str, Any]) -> Alarm:
    arn = line(body.get("AlarmArn"), 600)
    partition, region, account = _place(arn, sns)
    account = line(body.get("AWSAccountId"), 12) or account
    name = line(body["AlarmName"], 255)
    why = body.get("NewStateReason")
    measured = reason.read(why)
    return Alarm(
        name=name,
        arn=arn or f"arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}",
        description=line(body.get("AlarmDescription"), 1024),
        state=line(body.get("NewStateValue"), 20) or "UNKNOWN",
        old_state=line(body.get("OldStateValue"), 20),
        reason=line(why, 1024),
        changed_at=from_iso(body.get("StateChangeTime")) or _published_at(sns),
        partition=partition,
        region=region,
        account=account,
        trigger=_trigger(body.get("Trigger")),
        rule=line(body.get("AlarmRule"), 500),
        children=_children(body.get("TriggeringChildren")),
        datapoint_times=_datapoint_times(body, measured),
        measured=measured,
    )


def _health(sns: Mapping[str, Any], event: HealthEvent) -> Alarm:
    partition, region, account = _place("", sns)
    return Alarm(
        name=event.type_code,
        arn="",
        description="",
        state="EVENT",
        old_state="",
        reason=event.said[0] if event.said else "",
        changed_at=event.told_at or _published_at(sns),
        partition=partition,
        region=event.region or region,
        account=event.account or account,
        health=event,
    )


def _foreign(sns: Mapping[str, Any], message: str) -> Alarm:
    partition, region, account = _place("", sns)
    return Alarm(
        name=line(sns.get("Subject"), 255),
        arn="",
        description="",
        state="UNKNOWN",
        old_state="",
        reason=line(message, 1024),
        changed_at=_published_at(sns),
        partition=partition,
        region=region,
        account=account,
    )


def _place(alarm_arn: str, sns: Mapping[str, Any]) -> tuple[str, str, str]:
    for arn in (alarm_arn, sns.get("TopicArn")):
        match = _ARN.match(arn) if isinstance(arn, str) else None
        if match:
            return match["partition"], match["region"], match["account"]
    return "aws", "", ""


def _trigger(value: Any) -> Trigger:
    if not isinstance(value, Mapping):
        return Trigger()
    # An alarm on metric maths (a band of expected values) names its metric among its queries.
    queries = value.get("Metrics")
    metric, stat, band = _metric_of(queries if isinstance(queries, list) else [])
    return Trigger(
        metric=line(metric.get("MetricName", value.get("MetricName")), 255),
        namespace=line(metric.get("Namespace", value.get("Namespace")), 255),
        statistic=line(
            stat.get("Stat") or value.get("Statistic") or value.get("ExtendedStatistic"), 50
        ),
        dimensions=_dimensions(metric.get("Dimensions", value.get("Dimensions"))),
        period=_count(stat.get("Period") or value.get("Period")),
        evaluation_periods=_count(value.get("EvaluationPeriods")),
        datapoints_to_alarm=_count(value.get("DatapointsToAlarm")),
        comparison=line(value.get("ComparisonOperator"), 100),
        threshold=line(value.get("Threshold"), 50),
        band=band,
    )


def _metric_of(queries: list[Any]) -> tuple[Mapping[str, Any], Mapping[str, Any], str]:
    """The metric of the first query that has one, its statistic, and the width of the band."""
    metric: Mapping[str, Any] = {}
    stat: Mapping[str, Any] = {}
    band = ""
    for query in queries:
        if not isinstance(query, Mapping):
            continue
        one = query.get("MetricStat")
        if not metric and isinstance(one, Mapping) and isinstance(one.get("Metric"), Mapping):
            metric, stat = one["Metric"], one
        found = _BAND.search(str(query.get("Expression", "")))
        band = band or (found[1] if found else "")
    return metric, stat, band


def _dimensions(value: Any) -> tuple[tuple[str, str], ...]:
    # CloudWatch writes "name" and "value" here, and "Name" and "Value" in its API.
    pairs = (item for item in value if isinstance(item, Mapping)) if isinstance(value, list) else ()
    return tuple(
        (
            line(item.get("name", item.get("Name")), 255),
            line(item.get("value", item.get("Value")), 255),
        )
        for item in pairs
    )[:30]


def _children(value: Any) -> tuple[str, ...]:
    children = value if isinstance(value, list) else []
    arns = (child.get("Arn") if isinstance(child, Mapping) else child for child in children[:20])
    return tuple(line(arn, 600) for arn in arns if arn)


def _datapoint_times(body: Mapping[str, Any], measured: Measured) -> tuple[datetime, ...]:
    """From the reason's data where it is sent, else from the dates in the reason's text."""
    data = body.get("NewStateReasonData", body.get("StateReasonData"))
    if isinstance(data, str):
        try:
            data = json.loads(data)
        except (ValueError, RecursionError):
            data = None
    if isinstance(data, Mapping):
        points = data.get("evaluatedDatapoints")
        stamps = [data.get("startDate")]
        if isinstance(points, list):
            stamps += [point.get("timestamp") for point in points if isinstance(point, Mapping)]
        times = [time for time in map(from_iso, stamps) if time]
        if times:
            return tuple(sorted(times))
    return tuple(sorted(measured.times))


def _published_at(sns: Mapping[str, Any]) -> datetime:
    return from_iso(sns.get("Timestamp")) or datetime.now(UTC)


def _count(value: Any) -> int:
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else 0
    return int(number) if 0 < number < 1_000_000_000 else 0
