"""Puts a notification into the form that SNS takes, within its limits, and publishes it.

Limits: "Publish" in the SNS API reference: 262,144 bytes for the whole message, in which the
texts of every protocol count; a subject of less than 100 characters; no empty attribute.
"""

import json
from typing import Any

from notifier import chat
from notifier.headline import subject
from notifier.mail_text import text
from notifier.notification import Limits, Notification, document
from notifier.settings import Settings

MOST_BYTES = 250_000  # leaves room for subject and attributes
# Each step shows less; the last fits whatever the events hold.
STEPS = (
    Limits(),
    Limits(entries=5, points=5, width=200, text=15_000),
    Limits(entries=2, points=2, width=80, text=3_000, runbook=False),
)
_MACHINES = ("sqs", "lambda", "http", "https")
_SEPARATOR = "\n" + "=" * 72 + "\n\n"


def publish(sns: Any, notification: Notification, settings: Settings) -> str:
    """Publishes; returns the SNS message id. Whatever SNS answers wrongly is raised."""
    answer = sns.publish(
        TopicArn=settings.topic_arn,
        Subject=subject(notification, settings.zone),
        MessageStructure="json",
        Message=body(notification, settings),
        MessageAttributes=_attributes(notification),
    )
    return str(answer.get("MessageId", ""))


def publish_to_chat(sns: Any, notification: Notification, settings: Settings) -> str:
    """Publishes to the chat topic where one is set and the severity is wanted; else ""."""
    wanted = settings.chat_severities
    if not settings.chat_topic_arn or (wanted and notification.severity not in wanted):
        return ""
    answer = sns.publish(
        TopicArn=settings.chat_topic_arn,
        Message=_json(chat.message(notification, settings)),
        MessageAttributes=_attributes(notification),
    )
    return str(answer.get("MessageId", ""))


def body(notification: Notification, settings: Settings) -> str:
    """The texts of every protocol, as one JSON object."""
    whole = ""
    for limits in STEPS:
        whole = _body(notification, settings, limits)
        if len(whole.encode()) <= MOST_BYTES:
            break
    return whole


def _body(notification: Notification, settings: Settings, limits: Limits) -> str:
    texts = {
        language: text(notification, language, settings.zone, limits)
        for language in settings.languages
    }
    mail = _SEPARATOR.join(texts.values())
    machine = _json(document(notification, texts, limits))
    # A text message: the first line in ASCII, for it costs by the 160 characters.
    sms = subject(notification, settings.zone)
    return _json({"default": mail, "email": mail, "sms": sms, **dict.fromkeys(_MACHINES, machine)})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _attributes(notification: Notification) -> dict[str, dict[str, str]]:
    """What a subscription's filter policy can choose by."""
    values = {
        "detection": notification.detection.id if notification.detection else "",
        "severity": notification.severity,
        "account": notification.account,
        "region": notification.region,
    }
    return {
        name: {"DataType": "String", "StringValue": value}
        for name, value in values.items()
        if value
    }
