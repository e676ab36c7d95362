"""The function as Lambda calls it: every way through, and every way it can fail."""

from collections.abc import Callable
from typing import Any

import pytest

from notifier import enrichment, handler
from notifier.catalogue import CatalogueError
from notifier.settings import SettingsError
from tests.lambda_src.notifier.alarm_notifications import (
    alarm_message,
    cloudtrail_sample,
    composite_message,
    sns_record,
)
from tests.lambda_src.notifier.conftest import Account

_WHERE_AND_WHEN = "(account 111122223333, ap-northeast-1) at 2025-07-08 12:03:12 JST"
Metrics = Callable[[], dict[str, list[float]]]


def test_an_alarm_becomes_one_message_for_people_and_machines(
    account: Account, metrics: Metrics
) -> None:
    account.has_filter()
    account.has_events(cloudtrail_sample("root_console_login"))
    account.takes_messages()

    account.handle(sns_record(alarm_message("root-console-sign-in")))

    body = account.body()
    assert body.keys() == {"default", "email", "sms", "sqs", "lambda", "http", "https"}
    assert body["email"] == body["default"]
    assert body["sqs"] == body["lambda"] == body["http"] == body["https"]
    document = account.document()
    assert document["schema"] == "hinomi.notification/1"
    assert document["detection"] == "root-console-sign-in"
    assert document["who"][0]["principal"] == "arn:aws:iam::111122223333:root"
    assert document["from"][0]["address"] == "198.51.100.77"
    assert document["what"][0]["api"] == "signin:ConsoleLogin"
    assert (document["region"], document["alarm"]["region"]) == ("us-east-1", "ap-northeast-1")
    assert (document["count"], document["enriched"]) == (1, True)
    assert document["when"]["window_start"] == "2025-07-08T03:01:00Z"
    assert document["text"].keys() == {"en", "ja"}
    assert body["email"].startswith(document["text"]["en"])
    attributes = account.published[0]["MessageAttributes"]
    assert {name: value["StringValue"] for name, value in attributes.items()} == {
        "detection": "root-console-sign-in",
        "severity": "critical",
        "account": "111122223333",
        "region": "us-east-1",
    }
    assert metrics() == {"NotificationsSent": [1.0]}


def test_the_languages_stand_in_the_order_of_the_setting(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGES", "ja,en")
    account.has_filter()
    account.has_events(cloudtrail_sample("root_console_login"))
    account.takes_messages()

    account.handle(sns_record(alarm_message("root-console-sign-in")))

    email = account.body()["email"]
    assert email.startswith("[重大] ")
    assert email.index("[重大] ") < email.index("[CRITICAL] ")
    assert account.published[0]["Subject"].startswith("[CRITICAL] ")


def test_late_events_are_found_in_a_wider_window(account: Account) -> None:
    account.has_filter()
    account.has_events()
    account.has_events(cloudtrail_sample("root_console_login"))
    account.takes_messages()

    account.handle(sns_record(alarm_message("root-console-sign-in")))

    when = account.document()["when"]
    assert (when["window_start"], when["window_end"]) == (
        "2025-07-08T02:46:00Z",
        "2025-07-08T03:03:12.345000Z",
    )


def _denied(account: Account) -> None:
    account.logs.add_client_error("describe_metric_filters", "AccessDeniedException")


def _no_filter(account: Account) -> None:
    account.logs.add_response("describe_metric_filters", {"metricFilters": []})


def _search_denied(account: Account) -> None:
    account.has_filter()
    account.logs.add_client_error("filter_log_events", "AccessDeniedException")


def _no_events(account: Account) -> None:
    account.has_filter()
    account.has_events()
    account.has_events()


@pytest.mark.parametrize(
    ("fails", "reason", "said"),
    [
        (_denied, "The notifier may not read the log events.", "logs:DescribeMetricFilters"),
        (_no_filter, "No metric filter makes this alarm's metric.", "root-user-used"),
        (_search_denied, "The notifier may not read the log events.", "logs:FilterLogEvents"),
        (_no_events, "No matching log event was found in the alarm's window.", ""),
    ],
)
def test_without_details_the_plain_alarm_goes_out_with_the_reason(
    account: Account, metrics: Metrics, fails: Callable[[Account], None], reason: str, said: str
) -> None:
    fails(account)
    account.takes_messages()

    account.handle(sns_record(alarm_message("root-user-used")))

    document, email = account.document(), account.body()["email"]
    assert document["enriched"] is False
    assert document["not_enriched_because"] == reason
    assert (document["detection"], document["severity"]) == ("root-user-used", "critical")
    assert reason in email
    assert said in email
    assert "What to do" in email
    assert "Threshold Crossed" in email
    assert metrics() == {
        "NotificationsSent": [1.0],
        "NotificationsPlain": [1.0],
        "EnrichmentFailures": [1.0],
    }


def test_when_time_runs_out_the_plain_alarm_goes_out(account: Account) -> None:
    account.has_filter()
    account.has_events(token="more")
    account.takes_messages()

    account.handle(sns_record(alarm_message("root-user-used")), milliseconds=9_000)

    assert account.document()["not_enriched_because"] == "The search did not end in time."


def test_a_fault_of_our_own_does_not_silence_the_alarm_nor_log_the_record(
    account: Account, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fault(*_: Any) -> None:
        raise KeyError("203.0.113.99 is in the record")

    monkeypatch.setattr(enrichment.facts, "read", fault)
    account.has_filter()
    account.has_events(cloudtrail_sample("root_console_login"))
    account.takes_messages()

    account.handle(sns_record(alarm_message("root-console-sign-in")))

    assert account.document()["enriched"] is False
    assert "KeyError" in account.body()["email"]
    assert "no details: KeyError in fault" in caplog.text
    assert "203.0.113.99" not in _all_of(caplog)


def test_events_that_are_not_what_their_log_says_are_shown_as_lines(account: Account) -> None:
    account.has_filter()
    account.has_events('{"eventName": "Conso', "[1, 2]")
    account.takes_messages()

    account.handle(sns_record(alarm_message("root-user-used")))

    document = account.document()
    assert document["lines"] == ['{"eventName": "Conso', "[1, 2]"]
    assert (document["who"], document["count"]) == ([], 2)
    assert '  {"eventName": "Conso' in account.body()["email"]


@pytest.mark.parametrize(
    ("identity", "said"),
    [
        ({"type": "Unknown", "principalId": "AIDACKCEVSQ6C2EXAMPLE"}, "AIDACKCEVSQ6C2EXAMPLE"),
        (
            {"type": "AWSService", "invokedBy": "ec2.amazonaws.com"},
            "service ec2.amazonaws.com",
        ),
        ({}, "unknown user"),
    ],
)
def test_who_is_said_once(account: Account, identity: dict[str, str], said: str) -> None:
    account.has_filter()
    account.has_events({**cloudtrail_sample("root_console_login"), "userIdentity": identity})
    account.takes_messages()

    account.handle(sns_record(alarm_message("root-user-used")))

    assert f"\nWho\n  {said}\n" in account.document()["text"]["en"]


@pytest.mark.parametrize(
    ("message", "headline", "points"),
    [
        (
            alarm_message(
                "CPUUtilization",
                AlarmName="web-cpu",
                AlarmDescription="The web server is busy",
                Trigger={
                    "MetricName": "CPUUtilization",
                    "Namespace": "AWS/EC2",
                    "Statistic": "AVERAGE",
                    "Dimensions": [{"value": "i-0a1b2c3d4e5f60718", "name": "InstanceId"}],
                    "Period": 300,
                    "EvaluationPeriods": 2,
                    "ComparisonOperator": "GreaterThanThreshold",
                    "Threshold": 90.0,
                },
            ),
            f"[ALARM] web-cpu {_WHERE_AND_WHEN}",
            [
                "The web server is busy",
                "AWS/EC2 / CPUUtilization",
                "InstanceId = i-0a1b2c3d4e5f60718",
                "AVERAGE GreaterThanThreshold 90.0 over 2 x 300 s",
            ],
        ),
        (
            composite_message(),
            f"[ALARM] hinomi-test-site-down {_WHERE_AND_WHEN}",
            ['Rule: ALARM("arn:aws:', "Set off by: arn:aws:cloudwatch:"],
        ),
        (
            alarm_message("x", AlarmName="web-cpu", NewStateValue="INSUFFICIENT_DATA"),
            f"[NO DATA] web-cpu {_WHERE_AND_WHEN}",
            ["Threshold Crossed"],
        ),
        (
            "The bastion is down\nWhat to do\n  call me",
            "[NOTICE] A message that no alarm sent: By hand, at 2025-07-08 12:03:12 JST",
            ["The bastion is down\\u000aWhat to do\\u000a  call me"],
        ),
    ],
    ids=["metric alarm", "composite alarm", "no data", "no alarm"],
)
def test_what_is_no_detection_is_forwarded_plainly(
    account: Account, message: Any, headline: str, points: list[str]
) -> None:
    account.takes_messages()

    account.handle(sns_record(message, subject="By hand"))

    email, document = account.body()["email"], account.document()
    assert email.splitlines()[0] == headline
    assert all(point in email for point in points)
    assert (document["detection"], document["severity"]) == (None, "unrated")
    assert document["enriched"] is False
    assert "detection" not in account.published[0]["MessageAttributes"]


def test_back_to_ok_is_short_and_does_not_call_the_incident_over(
    account: Account, metrics: Metrics
) -> None:
    account.takes_messages()

    account.handle(
        sns_record(alarm_message("root-user-used", NewStateValue="OK", OldStateValue="ALARM"))
    )

    english = account.document()["text"]["en"]
    assert english.startswith("[OK] ")
    assert "That does not mean that the incident is dealt with." in english
    assert "What to do" not in english
    assert metrics() == {"NotificationsSent": [1.0]}


def test_without_its_catalogue_the_function_still_sends(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise CatalogueError("catalogue.json is not in the package")

    monkeypatch.setattr(handler, "_detections", missing)
    account.takes_messages()

    account.handle(sns_record(alarm_message("root-user-used")))

    assert account.body()["email"].startswith("[ALARM] hinomi-test-root-user-used ")
    assert "no catalogue of detections" in account.body()["email"]


def test_a_failed_publish_is_raised_after_the_other_records_went_out(
    account: Account, metrics: Metrics
) -> None:
    account.takes_messages()
    account.sns.add_client_error("publish", "KMSAccessDenied", "may not use the key")
    account.takes_messages()
    ok = sns_record(alarm_message("root-user-used", NewStateValue="OK"))

    with pytest.raises(handler.NotificationError, match=r"2 of 4 failed: record 2: KMSAccess"):
        account.handle(ok, ok, {"no": "notification"}, ok)

    assert len(account.published) == 3
    assert metrics() == {"NotificationsSent": [1.0, 1.0], "NotificationsFailed": [1.0, 1.0]}


@pytest.mark.parametrize("event", [{}, {"Records": []}, {"Records": "x"}, {"detail": {}}])
def test_an_event_without_records_is_raised(account: Account, event: dict[str, Any]) -> None:
    with pytest.raises(handler.NotificationError, match="subscribe the function to SNS only"):
        handler.handler(event, None)


def test_a_wrong_setting_is_raised_and_counted(
    account: Account, metrics: Metrics, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGES", "fr")

    with pytest.raises(SettingsError, match="LANGUAGES"):
        account.handle(sns_record(alarm_message()))

    assert metrics() == {"NotificationsFailed": [1.0]}


def test_no_record_is_logged(account: Account, caplog: pytest.LogCaptureFixture) -> None:
    account.has_filter()
    account.has_events(cloudtrail_sample("root_console_login"))
    account.takes_messages()

    account.handle(sns_record(alarm_message("root-console-sign-in")))

    assert [record.getMessage() for record in caplog.records] == ["sent"]
    assert "root-console-sign-in" in _all_of(caplog)
    assert "198.51.100.77" not in _all_of(caplog)


def _all_of(caplog: pytest.LogCaptureFixture) -> str:
    """Every field of everything logged, formatted or not."""
    return "".join(str(record.__dict__) for record in caplog.records) + caplog.text
