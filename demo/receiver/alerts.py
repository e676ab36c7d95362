"""One alert for each time a detection rang, with every reader whom it really reached."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from demo.receiver.mailbox import Mail
from demo.receiver.queue import QueueMessage


@dataclass(frozen=True)
class Alert:
    """A notification that said ALARM.

    `actor` is who did it ("" for flow logs, which have no actor), several joined by a comma;
    `source` is the address with the most events, `sources` all of them, most first.
    """

    detection: str
    actor: str
    actors: tuple[frozenset[str], ...]
    """For each of them every way to name them: name, session, ARN, access key."""
    source: str
    sources: tuple[str, ...]
    count: int
    at: datetime
    delivered_to: tuple[str, ...]
    document: Mapping[str, Any] = field(repr=False)
    mail: Mail | None = field(default=None, repr=False)

    @property
    def enriched(self) -> bool:
        """Whether the notifier found the events, and so who and what."""
        return bool(self.document.get("enriched"))


def alerts(
    messages: Iterable[QueueMessage],
    mails: Sequence[Mail],
    queue_name: str,
    notifications_topic_arn: str,
    detection_alarms: Mapping[str, str],
) -> list[Alert]:
    """Joins queue messages with the mails that carry the same text, in order of arrival.

    The plain path's mail for an alarm counts as a reader too.
    """
    detections = {alarm: detection for detection, alarm in detection_alarms.items()}
    noticed = [mail for mail in mails if mail.topic_arn == notifications_topic_arn]
    plain = [mail for mail in mails if mail.topic_arn != notifications_topic_arn]
    found = []
    for message in messages:
        document = message.document
        if document is None or document["state"] != "ALARM":
            continue
        alarm = document["alarm"]["name"]
        carried = [mail for mail in noticed if _carries(mail, document)]
        rung = [mail for mail in plain if alarm_named_in(mail, detections) == alarm]
        readers = [f"queue {queue_name}"]
        readers += [f"mail {mail.to} ({mail.topic})" for mail in carried + rung]
        sources = _sources(document)
        found.append(
            Alert(
                detection=detections.get(alarm, alarm),
                actor=_actor(document),
                actors=tuple(_ways_to_name(entry) for entry in document["who"]),
                source=sources[0] if sources else "",
                sources=sources,
                count=document["count"],
                at=message.at,
                delivered_to=tuple(dict.fromkeys(readers)),
                document=document,
                mail=carried[0] if carried else None,
            )
        )
    return sorted(found, key=lambda alert: alert.at)


def alarm_named_in(mail: Mail, alarms: Iterable[str]) -> str | None:
    """The alarm that a plain mail is about.

    CloudWatch's own message is JSON; where a mail has it as prose, the longest name that stands in
    it counts, since one name may begin with another.
    """
    try:
        body = json.loads(mail.body)
        if body.get("NewStateValue") != "ALARM":
            return None
        return str(body["AlarmName"])
    except (ValueError, KeyError, AttributeError):
        text = f"{mail.subject}\n{mail.body}"
        return max((name for name in alarms if name in text), key=len, default=None)


def _carries(mail: Mail, document: Mapping[str, Any]) -> bool:
    texts = document["text"].values()
    return bool(texts) and all(text.strip() in mail.body for text in texts)


def _actor(document: Mapping[str, Any]) -> str:
    names = [
        entry["session"]
        if entry.get("type") == "AssumedRole" and entry.get("session")
        else entry.get("name") or entry.get("principal") or ""
        for entry in document["who"]
    ]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _ways_to_name(entry: Mapping[str, Any]) -> frozenset[str]:
    keys = ("name", "session", "principal", "access_key_id")
    return frozenset(str(entry[key]) for key in keys if entry.get(key))


def _sources(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Addresses, the one with the most events first."""
    entries = document["from"] or document["sources"]
    ranked = sorted(entries, key=lambda entry: -entry["count"])
    return tuple(dict.fromkeys(e["address"] for e in ranked if e["address"]))
