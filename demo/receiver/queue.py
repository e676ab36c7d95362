"""Notifications as the next-action queue received them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from demo.clock import from_milliseconds

SCHEMA = "hinomi.notification/1"


@dataclass(frozen=True)
class QueueMessage:
    """`document` is the notification; None where the body was not one (`body` has it as it came).

    `at` is when SQS took it in.
    """

    at: datetime
    body: str
    document: dict[str, Any] | None


class NextActionQueue:
    def __init__(self, sqs: Any, url: str) -> None:
        self._sqs = sqs
        self._url = url

    @property
    def name(self) -> str:
        return self._url.rpartition("/")[2]

    def empty(self) -> list[QueueMessage]:
        """Takes out and returns everything that is there now."""
        taken: list[QueueMessage] = []
        while True:
            answer = self._sqs.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=10,
                WaitTimeSeconds=0,
                AttributeNames=["SentTimestamp"],
            )
            messages = answer.get("Messages", [])
            if not messages:
                return taken
            for message in messages:
                at = from_milliseconds(int(message["Attributes"]["SentTimestamp"]))
                taken.append(QueueMessage(at, message["Body"], notification(message["Body"])))
                self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])


def notification(body: str) -> dict[str, Any] | None:
    """The notification in a queue message, with SNS's envelope around it or without."""
    document = _object(body)
    if document is not None and document.get("Type") == "Notification":
        document = _object(document.get("Message"))
    if document is None or document.get("schema") != SCHEMA:
        return None
    return document


def _object(text: Any) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except (TypeError, ValueError):
        return None
    return value if isinstance(value, dict) else None
