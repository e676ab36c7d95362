"""The notification schemas of the CloudWatch User Guide ("Amazon SNS notification schemas")."""

from cloud.alarms import message

ARN = "arn:aws:cloudwatch:ap-northeast-1:111122223333:alarm:"
WHERE = {"account": "111122223333", "region": "ap-northeast-1"}
METRIC = {
    "AlarmName": "hinomi-local-root-user-used",
    "AlarmArn": ARN + "hinomi-local-root-user-used",
    "AlarmDescription": "",
    "AlarmConfigurationUpdatedTimestamp": 1_769_904_000,
    "StateValue": "ALARM",
    "StateReason": "Threshold Crossed",
    "StateUpdatedTimestamp": 1_769_904_060.5,
    "AlarmActions": ["arn:aws:sns:ap-northeast-1:111122223333:hinomi-local-alarms"],
    "OKActions": [],
    "InsufficientDataActions": None,
    "MetricName": "root-user-used",
    "Namespace": "hinomi-local/detections",
    "Statistic": "Sum",
    "ExtendedStatistic": None,
    "Unit": None,
    "Dimensions": [{"Name": "service", "Value": "shipper"}],
    "Period": 60,
    "EvaluationPeriods": 3,
    "DatapointsToAlarm": 2,
    "ComparisonOperator": "GreaterThanOrEqualToThreshold",
    "Threshold": 1,
    "TreatMissingData": "notBreaching",
}
COMPOSITE = {
    **{name: METRIC[name] for name in list(METRIC)[:10]},
    "AlarmRule": 'ALARM("a") OR ALARM("b")',
}


def test_a_metric_alarm_has_every_field_of_the_schema():
    body = message.body(METRIC, old_state="OK", **WHERE)
    assert list(body) == [
        "AlarmName", "AlarmDescription", "AWSAccountId", "AlarmConfigurationUpdatedTimestamp",
        "NewStateValue", "NewStateReason", "StateChangeTime", "Region", "AlarmArn",
        "OldStateValue", "OKActions", "AlarmActions", "InsufficientDataActions", "Trigger",
    ]  # fmt: skip
    assert body["AlarmDescription"] is None
    assert body["StateChangeTime"] == "2026-02-01T00:01:00.500+0000"
    assert body["Region"] == "Asia Pacific (Tokyo)"
    assert body["InsufficientDataActions"] == []
    assert body["Trigger"] == {
        "MetricName": "root-user-used",
        "Namespace": "hinomi-local/detections",
        "StatisticType": "Statistic",
        "Statistic": "SUM",
        "Unit": None,
        "Dimensions": [{"value": "shipper", "name": "service"}],
        "Period": 60,
        "EvaluationPeriods": 3,
        "DatapointsToAlarm": 2,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "Threshold": 1.0,
        "TreatMissingData": "notBreaching",
        "EvaluateLowSampleCountPercentile": "",
    }


def test_a_percentile_is_an_extended_statistic():
    alarm = {**METRIC, "Statistic": None, "ExtendedStatistic": "p99"}
    trigger = message.body(alarm, old_state="OK", **WHERE)["Trigger"]
    assert trigger["StatisticType"] == "ExtendedStatistic"
    assert trigger["ExtendedStatistic"] == "p99"
    assert "Statistic" not in trigger


def test_a_composite_alarm_has_its_rule_and_children_and_no_trigger():
    child = {"arn": ARN + "a", "state": {"value": "ALARM", "timestamp": "t"}}
    body = message.body(COMPOSITE, old_state="OK", triggering=[child], **WHERE)
    assert body["AlarmRule"] == 'ALARM("a") OR ALARM("b")'
    assert body["TriggeringChildren"] == [
        {"Arn": ARN + "a", "State": {"Value": "ALARM", "Timestamp": "t"}}
    ]
    assert "Trigger" not in body


def test_the_subject_fits_into_100_characters():
    subject = message.subject(METRIC, "ALARM", "ap-northeast-1")
    assert subject == 'ALARM: "hinomi-local-root-user-used" in Asia Pacific (Tokyo)'
    assert len(message.subject({"AlarmName": "x" * 200}, "ALARM", "eu-north-1")) == 100


def test_a_function_s_event_has_the_metric_in_its_own_words():
    event = message.lambda_event(METRIC, old_state="OK", moment=1_769_904_061, **WHERE)
    assert event["alarmData"]["previousState"] == {"value": "OK"}
    metric = event["alarmData"]["configuration"]["metrics"][0]["metricStat"]
    assert metric["metric"]["dimensions"] == {"service": "shipper"}
    assert metric["stat"] == "Sum"
