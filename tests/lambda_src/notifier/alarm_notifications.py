"""Notifications as CloudWatch publishes them, and log events around the project's own samples."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from notifier.log_events import Found, LogEvent, MetricFilter
from notifier.window import Window

PROJECT = Path(__file__).resolve().parents[3]
SAMPLES = PROJECT / "detections"
ACCOUNT = "111122223333"
REGION = "ap-northeast-1"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:hinomi-test-notifications"
CHANGED = "2025-07-08T03:03:12.345+0000"
POINT = datetime(2025, 7, 8, 3, 1, tzinfo=UTC)
REASON = (
    "Threshold Crossed: 1 out of the last 1 datapoints [1.0 (08/07/25 03:01:00)] was greater than "
    "or equal to the threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition)."
)


def alarm_message(metric: str = "root-user-used", **changes: Any) -> dict[str, Any]:
    """The body for a metric alarm, all fields as CloudWatch writes them."""
    name = f"hinomi-test-{metric}"
    message = {
        "AlarmName": name,
        "AlarmDescription": "A detection of Hinomi",
        "AWSAccountId": ACCOUNT,
        "AlarmConfigurationUpdatedTimestamp": "2025-07-01T00:00:00.000+0000",
        "NewStateValue": "ALARM",
        "NewStateReason": REASON,
        "StateChangeTime": CHANGED,
        "Region": "Asia Pacific (Tokyo)",
        "AlarmArn": f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{name}",
        "OldStateValue": "OK",
        "OKActions": [],
        "AlarmActions": [f"arn:aws:sns:{REGION}:{ACCOUNT}:hinomi-test-alarms"],
        "InsufficientDataActions": [],
        "Trigger": {
            "MetricName": metric,
            "Namespace": "hinomi-test/detections",
            "StatisticType": "Statistic",
            "Statistic": "SUM",
            "Unit": None,
            "Dimensions": [],
            "Period": 60,
            "EvaluationPeriods": 1,
            "DatapointsToAlarm": 1,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "Threshold": 1.0,
            "TreatMissingData": "notBreaching",
            "EvaluateLowSampleCountPercentile": "",
        },
    }
    return {**message, **changes}


def composite_message() -> dict[str, Any]:
    """The body for a composite alarm."""
    arn = f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:"
    return {
        "AlarmName": "hinomi-test-site-down",
        "AlarmDescription": "The site does not answer",
        "AWSAccountId": ACCOUNT,
        "NewStateValue": "ALARM",
        "NewStateReason": f"{arn}hinomi-test-health transitioned to ALARM at Tuesday 08 July, 2025",
        "StateChangeTime": CHANGED,
        "Region": "Asia Pacific (Tokyo)",
        "AlarmArn": f"{arn}hinomi-test-site-down",
        "OKActions": [],
        "AlarmActions": [f"arn:aws:sns:{REGION}:{ACCOUNT}:hinomi-test-alarms"],
        "InsufficientDataActions": [],
        "OldStateValue": "OK",
        "AlarmRule": f'ALARM("{arn}hinomi-test-health")',
        "TriggeringChildren": [
            {"Arn": f"{arn}hinomi-test-health", "State": {"Value": "ALARM", "Timestamp": CHANGED}}
        ],
    }


def sns_record(message: Mapping[str, Any] | str, subject: str = "ALARM") -> dict[str, Any]:
    """One record of the event that SNS hands to a function."""
    topic = f"arn:aws:sns:{REGION}:{ACCOUNT}:hinomi-test-alarms"
    return {
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": f"{topic}:2b1a5c6d-0000-4000-8000-000000000000",
        "Sns": {
            "Type": "Notification",
            "MessageId": "95df01b4-ee98-5cb9-9903-4c221d41eb5e",
            "TopicArn": topic,
            "Subject": subject,
            "Message": message if isinstance(message, str) else json.dumps(message),
            "Timestamp": "2025-07-08T03:03:12.400Z",
            "SignatureVersion": "1",
            "MessageAttributes": {},
        },
    }


def cloudtrail_sample(name: str) -> dict[str, Any]:
    """A whole record out of detections/cloudtrail/samples."""
    text = (SAMPLES / "cloudtrail" / "samples" / f"{name}.json").read_text(encoding="utf-8")
    record: dict[str, Any] = json.loads(text)
    return record


def found(
    *messages: Mapping[str, Any] | str, pattern: str = "{ $.eventName = * }", complete: bool = True
) -> Found:
    """Log events of these messages, as the search gives them."""
    one = MetricFilter("hinomi-test", "/hinomi-test/logs", pattern)
    events = tuple(
        LogEvent(f"event-{number}", int(POINT.timestamp() * 1000) + number, _text(message), one)
        for number, message in enumerate(messages)
    )
    return Found((one,), events, complete, Window(POINT, POINT))


def _text(message: Mapping[str, Any] | str) -> str:
    return message if isinstance(message, str) else json.dumps(message)
