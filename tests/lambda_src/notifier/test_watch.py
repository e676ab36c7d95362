"""What is no detection's: metric alarms, composite alarms, AWS Health events."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier import alarm, handler, health, reason, units, watch
from notifier.catalogue import CatalogueError, MetricAlarm
from tests.lambda_src.notifier.alarm_notifications import (
    ACCOUNT,
    alarm_message,
    anomaly_message,
    composite_message,
    health_message,
    metric_message,
    sns_record,
)
from tests.lambda_src.notifier.conftest import Account


def _attributes(account: Account, number: int = 0) -> dict[str, str]:
    attributes = account.published[number]["MessageAttributes"]
    return {name: value["StringValue"] for name, value in attributes.items()}


def test_a_metric_alarm_tells_what_was_measured_and_what_to_do(account: Account) -> None:
    account.takes_messages()

    account.handle(sns_record(metric_message()))

    document = account.document()
    assert document["watch"] == {"kind": "metric_alarm", "id": "ec2/cpu-high", "resource": "web"}
    # The catalogue says medium, the environment says high.
    assert (document["severity"], document["enriched"], document["detection"]) == (
        "high",
        True,
        None,
    )
    assert document["title"]["ja"] == "インスタンスの CPU 使用率が高いまま: web"
    assert document["measured"] == {
        "statistic": "Average",
        "unit": "Percent",
        "period": 300,
        "values": [95.3125, 93.0, 91.4],
        "times": ["2025-07-08T03:01:00Z", "2025-07-08T02:56:00Z", "2025-07-08T02:51:00Z"],
        "comparison": "GreaterThanThreshold",
        "threshold": "80.0",
        "expected": None,
        "dimensions": {"InstanceId": "i-0a1b2c3d4e5f60718"},
    }
    assert document["runbook"]["ja"]["do"]
    assert _attributes(account) == {
        "severity": "high",
        "account": ACCOUNT,
        "region": "ap-northeast-1",
    }


def test_an_anomaly_alarm_of_another_region_tells_the_band(account: Account) -> None:
    account.takes_messages()

    account.handle(sns_record(anomaly_message()))

    document = account.document()
    assert (document["alarm"]["namespace"], document["alarm"]["metric"]) == (
        "AWS/CloudFront",
        "Requests",
    )
    assert (document["alarm"]["region"], document["severity"]) == ("us-east-1", "low")
    assert document["measured"]["values"] == [5371.0, 5290.0, 5102.0]
    assert document["measured"]["expected"] == [193.33593366980995, 531.4406901351432]


def test_a_composite_alarm_names_the_alarms_that_set_it_off(account: Account) -> None:
    message = composite_message()
    message["AlarmDescription"] = (
        "[critical] The site is down / サイトが停止 (composite alarm site)"
    )
    account.takes_messages()

    account.handle(sns_record(message))

    document = account.document()
    assert document["watch"]["kind"] == "composite_alarm"
    assert document["severity"] == "critical"
    assert document["title"]["en"] == document["title"]["ja"] == "The site is down / サイトが停止"
    assert document["children"] == [
        "arn:aws:cloudwatch:ap-northeast-1:111122223333:alarm:hinomi-test-health"
    ]
    assert "Set off by\n  hinomi-test-health\n" in document["text"]["en"]


@pytest.mark.parametrize(
    ("detail", "kind", "severity", "said"),
    [
        ({}, "AWS Health Event", "medium", "AWS plans a change to EC2"),
        ({"eventTypeCategory": "issue", "statusCode": "open"}, "AWS Health Event", "high", "issue"),
        ({"eventTypeCategory": "issue", "statusCode": "closed"}, "AWS Health Event", "low", "over"),
        ({"eventTypeCategory": "accountNotification"}, "AWS Health Event", "low", "notice"),
        ({"eventTypeCategory": "investigation"}, "AWS Health Event", "medium", "looks into"),
        ({"eventTypeCategory": "issue"}, "AWS Health Abuse Event", "high", "abuse"),
        ({"eventTypeCategory": "newCategory"}, "AWS Health Event", "low", "tells something"),
    ],
)
def test_a_health_event_is_rated_by_what_it_asks_for(
    account: Account, detail: dict[str, Any], kind: str, severity: str, said: str
) -> None:
    account.takes_messages()

    account.handle(sns_record({**health_message(**detail), "detail-type": kind}))

    document = account.document()
    assert (document["severity"], document["watch"]["kind"]) == (severity, "health_event")
    assert said in document["text"]["en"].splitlines()[0]
    assert document["health"]["resources"] == ["i-0a1b2c3d4e5f60718"]
    assert document["health"]["starts"] == "2025-07-22T05:01:10Z"
    assert document["health"]["said"][1] == "It will be stopped at the time given here."


def test_a_long_list_of_resources_says_which_page_it_is() -> None:
    event = health.read(health_message(page="2", totalPages="3"))

    assert event is not None
    assert event.page == "2 / 3"


def test_an_alarm_that_was_just_made_sends_nothing_for_its_first_data(account: Account) -> None:
    first = metric_message(NewStateValue="OK", OldStateValue="INSUFFICIENT_DATA")

    account.handle(sns_record(first))

    assert account.published == []


def test_an_alarm_of_somebody_else_is_forwarded_whatever_its_state(account: Account) -> None:
    account.takes_messages()

    account.handle(
        sns_record(
            alarm_message(
                "x",
                AlarmDescription="[high] made by hand",
                NewStateValue="OK",
                OldStateValue="INSUFFICIENT_DATA",
            )
        )
    )

    assert account.document()["severity"] == "unrated"
    assert account.document()["watch"] is None


def test_an_alarm_newer_than_the_package_keeps_the_words_that_terraform_wrote() -> None:
    found = watch.find(alarm.read(sns_record(metric_message())), {})

    assert found is not None
    assert found.title["ja"] == "CPU use of an instance stays high"
    assert (found.severity, found.resource, found.runbook) == ("high", "web", {})


def test_without_its_file_the_function_still_sends(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> dict[str, MetricAlarm]:
        raise CatalogueError("metric_alarms.json is not in the package")

    monkeypatch.undo()
    monkeypatch.setattr(handler.catalogue, "load_metric_alarms", missing)
    handler._metric_alarms.cache_clear()

    assert handler._metric_alarms() == {}
    handler._metric_alarms.cache_clear()


def test_no_data_is_said_where_silence_rings(account: Account) -> None:
    message = metric_message()
    message["NewStateReason"] = (
        "Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints "
        "were treated as [Breaching]."
    )
    account.takes_messages()

    account.handle(sns_record(message))

    assert "no data came, and this alarm rings then" in account.document()["text"]["en"]


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (95.3125, "Percent", "95.31 %"),
        (5368709120.0, "Bytes", "5 GiB"),
        (512.0, "Bytes", "512 B"),
        (20480.0, "Mebibytes", "20,480 MiB"),
        (0.0213, "Seconds", "0.0213 s"),
        (1204.0, "Count", "1,204"),
        (1.0, "State", "1"),
        (-3.0, "", "-3"),
        (1e300, "Count", "1e+300"),
    ],
)
def test_numbers_read_as_people_write_them(value: float, unit: str, shown: str) -> None:
    assert units.written(value, unit) == shown


@given(st.text() | st.none())
def test_no_reason_stops_an_alarm(text: str | None) -> None:
    reason.read(text)
    reason.read(f"datapoints [{text} (99/99/99 99:99:99), 1e999 (01/01/25 00:00:00)]")


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(health_message()["detail"])), _ANY), _ANY)
def test_no_health_event_stops_the_function(detail: dict[str, Any], resources: Any) -> None:
    message = {**health_message(), "detail": detail, "resources": resources, "time": resources}
    read = alarm.read(sns_record(json.dumps(message)))

    assert read.state == "EVENT"
    assert watch.find(read, {}) is not None


@given(st.dictionaries(st.sampled_from(["Metrics", "Dimensions", "Period", "Statistic"]), _ANY))
def test_no_trigger_stops_an_alarm(trigger: dict[str, Any]) -> None:
    read = alarm.read(sns_record(alarm_message(Trigger=trigger)))

    assert read.trigger.period >= 0
