"""SNS's limits hold whatever the events hold."""

import json
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from notifier import alarm, facts, publisher
from notifier.catalogue import Detection, Runbook
from notifier.enrichment import Enrichment
from notifier.headline import subject
from notifier.notification import Notification
from notifier.settings import Settings
from tests.lambda_src.notifier.alarm_notifications import TOPIC, alarm_message, found, sns_record

_SETTINGS = Settings(TOPIC, ("en", "ja"), ZoneInfo("Asia/Tokyo"))


def _notification(source: str, *events: Any) -> Notification:
    book = Runbook("意味" * 200, ("確認" * 200,) * 12, ("対応" * 200,) * 12)
    detection = Detection(
        "m", {"en": "T" * 120, "ja": "題" * 120}, "high", source, {"en": book, "ja": book}
    )
    read = alarm.read(sns_record(alarm_message("m")))
    events_found = found(*events)
    return Notification(
        read,
        detection,
        Enrichment(facts.read(source, events_found), events_found.filters, events_found.window),
        {"alarm": "https://example.com/" + "x" * 5000},
    )


def _huge(number: int, character: str) -> dict[str, Any]:
    value = character * 1_000  # a record has 256 KB at most
    return {
        "eventTime": "2025-07-08T03:01:07Z",
        "eventSource": f"ec2{value}",
        "eventName": f"Do{number}{value}",
        "sourceIPAddress": value,
        "userAgent": value,
        "errorCode": value,
        "awsRegion": f"{number}{value}",
        "recipientAccountId": f"{number}{value}",
        "eventID": f"{number}{value}",
        "requestParameters": {"instanceId": [value] * 100, "securityGroups": [value] * 100},
        "resources": [{"ARN": f"{inner}{value}"} for inner in range(50)],
        "userIdentity": {
            "type": "AssumedRole",
            "arn": f"{number}{value}/{value}/{value}",
            "accountId": value,
            "accessKeyId": value,
            "sessionContext": {"sessionIssuer": {"arn": value, "userName": value}},
        },
    }


@pytest.mark.parametrize("character", ["x", '"', "\\", "\n", "漢", "\U0001f525", "\u202e"])
def test_a_message_stays_under_the_limit(character: str) -> None:
    notification = _notification("cloudtrail", *(_huge(number, character) for number in range(30)))

    body = publisher.body(notification, _SETTINGS)

    assert len(body.encode()) <= publisher.MOST_BYTES
    parts = json.loads(body)
    document = json.loads(parts["sqs"])
    assert document["count"] == 30
    assert document["text"]["en"].startswith("[HIGH] ")
    assert parts["email"].startswith("[HIGH] ")


def test_a_message_over_the_limit_is_shown_in_less_detail_only_as_far_as_needed() -> None:
    few = _notification("cloudtrail", _huge(1, "x"))
    sizes = [len(publisher._body(few, _SETTINGS, limits).encode()) for limits in publisher.STEPS]

    assert sizes == sorted(sizes, reverse=True)
    largest = max(size for size in sizes if size <= publisher.MOST_BYTES)
    assert len(publisher.body(few, _SETTINGS).encode()) == largest


@pytest.mark.parametrize("character", ["x", "\n", "漢", "\u202e"])
def test_a_subject_is_ascii_on_one_line_and_below_100_characters(character: str) -> None:
    line = subject(_notification("cloudtrail", _huge(1, character)), _SETTINGS.zone)

    assert line.isascii()
    assert line.isprintable()
    assert len(line) < 100
    assert line.startswith("[HIGH] ")


def test_a_foreign_message_with_an_empty_subject_gets_one() -> None:
    read = alarm.read(sns_record("hello", subject=""))
    notification = Notification(replace(read, name=""), None, Enrichment(), {})

    assert subject(notification, _SETTINGS.zone).startswith("[NOTICE] ")
