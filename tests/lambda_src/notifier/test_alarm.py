from datetime import UTC, datetime
from typing import Any

import pytest

from notifier import alarm
from tests.lambda_src.notifier.alarm_notifications import (
    alarm_message,
    composite_message,
    sns_record,
)


def test_a_metric_alarm_is_read_with_the_region_code_of_its_arn() -> None:
    read = alarm.read(sns_record(alarm_message()))

    assert read.name == "hinomi-test-root-user-used"
    assert (read.state, read.old_state) == ("ALARM", "OK")
    assert (read.partition, read.region, read.account) == (
        "aws",
        "ap-northeast-1",
        "111122223333",
    )
    assert read.changed_at == datetime(2025, 7, 8, 3, 3, 12, 345000, UTC)
    assert read.trigger.metric == "root-user-used"
    assert read.trigger.namespace == "hinomi-test/detections"
    assert (read.trigger.period, read.trigger.evaluation_periods) == (60, 1)
    assert read.trigger.threshold == "1.0"


def test_dates_in_the_reason_are_day_month_year_in_utc() -> None:
    reason = (
        "Threshold Crossed: 2 out of the last 2 datapoints [9.0 (05/07/25 03:02:00), "
        "7.0 (05/07/25 03:01:00)] were greater than the threshold (5.0)."
    )
    read = alarm.read(sns_record(alarm_message(NewStateReason=reason)))

    assert read.datapoint_times == (
        datetime(2025, 7, 5, 3, 1, tzinfo=UTC),
        datetime(2025, 7, 5, 3, 2, tzinfo=UTC),
    )


def test_reason_data_comes_before_the_dates_in_the_text() -> None:
    data = (
        '{"version":"1.0","startDate":"2025-07-08T02:58:00.000+0000","period":60,'
        '"evaluatedDatapoints":[{"timestamp":"2025-07-08T02:59:00.000+0000","value":2.0}]}'
    )
    read = alarm.read(sns_record(alarm_message(StateReasonData=data)))

    assert [f"{time:%H:%M}" for time in read.datapoint_times] == ["02:58", "02:59"]


@pytest.mark.parametrize(
    ("arn", "place"),
    [
        (
            "arn:aws-cn:cloudwatch:cn-north-1:111122223333:alarm:a",
            ("aws-cn", "cn-north-1"),
        ),
        (
            "arn:aws-us-gov:cloudwatch:us-gov-west-1:111122223333:alarm:a",
            ("aws-us-gov", "us-gov-west-1"),
        ),
        # An emulator leaves the ARN out: the topic stands in the same region and account.
        (None, ("aws", "ap-northeast-1")),
    ],
)
def test_partition_and_region(arn: str | None, place: tuple[str, str]) -> None:
    read = alarm.read(sns_record(alarm_message(AlarmArn=arn)))

    assert (read.partition, read.region) == place


def test_an_arn_that_was_left_out_is_made_from_the_parts() -> None:
    without = alarm.read(sns_record(alarm_message(AlarmArn=None)))

    assert without.arn == alarm.read(sns_record(alarm_message())).arn


def test_a_composite_alarm_keeps_its_rule_and_the_alarms_that_set_it_off() -> None:
    read = alarm.read(sns_record(composite_message()))

    assert read.rule.startswith("ALARM(")
    assert read.children == (
        "arn:aws:cloudwatch:ap-northeast-1:111122223333:alarm:hinomi-test-health",
    )
    assert read.trigger.metric == ""


def test_a_message_that_no_alarm_sent_is_kept_as_text() -> None:
    read = alarm.read(sns_record("Please look at the\nbastion", subject="By hand"))

    assert read.state == "UNKNOWN"
    assert read.name == "By hand"
    assert read.reason == "Please look at the\\u000abastion"
    assert read.account == "111122223333"


@pytest.mark.parametrize(
    "record", [{}, {"Sns": None}, {"Sns": {"Message": {"a": 1}}}, {"body": "{}"}, None, "text"]
)
def test_what_is_no_sns_record_is_refused_with_the_thing_to_change(record: Any) -> None:
    with pytest.raises(alarm.UnreadableRecordError, match="subscribe the function to SNS only"):
        alarm.read(record)


@pytest.mark.parametrize(
    "changes",
    [
        {"Trigger": None},
        {"Trigger": {"Period": "x", "EvaluationPeriods": -1, "Dimensions": {}, "Threshold": {}}},
        {"NewStateReason": None, "StateChangeTime": "yesterday", "TriggeringChildren": 3},
        {"NewStateReason": "[1.0 (99/99/25 03:01:00)]", "NewStateReasonData": "{"},
        {"StateChangeTime": "0001-01-01T00:00:00+23:59"},
    ],
)
def test_odd_fields_do_not_stop_an_alarm(changes: dict[str, Any]) -> None:
    read = alarm.read(sns_record(alarm_message(**changes)))

    assert read.name == "hinomi-test-root-user-used"
    assert read.changed_at.tzinfo is not None
