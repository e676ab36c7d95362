"""Publish: messages that SNS refuses.

ministack (services/sns.py) delivers a message with MessageStructure=json that is no JSON or has
no `default` as it stands, and takes any subject. The texts and limits are those of the API
reference (Publish) and of SNS's own refusals.
"""

import json
from typing import Any

from ministack.services import sns

from cloud.emulator.patch import need, replace

_SUBJECT_CHARACTERS = 100


def apply() -> None:
    """Patch publishing (the Publish action; PublishBatch stays as it is)."""
    need(sns, "SnsPublishError")

    def mended(
        topic_arn: str,
        message: Any,
        subject: str = "",
        *,
        message_structure: str = "",
        message_attributes: dict[str, Any] | None = None,
        message_group_id: str = "",
        message_deduplication_id: str = "",
    ) -> dict[str, Any] | None:
        wrong = wrong_subject(subject) or (
            wrong_structure(message) if message_structure == "json" else None
        )
        if wrong:
            raise sns.SnsPublishError("InvalidParameter", f"Invalid parameter: {wrong}")
        result: dict[str, Any] | None = original(
            topic_arn,
            message,
            subject,
            message_structure=message_structure,
            message_attributes=message_attributes,
            message_group_id=message_group_id,
            message_deduplication_id=message_deduplication_id,
        )
        return result

    original = replace(sns, "publish_internal", mended)


def wrong_subject(subject: str) -> str | None:
    """What is wrong with a subject: too long, or with line breaks or control characters."""
    if len(subject) > _SUBJECT_CHARACTERS or not subject.isprintable():
        return "Subject"
    return None


def wrong_structure(message: str) -> str | None:
    """What is wrong with the message of MessageStructure=json."""
    try:
        parts = json.loads(message)
    except ValueError:
        return "Message Structure - JSON message body failed to parse"
    if not isinstance(parts, dict) or not isinstance(parts.get("default"), str):
        return "Message Structure - No default entry in JSON message body"
    return None
