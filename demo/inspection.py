"""After the play: every event looked up, every line counted, every account closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from demo.evidence import Evidence, FlowCheck
from demo.expected.expected_list import ExpectedList
from demo.house import House
from demo.ledger import LedgerBook, ledger_book, shipper_messages
from demo.performance import alert_wait
from demo.quarantine import Kept, kept_aside, raw_bytes
from demo.receiver.alerts import Alert
from demo.scene import Play
from demo.search import FLOW_LOGS, Search
from demo.searches.run import saved_searches
from demo.searches.traffic import traffic
from demo.sender.sent import SentScene
from demo.watch import Watch
from hinomi.catalogue import Catalogue


def book(house: House) -> LedgerBook:
    """The shipper's ledger as it stands now."""
    messages = shipper_messages(house.clients.logs, house.entrances.shipper_log_group)
    return ledger_book(messages)


def accounted(house: House, search: Search, sent: Sequence[SentScene]) -> bool:
    """Whether the ledger has closed: every document and every broken file is in it."""
    ledger = book(house).total
    raw = sum(item.raw_of is not None for scene in sent for item in scene.objects)
    documents = sum(search.counts().values())
    return ledger.balanced and ledger.indexed == documents and ledger.quarantined >= raw


def inspect(
    house: House,
    search: Search,
    watch: Watch,
    play: Play,
    expected: ExpectedList | None,
    sent: tuple[SentScene, ...],
    alerts: Sequence[Alert],
    catalogue: Catalogue,
    started: datetime,
) -> Evidence:
    search.refresh()
    kept = kept_aside(
        house.clients.s3, house.entrances.quarantine_bucket, house.entrances.quarantine_prefix
    )
    ids = [event_id for scene in sent for event_id in scene.event_ids]
    entrances = house.entrances
    deployed = [one for one in catalogue if one.id in entrances.detection_alarms]
    return Evidence(
        play=play,
        expected=expected,
        sent=sent,
        alerts=tuple(alerts),
        mails=tuple(watch.mails()),
        strange_messages=tuple(m.body for m in watch.messages if m.document is None),
        occurrences=search.occurrences(ids),
        flows=flow_check(
            [line for scene in sent for line in scene.flow_lines],
            [line for _, line in search.originals(FLOW_LOGS)],
        ),
        strays=_strays(search, house.entrances.audit_bucket, sent, set(ids)),
        documents=search.counts(),
        ledger=book(house),
        quarantined=kept,
        altered=altered(house, kept, play, sent),
        rows={one.id: tuple(one.references.specification) for one in deployed},
        titles=_texts(catalogue),
        severities={one.id: one.severity for one in catalogue},
        alert_waits=tuple(alert_wait(alert, sent) for alert in alerts),
        document_waits=tuple(watch.document_waits),
        searches=saved_searches(search, "story" if play.fingerprint is None else "events"),
        traffic=traffic(search),
        started=started,
        account=entrances.account,
        region=entrances.region,
    )


def altered(
    house: House, kept: Sequence[Kept], play: Play, sent: Sequence[SentScene]
) -> tuple[str, ...]:
    """Files that were kept whole, but not byte for byte."""
    raw = {file.path: file.raw for scene in play.scenes for file in scene.unreadable}
    files = {item.key: item.raw_of for scene in sent for item in scene.objects if item.raw_of}
    bucket = house.entrances.quarantine_bucket
    return tuple(
        str(files[one.origin])
        for one in kept
        if one.whole
        and one.origin in files
        and raw_bytes(house.clients.s3, bucket, one) != raw[files[one.origin]]
    )


def flow_check(sent: Sequence[str], found: Sequence[str]) -> FlowCheck:
    """Compares as multisets: two equal lines are two flows, and both must be found."""
    wanted, there = Counter(sent), Counter(found)
    return FlowCheck(
        sent=len(sent),
        found=len(found),
        missing=(wanted - there).total(),
        surplus=(there - wanted).total(),
    )


def _strays(search: Search, bucket: str, sent: Sequence[SentScene], ids: set[str]) -> int:
    raw = [item.key for scene in sent for item in scene.objects if item.raw_of]
    if not raw:
        return 0
    found = search.event_ids_from([f"s3://{bucket}/{key}" for key in raw])
    return sum(event_id not in ids for event_id in found)


def _texts(catalogue: Catalogue) -> Mapping[str, Mapping[str, str]]:
    return {one.id: dict(one.title) for one in catalogue}
