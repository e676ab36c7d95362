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
CHAT_TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:hinomi-test-chat"
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


def metric_message(**changes: Any) -> dict[str, Any]:
    """The body for an alarm that modules/notification made from metric_alarms/ec2.yaml."""
    name = "hinomi-test-web-cpu-high"
    return alarm_message(
        AlarmName=name,
        AlarmArn=f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{name}",
        AlarmDescription=(
            "[high] CPU use of an instance stays high: web (metric alarm ec2/cpu-high)"
        ),
        NewStateReason=(
            "Threshold Crossed: 3 out of the last 3 datapoints [95.3125 (08/07/25 03:01:00), "
            "93.0 (08/07/25 02:56:00), 91.4 (08/07/25 02:51:00)] were greater than the threshold "
            "(80.0) (minimum 3 datapoints for OK -> ALARM transition)."
        ),
        Trigger={
            "MetricName": "CPUUtilization",
            "Namespace": "AWS/EC2",
            "StatisticType": "Statistic",
            "Statistic": "AVERAGE",
            "Unit": None,
            "Dimensions": [{"value": "i-0a1b2c3d4e5f60718", "name": "InstanceId"}],
            "Period": 300,
            "EvaluationPeriods": 3,
            "DatapointsToAlarm": 3,
            "ComparisonOperator": "GreaterThanThreshold",
            "Threshold": 80.0,
            "TreatMissingData": "missing",
            "EvaluateLowSampleCountPercentile": "",
        },
        **changes,
    )


def anomaly_message() -> dict[str, Any]:
    """The body for an alarm on a band of expected values, in us-east-1: its metric is a query."""
    name = "hinomi-test-site-requests-unusual"
    return alarm_message(
        AlarmName=name,
        AlarmArn=f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:alarm:{name}",
        Region="US East (N. Virginia)",
        AlarmDescription=(
            "[low] Traffic of a distribution is not what it is at this time: site "
            "(metric alarm cloudfront/requests-unusual)"
        ),
        NewStateReason=(
            "Thresholds Crossed: 3 out of the last 3 datapoints [5371.0 (08/07/25 03:01:00), "
            "5290.0 (08/07/25 02:56:00), 5102.0 (08/07/25 02:51:00)] were less than the lower "
            "thresholds [193.33593366980995, 190.1, 188.0] or greater than the upper thresholds "
            "[531.4406901351432, 530.2, 529.0] (minimum 3 datapoints for OK -> ALARM transition)."
        ),
        Trigger={
            "Period": 300,
            "EvaluationPeriods": 3,
            "DatapointsToAlarm": 3,
            "ComparisonOperator": "LessThanLowerOrGreaterThanUpperThreshold",
            "ThresholdMetricId": "expected",
            "TreatMissingData": "notBreaching",
            "EvaluateLowSampleCountPercentile": "",
            "Metrics": [
                {
                    "Expression": "ANOMALY_DETECTION_BAND(measured, 3)",
                    "Id": "expected",
                    "Label": "Traffic (expected)",
                    "ReturnData": True,
                },
                {
                    "Id": "measured",
                    "MetricStat": {
                        "Metric": {
                            "Dimensions": [
                                {"value": "E1A2B3C4D5E6F7", "name": "DistributionId"},
                                {"value": "Global", "name": "Region"},
                            ],
                            "MetricName": "Requests",
                            "Namespace": "AWS/CloudFront",
                        },
                        "Period": 300,
                        "Stat": "Sum",
                    },
                    "ReturnData": True,
                },
            ],
        },
    )


def health_message(**detail: Any) -> dict[str, Any]:
    """An AWS Health event, as EventBridge hands it to SNS."""
    return {
        "version": "0",
        "id": "121345678-1234-1234-1234-123456789012",
        "detail-type": "AWS Health Event",
        "source": "aws.health",
        "account": ACCOUNT,
        "time": "2025-07-08T03:02:57Z",
        "region": REGION,
        "resources": ["i-0a1b2c3d4e5f60718"],
        "detail": {
            "eventArn": (
                f"arn:aws:health:{REGION}::event/EC2/AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED/"
                "AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED_90353408594353980"
            ),
            "service": "EC2",
            "eventTypeCode": "AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED",
            "eventTypeCategory": "scheduledChange",
            "eventScopeCode": "ACCOUNT_SPECIFIC",
            "communicationId": "01b0993207d81a09dcd552ebd1e633e36cf1f09a-1",
            "startTime": "Tue, 22 Jul 2025 05:01:10 GMT",
            "endTime": "Tue, 22 Jul 2025 05:30:57 GMT",
            "lastUpdatedTime": "Tue, 08 Jul 2025 03:02:00 GMT",
            "statusCode": "upcoming",
            "eventRegion": REGION,
            "eventDescription": [
                {
                    "language": "en_US",
                    "latestDescription": (
                        "EC2 has found a fault in the hardware below one of your instances.\\n\\n"
                        "It will be stopped at the time given here."
                    ),
                }
            ],
            "affectedEntities": [
                {
                    "entityValue": "i-0a1b2c3d4e5f60718",
                    "lastUpdatedTime": "Tue, 08 Jul 2025 03:02:00 GMT",
                    "status": "PENDING",
                }
            ],
            "affectedAccount": ACCOUNT,
            "page": "1",
            "totalPages": "1",
            "backupEvent": "false",
            "personas": ["OPERATIONS"],
            **detail,
        },
    }


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
