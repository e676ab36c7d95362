"""E-mail subscriptions: each message becomes a file.

ministack (services/sns.py) writes the address of a mail into its log and forgets the rest. Here
it lands in the directory HINOMI_MAIL_DIRECTORY, one JSON file each:
{to, subject, body, topic_arn, sent_at}. Subscriptions are confirmed at once, as ministack has it;
the footer with the unsubscribe link that AWS adds is left out.
"""

import itertools
import json
import os
import time
from pathlib import Path
from typing import Any

from ministack.services import sns

from cloud.alarms.message import iso
from cloud.emulator.patch import need, replace

Attributes = dict[str, Any]

# What AWS writes where a message has no subject.
_NO_SUBJECT = "AWS Notification Message"

_serial = itertools.count(1)


def apply() -> None:
    """Patch the delivery of topics."""
    need(sns, "_topic_by_arn_any_scope", "_resolve_message_for_protocol", "_build_envelope")
    need(sns, "_matches_filter_policy")
    directory = Path(os.environ["HINOMI_MAIL_DIRECTORY"])

    def mended(
        topic_arn: str,
        msg_id: str,
        message: str,
        subject: str,
        message_structure: str = "",
        message_attributes: Attributes | None = None,
        message_group_id: str = "",
        message_dedup_id: str = "",
    ) -> None:
        attributes = message_attributes or {}
        original(
            topic_arn,
            msg_id,
            message,
            subject,
            message_structure,
            attributes,
            message_group_id,
            message_dedup_id,
        )
        topic = sns._topic_by_arn_any_scope(topic_arn) or {"subscriptions": []}
        for subscription in list(topic["subscriptions"]):
            protocol = subscription["protocol"]
            if protocol not in ("email", "email-json") or not subscription.get("confirmed"):
                continue
            text = sns._resolve_message_for_protocol(message, message_structure, protocol)
            if not sns._matches_filter_policy(subscription, attributes, text):
                continue
            if protocol == "email-json":
                text = sns._build_envelope(topic_arn, msg_id, text, subject, attributes, False)
            _write(directory, subscription["endpoint"], subject, text, topic_arn)

    original = replace(sns, "_fanout", mended)


def _write(directory: Path, to: str, subject: str, body: str, topic_arn: str) -> None:
    now = time.time()
    mail = {
        "to": to,
        "subject": subject or _NO_SUBJECT,
        "body": body,
        "topic_arn": topic_arn,
        "sent_at": iso(now),
    }
    name = f"{int(now * 1000)}-{next(_serial):06d}"
    # A reader that lists *.json must never see half a file.
    unfinished = directory / f"{name}.part"
    unfinished.write_text(json.dumps(mail, ensure_ascii=False, indent=2) + "\n")
    unfinished.replace(directory / f"{name}.json")
