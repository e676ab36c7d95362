"""What CloudWatch publishes to a topic when an alarm changes its state.

Source: "Amazon SNS notification schemas when an alarm changes state" (CloudWatch User Guide)
and messages seen in public bug reports, for the forms that the schema leaves open.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cloud.alarms.reason import timestamp

Alarm = Mapping[str, Any]
"""An alarm in the shape of DescribeAlarms."""

# Names of regions as the AWS console writes them; a region not here is given by its code.
_REGION_NAMES = {
    "ap-northeast-1": "Asia Pacific (Tokyo)",
    "ap-northeast-3": "Asia Pacific (Osaka)",
    "us-east-1": "US East (N. Virginia)",
    "us-west-2": "US West (Oregon)",
    "eu-west-1": "EU (Ireland)",
}


def subject(alarm: Alarm, state: str, region: str) -> str:
    """The subject line, cut at the 100 characters that SNS takes."""
    return f'{state}: "{alarm["AlarmName"]}" in {region_name(region)}'[:100]


def body(
    alarm: Alarm, *, old_state: str, account: str, region: str, triggering: list[Any] | None = None
) -> dict[str, Any]:
    """The message of a metric alarm (with `Trigger`) or a composite one (with `AlarmRule`).

    The new state, its reason and its time are read from `alarm`. `triggering` are the children
    that moved a composite alarm, as its StateReasonData lists them.
    """
    head = {
        "AlarmName": alarm["AlarmName"],
        "AlarmDescription": alarm.get("AlarmDescription") or None,
        "AWSAccountId": account,
        "AlarmConfigurationUpdatedTimestamp": timestamp(
            alarm.get("AlarmConfigurationUpdatedTimestamp", 0)
        ),
        "NewStateValue": alarm["StateValue"],
        "NewStateReason": alarm["StateReason"],
        "StateChangeTime": timestamp(alarm["StateUpdatedTimestamp"]),
        "Region": region_name(region),
        "AlarmArn": alarm["AlarmArn"],
        "OldStateValue": old_state,
        "OKActions": list(alarm.get("OKActions") or []),
        "AlarmActions": list(alarm.get("AlarmActions") or []),
        "InsufficientDataActions": list(alarm.get("InsufficientDataActions") or []),
    }
    if "AlarmRule" in alarm:
        del head["AlarmConfigurationUpdatedTimestamp"]  # the schema has it for metric alarms only
        children = [_child(child) for child in triggering or []]
        return {**head, "AlarmRule": alarm["AlarmRule"], "TriggeringChildren": children}
    return {**head, "Trigger": _trigger(alarm)}


def lambda_event(
    alarm: Alarm, *, old_state: str, account: str, region: str, moment: float
) -> dict[str, Any]:
    """The event of an alarm action that invokes a function, as `alarmData` describes it."""
    return {
        "source": "aws.cloudwatch",
        "alarmArn": alarm["AlarmArn"],
        "accountId": account,
        "time": timestamp(moment),
        "region": region,
        "alarmData": {
            "alarmName": alarm["AlarmName"],
            "state": {
                "value": alarm["StateValue"],
                "reason": alarm["StateReason"],
                "reasonData": alarm.get("StateReasonData"),
                "timestamp": timestamp(alarm["StateUpdatedTimestamp"]),
            },
            "previousState": {"value": old_state},
            "configuration": (
                {"alarmRule": alarm["AlarmRule"]}
                if "AlarmRule" in alarm
                else {"description": alarm.get("AlarmDescription"), "metrics": [_metric(alarm)]}
            ),
        },
    }


def region_name(region: str) -> str:
    """The console's name of a region, or its code."""
    return _REGION_NAMES.get(region, region)


def _trigger(alarm: Alarm) -> dict[str, Any]:
    extended = alarm.get("ExtendedStatistic")
    trigger = {
        "MetricName": alarm["MetricName"],
        "Namespace": alarm["Namespace"],
        "StatisticType": "ExtendedStatistic" if extended else "Statistic",
        **({"ExtendedStatistic": extended} if extended else {"Statistic": _upper(alarm)}),
        "Unit": alarm.get("Unit"),
        "Dimensions": [
            {"value": dimension["Value"], "name": dimension["Name"]}
            for dimension in alarm.get("Dimensions") or []
        ],
        "Period": alarm["Period"],
        "EvaluationPeriods": alarm["EvaluationPeriods"],
    }
    if alarm.get("DatapointsToAlarm"):
        trigger["DatapointsToAlarm"] = alarm["DatapointsToAlarm"]
    return {
        **trigger,
        "ComparisonOperator": alarm["ComparisonOperator"],
        "Threshold": float(alarm["Threshold"]),
        "TreatMissingData": alarm.get("TreatMissingData") or "missing",
        "EvaluateLowSampleCountPercentile": alarm.get("EvaluateLowSampleCountPercentile") or "",
    }


def _upper(alarm: Alarm) -> str:
    """AVERAGE, SUM, SAMPLE_COUNT, MINIMUM, MAXIMUM, as the message writes them."""
    statistic = str(alarm["Statistic"])
    return "SAMPLE_COUNT" if statistic == "SampleCount" else statistic.upper()


def _child(child: Mapping[str, Any]) -> dict[str, Any]:
    state = child["state"]
    return {
        "Arn": child["arn"],
        "State": {"Value": state["value"], "Timestamp": state["timestamp"]},
    }


def _metric(alarm: Alarm) -> dict[str, Any]:
    return {
        "id": "m1",
        "metricStat": {
            "metric": {
                "namespace": alarm["Namespace"],
                "name": alarm["MetricName"],
                "dimensions": {d["Name"]: d["Value"] for d in alarm.get("Dimensions") or []},
            },
            "period": alarm["Period"],
            "stat": alarm.get("ExtendedStatistic") or alarm["Statistic"],
        },
        "returnData": True,
    }


def iso(seconds: float) -> str:
    """A time as AWS's XML answers write it: 2026-01-31T01:02:03.456Z."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
