"""The message to a chat channel: in the one form that is taken, and safe to show there."""

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from notifier import alarm, chat, links
from notifier.enrichment import Enrichment
from notifier.notification import Notification
from notifier.settings import Settings
from tests.lambda_src.notifier.alarm_notifications import (
    CHAT_TOPIC,
    TOPIC,
    alarm_message,
    cloudtrail_sample,
    health_message,
    metric_message,
    sns_record,
)
from tests.lambda_src.notifier.conftest import Account


@pytest.fixture
def with_chat(account: Account, monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setenv("CHAT_TOPIC_ARN", CHAT_TOPIC)
    monkeypatch.setenv("CHAT_SEVERITIES", "critical,high")
    return account


def _sent(account: Account) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(account.published[1]["Message"])
    return message


def test_a_channel_gets_its_own_form_after_the_mail(with_chat: Account) -> None:
    with_chat.takes_messages()
    with_chat.takes_chat()

    with_chat.handle(sns_record(metric_message()))

    message = _sent(with_chat)
    assert (message["version"], message["source"]) == ("1.0", "custom")
    content = message["content"]
    assert content["textType"] == "client-markdown"
    assert content["title"].startswith("🟠 [HIGH] CPU use of an instance stays high: web, 95.31 %")
    assert "What was measured" in content["description"]
    assert "測定値" in content["description"]
    assert "Metric (last three hours): https://" in content["description"]
    assert content["nextSteps"][0] == "More load. Add instances or take a larger type."
    assert message["metadata"]["threadId"] == "hinomi-test-web-cpu-high"
    assert "MessageStructure" not in with_chat.published[1]


def test_a_severity_that_the_channel_does_not_want_goes_to_mail_only(with_chat: Account) -> None:
    with_chat.takes_messages()

    with_chat.handle(sns_record(health_message()))  # medium

    assert len(with_chat.published) == 1


def test_text_from_events_is_no_mention_and_no_link(with_chat: Account) -> None:
    record = cloudtrail_sample("root_console_login")
    record["userAgent"] = "<!channel> <https://evil.example|AWS> `*bold*`"
    with_chat.has_filter()
    with_chat.has_events(record)
    with_chat.takes_messages()
    with_chat.takes_chat()

    with_chat.handle(sns_record(alarm_message("root-console-sign-in")))

    content = _sent(with_chat)["content"]
    assert "<" not in content["description"] + content["title"]
    assert "https[:]//evil.example" in content["description"]


@pytest.mark.parametrize("languages", [("en",), ("ja", "en")])
def test_a_message_is_short_whatever_aws_says(languages: tuple[str, ...]) -> None:
    long = health_message(
        eventDescription=[{"latestDescription": "word " * 5_000}],
        affectedEntities=[{"entityValue": "r" * 300} for _ in range(200)],
    )
    read = alarm.read(sns_record(long))
    notification = Notification(read, None, Enrichment(), links.build(read, None, Enrichment()))
    settings = Settings(TOPIC, languages, ZoneInfo("UTC"))

    message = chat.message(notification, settings)

    assert len(message["content"]["description"]) <= 3_000
    assert len(message["content"]["title"]) <= 200


def test_a_channel_that_cannot_be_told_fails_after_the_mail_went_out(with_chat: Account) -> None:
    with_chat.takes_messages()
    with_chat.sns.add_client_error("publish", "AuthorizationError", "may not publish")

    with pytest.raises(Exception, match="1 of 1 failed"):
        with_chat.handle(sns_record(metric_message()))

    assert with_chat.published[0]["TopicArn"] == TOPIC
