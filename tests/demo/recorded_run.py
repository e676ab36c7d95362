"""A play that went right, made up without the cloud: what the verdict and the report are tried on.

The story's own events, with a notification for each line of the story's list.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from demo.evidence import Evidence, FlowCheck
from demo.expected.expected_list import ExpectedList, Ring, expected_list
from demo.ledger import Ledger, LedgerBook
from demo.receiver.alerts import Alert, alerts
from demo.receiver.mailbox import Mail
from demo.receiver.queue import QueueMessage
from demo.scene import Play
from demo.searches.run import SavedSearch
from demo.searches.traffic import Count, Traffic
from demo.sender.sent import SentObject, SentScene
from demo.story.script import story
from demo.watch import Wait
from hinomi.catalogue import Catalogue, load

ACCOUNT, REGION = "111122223333", "ap-northeast-1"
BEGAN = datetime(2026, 1, 15, 3, 0, 0, tzinfo=UTC)
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:hinomi-local-notifications"
PLAIN = f"arn:aws:sns:{REGION}:{ACCOUNT}:hinomi-local-plain"
SCENE_SECONDS = 4


def recorded_run() -> Evidence:
    play = story(ACCOUNT, REGION, "1")
    expected = expected_list(play)
    assert expected is not None
    catalogue = load()
    sent = sent_scenes(play)
    found = alerts_for(expected, catalogue, sent)
    documents = {
        "hinomi-cloudtrail-2026.01": sum(len(scene.event_ids) for scene in sent),
        "hinomi-vpc_flow_logs-2026.01": sum(len(scene.flow_lines) for scene in sent),
    }
    flows = documents["hinomi-vpc_flow_logs-2026.01"]
    return Evidence(
        play=play,
        expected=expected,
        sent=sent,
        alerts=tuple(found),
        mails=(),
        strange_messages=(),
        occurrences=dict(Counter(event_id for scene in sent for event_id in scene.event_ids)),
        flows=FlowCheck(sent=flows, found=flows, missing=0, surplus=0),
        strays=0,
        documents=documents,
        ledger=LedgerBook(
            {
                index.split("-")[1]: Ledger(read=count, indexed=count)
                for index, count in documents.items()
            },
            (),
        ),
        quarantined=(),
        altered=(),
        rows={one.id: tuple(one.references.specification) for one in catalogue},
        titles={one.id: dict(one.title) for one in catalogue},
        severities={one.id: one.severity for one in catalogue},
        alert_waits=tuple(Wait(alert.detection, 0.35) for alert in found),
        document_waits=tuple(Wait("cloudtrail", 0.2 + n % 40 / 10, "ordinary") for n in range(200)),
        searches=(
            SavedSearch(
                title={"en": "What the key did", "ja": "鍵の記録"},
                indices="hinomi-cloudtrail-*",
                body={"query": {"term": {"user.name": "deploy-bot"}}},
                total=1,
                columns=("Time", "Call"),
                numeric=(False, False),
                rows=(("2026-01-15T03:00:04Z", "ListUsers <script>"),),
            ),
        ),
        traffic=traffic(sent),
        started=BEGAN,
        account=ACCOUNT,
        region=REGION,
    )


def sent_scenes(play: Play) -> tuple[SentScene, ...]:
    scenes = []
    for number, scene in enumerate(play.scenes):
        at = BEGAN + timedelta(seconds=SCENE_SECONDS * number)
        records = [d.at(at) for delivery in scene.deliveries for d in delivery.drafts]
        scenes.append(
            SentScene(
                id=scene.id,
                at=at,
                objects=tuple(SentObject(f"{scene.id}-{n}", at, 1) for n in range(2)),
                logged_at=at,
                event_ids=tuple(record.event_id for record in records if record.event_id),
                nameless=0,
                oversized=(),
                flows_at=at if scene.flows else None,
                flow_lines=tuple(flow.line(at) for flow in scene.flows),
            )
        )
    return tuple(scenes)


def alerts_for(
    expected: ExpectedList, catalogue: Catalogue, sent: tuple[SentScene, ...]
) -> list[Alert]:
    alarms = {one.id: f"hinomi-local-{one.id}" for one in catalogue}
    messages, mails = [], []
    for number, ring in enumerate(expected.rings):
        # Evenly over the acts, which is near enough for a picture.
        scene = sent[1 + number * (len(sent) - 2) // len(expected.rings)]
        at = scene.at + timedelta(seconds=0.4 + number / 50)
        document = notification(ring, catalogue)
        messages.append(QueueMessage(at, "", document))
        body = "\n====\n".join(document["text"].values()) + "\n--\nunsubscribe"
        mails.append(Mail("on-call@example.com", "Hinomi", body, TOPIC, at))
        plain = f'{{"AlarmName":"hinomi-local-{ring.detection}","NewStateValue":"ALARM"}}'
        if catalogue[ring.detection].severity == "critical":
            mails.append(Mail("on-call@example.com", "ALARM", plain, PLAIN, at))
    return alerts(messages, mails, "hinomi-local-next-action", TOPIC, alarms)


def notification(ring: Ring, catalogue: Catalogue) -> dict[str, Any]:
    detection = catalogue[ring.detection]
    who = [{"name": actor, "type": "IAMUser", "session": None, "count": 1} for actor in ring.actors]
    place = [
        {"address": address, "agent": "example", "count": ring.count - place}
        for place, address in enumerate(ring.sources)
    ]
    names = ", ".join(ring.actors + ring.sources)
    runbook = {language: "\n".join(book.look) for language, book in detection.runbook.items()}
    return {
        "schema": "hinomi.notification/1",
        "detection": ring.detection,
        "title": dict(detection.title),
        "severity": detection.severity,
        "state": "ALARM",
        "alarm": {"name": f"hinomi-local-{ring.detection}"},
        "who": who,
        "what": [],
        "from": place if who else [],
        "sources": [] if who else place,
        "count": ring.count,
        "event_ids": [],
        "enriched": True,
        "text": {
            language: f"{detection.title[language]}\n\n  {names}\n\n{text}\n"
            for language, text in runbook.items()
        },
    }


def traffic(sent: tuple[SentScene, ...]) -> Traffic:
    minute = 60_000
    start = int(BEGAN.timestamp() * 1000) - 30 * minute
    services = ("ec2.amazonaws.com", "sts.amazonaws.com", "kms.amazonaws.com", "others")
    return Traffic(
        calls=tuple(
            Count(start + n * minute, service.removesuffix(".amazonaws.com"), 5 + (n * k) % 13)
            for n in range(31)
            for k, service in enumerate(services, start=2)
        ),
        flows=tuple(
            Count(start + n * minute, kind, count)
            for n in range(31)
            for kind, count in (("accepted", 110 + n % 9), ("refused", 240 if n == 30 else 2))
        ),
        span="1m",
    )
