"""What counts as received: an envelope or none, the same text in a mail, the plain path."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from demo.errors import DemoError
from demo.receiver.alerts import Alert, alarm_named_in, alerts
from demo.receiver.mailbox import Mail, mails
from demo.receiver.queue import NextActionQueue, QueueMessage, notification

AT = datetime(2026, 1, 15, 3, 0, tzinfo=UTC)
TOPIC = "arn:aws:sns:ap-northeast-1:111122223333:hinomi-local-notifications"
PLAIN = "arn:aws:sns:ap-northeast-1:111122223333:hinomi-local-plain"
ALARMS = {"root-user-used": "hinomi-local-root-user-used", "root": "hinomi-local-root"}


def document(**changes: Any) -> dict[str, Any]:
    return {
        "schema": "hinomi.notification/1",
        "detection": "root-user-used",
        "state": "ALARM",
        "alarm": {"name": "hinomi-local-root-user-used"},
        "who": [
            {"name": "root", "type": "Root", "session": None, "principal": "arn:root", "count": 2}
        ],
        "from": [
            {"address": "192.0.2.1", "agent": "a", "count": 1},
            {"address": "192.0.2.9", "agent": "b", "count": 5},
        ],
        "sources": [],
        "count": 6,
        "text": {"en": "Root was used\n", "ja": "ルート\n"},
        **changes,
    }


def received(doc: dict[str, Any], *arrived: Mail) -> list[Alert]:
    return alerts([QueueMessage(AT, "", doc)], arrived, "next-action", TOPIC, ALARMS)


def mail(body: str, topic: str = TOPIC, subject: str = "") -> Mail:
    return Mail("on-call@example.com", subject, body, topic, AT)


def test_a_notification_is_found_in_its_envelope_and_without_one() -> None:
    bare = json.dumps(document())
    enveloped = json.dumps({"Type": "Notification", "Message": bare})
    assert notification(bare) == notification(enveloped) == document()


@pytest.mark.parametrize("body", ["hello", "[]", "{}", '{"Type": "Notification"}', '{"schema":1}'])
def test_what_is_no_notification_is_none(body: str) -> None:
    assert notification(body) is None


def test_a_mail_counts_when_it_holds_every_language_of_the_text() -> None:
    both = mail("Root was used\n====\nルート\n--\nunsubscribe here")
    half = mail("Root was used")
    (alert,) = received(document(), both, half)
    assert alert.mail == both
    assert alert.delivered_to == (
        "queue next-action",
        "mail on-call@example.com (hinomi-local-notifications)",
    )
    (alone,) = received(document(), half)
    assert alone.mail is None
    assert alone.delivered_to == ("queue next-action",)


def test_the_plain_path_counts_as_a_reader_of_its_alarm_only() -> None:
    message = {"AlarmName": "hinomi-local-root-user-used", "NewStateValue": "ALARM"}
    (alert,) = received(document(), mail(json.dumps(message), PLAIN))
    assert alert.delivered_to[-1] == "mail on-call@example.com (hinomi-local-plain)"
    for change in ({"AlarmName": "hinomi-local-root"}, {"NewStateValue": "OK"}):
        (other,) = received(document(), mail(json.dumps(message | change), PLAIN))
        assert other.delivered_to == ("queue next-action",)


def test_the_longest_alarm_name_in_prose_is_the_alarm() -> None:
    prose = mail("", PLAIN, 'ALARM: "hinomi-local-root-user-used" in Asia Pacific (Tokyo)')
    assert alarm_named_in(prose, ALARMS.values()) == "hinomi-local-root-user-used"
    assert alarm_named_in(mail("nothing", PLAIN), ALARMS.values()) is None


def test_who_and_from_where() -> None:
    (alert,) = received(document())
    assert alert.actor == "root"
    assert alert.actors == (frozenset({"root", "arn:root"}),)
    assert alert.sources == ("192.0.2.9", "192.0.2.1")
    session = {"name": "role", "type": "AssumedRole", "session": "on-call@example.com", "count": 1}
    (person,) = received(document(who=[session]))
    assert person.actor == "on-call@example.com"
    assert person.actors == (frozenset({"role", "on-call@example.com"}),)


def test_flow_logs_have_sources_and_no_actor() -> None:
    sources = [{"address": "198.51.100.7", "count": 3}, {"address": "198.51.100.8", "count": 9}]
    (alert,) = received(document(who=[], **{"from": [], "sources": sources}))
    assert (alert.actor, alert.source) == ("", "198.51.100.8")


def test_an_alarm_that_went_back_to_ok_is_no_alert() -> None:
    assert received(document(state="OK")) == []


class OneBatchQueue:
    """An SQS that gives two messages at once, then one, then none."""

    def __init__(self) -> None:
        self.batches = [["a", "b"], ["c"], []]
        self.deleted: list[str] = []

    def receive_message(self, **_: Any) -> dict[str, Any]:
        return {
            "Messages": [
                {"Body": b, "ReceiptHandle": b, "Attributes": {"SentTimestamp": "1768446000123"}}
                for b in self.batches.pop(0)
            ]
        }

    def delete_message(self, ReceiptHandle: str, **_: Any) -> None:  # noqa: N803 - boto3's name
        self.deleted.append(ReceiptHandle)


def test_the_queue_is_emptied_and_each_message_deleted() -> None:
    sqs = OneBatchQueue()
    taken = NextActionQueue(sqs, "http://localhost/111122223333/next-action").empty()
    assert [message.body for message in taken] == ["a", "b", "c"]
    assert sqs.deleted == ["a", "b", "c"]
    assert taken[0].at.isoformat() == "2026-01-15T03:00:00.123000+00:00"


def test_the_mailbox_reads_in_order_and_waits_for_half_a_file(tmp_path: Path) -> None:
    fields = {"to": "a@example.com", "subject": None, "body": "b", "topic_arn": PLAIN}
    for name, second in (("1.json", 9), ("2.json", 3)):
        text = json.dumps(fields | {"sent_at": f"2026-01-15T03:00:0{second}+00:00"})
        (tmp_path / name).write_text(text)
    (tmp_path / "3.json").write_text('{"to": "a@exa')
    assert [one.at.second for one in mails(tmp_path)] == [3, 9]
    (tmp_path / "3.json").write_text("{}")
    with pytest.raises(DemoError, match=r"3\.json is no mail"):
        mails(tmp_path)
