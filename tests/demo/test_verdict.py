"""Each way in which a play can fail is seen, and a good one passes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from demo.evidence import Evidence
from demo.expected.expected_list import Ring
from demo.ledger import Ledger, LedgerBook
from demo.quarantine import Kept
from demo.receiver.alerts import Alert
from demo.sender.sent import SentObject
from demo.verdict import verdict
from tests.demo.recorded_run import recorded_run


@pytest.fixture(scope="module")
def good() -> Evidence:
    return recorded_run()


def changed(evidence: Evidence, detection: str, **changes: object) -> Evidence:
    found = tuple(
        replace(alert, **changes) if alert.detection == detection else alert
        for alert in evidence.alerts
    )
    return replace(evidence, alerts=found)


def alert(evidence: Evidence, detection: str) -> Alert:
    return next(one for one in evidence.alerts if one.detection == detection)


def ring(evidence: Evidence, detection: str) -> Ring:
    assert evidence.expected is not None
    return next(one for one in evidence.expected.rings if one.detection == detection)


def counts(evidence: Evidence, **changes: int) -> Evidence:
    """The ledger of CloudTrail with other numbers."""
    sources = dict(evidence.ledger.by_source)
    sources["cloudtrail"] = replace(sources["cloudtrail"], **changes)
    return replace(evidence, ledger=LedgerBook(sources, ()))


def raw_file(evidence: Evidence) -> Evidence:
    """One broken file was sent and nothing is known of it."""
    first, *others = evidence.sent
    sent = SentObject("AWSLogs/raw.json.gz", first.at, 0, raw_of=Path("broken.json"))
    return replace(evidence, sent=(replace(first, objects=(*first.objects, sent)), *others))


KEPT = Kept("quarantine/x/object.raw", "AWSLogs/raw.json.gz", "broken gzip data", whole=True)


def test_a_good_play_holds_in_every_row(good: Evidence) -> None:
    judged = verdict(good)
    assert judged.problems == ()
    assert judged.holds
    assert [row.holds for row in judged.rows] == [True] * 4
    assert judged.unexpected == ()


FAULTS: list[tuple[str, Callable[[Evidence], Evidence], str]] = [
    (
        "a bell is missing",
        lambda e: replace(
            e, alerts=tuple(a for a in e.alerts if a.detection != "volume-created-from-snapshot")
        ),
        "volume-created-from-snapshot (data-exfiltration) did not ring",
    ),
    (
        "there is no alarm for it",
        lambda e: replace(
            e,
            alerts=tuple(a for a in e.alerts if a.detection != "root-user-used"),
            rows={name: rows for name, rows in e.rows.items() if name != "root-user-used"},
        ),
        "the environment has no alarm for it",
    ),
    (
        "it rang twice",
        lambda e: replace(e, alerts=(*e.alerts, alert(e, "image-shared"))),
        "rang 2 times for one incident",
    ),
    (
        "another actor",
        lambda e: changed(
            e, "root-user-used", actor="deploy-bot", actors=(frozenset({"deploy-bot"}),)
        ),
        "names deploy-bot as the actor, not root",
    ),
    (
        "one actor too many",
        lambda e: changed(
            e, "root-user-used", actors=(frozenset({"root"}), frozenset({"somebody"}))
        ),
        "as the actor, not root",
    ),
    (
        "nobody",
        lambda e: changed(e, "root-user-used", actor="", actors=()),
        "names nobody as the actor",
    ),
    (
        "an actor where there is none",
        lambda e: changed(e, "rejected-flows", actor="x", actors=(frozenset({"x"}),)),
        "names x as the actor, not nobody",
    ),
    (
        "another address",
        lambda e: changed(e, "image-shared", sources=("192.0.2.1",)),
        "names 192.0.2.1 as the source",
    ),
    (
        "the wrong address first",
        lambda e: changed(e, "rejected-flows", sources=("203.0.113.66", "198.51.100.23")),
        "names 203.0.113.66, 198.51.100.23 as the source",
    ),
    ("too few events", lambda e: changed(e, "root-user-used", count=1), "counts 1 events, not 2"),
    (
        "fewer than at least",
        lambda e: changed(e, "rejected-flows", count=200),
        "counts 200 events, not at least 270",
    ),
    (
        "no mail",
        lambda e: changed(e, "image-shared", delivered_to=("queue hinomi-local-next-action",)),
        "reached no mail",
    ),
    (
        "no queue",
        lambda e: changed(e, "image-shared", delivered_to=("mail a@example.com (topic)",)),
        "reached no queue",
    ),
    (
        "not enriched",
        lambda e: changed(e, "image-shared", document={"detection": "image-shared"}),
        "1 notifications without who and what: no reason given (image-shared)",
    ),
    (
        "it does not know itself",
        lambda e: changed(e, "image-shared", document={"detection": None, "enriched": True}),
        "does not know their detections: image-shared",
    ),
    (
        "an uninvited bell",
        lambda e: replace(e, alerts=(*e.alerts, replace(e.alerts[0], detection="trail-tampered"))),
        "trail-tampered rang",
    ),
    (
        "a bell that the list wants quiet",
        lambda e: replace(
            e, alerts=(*e.alerts, replace(e.alerts[0], detection="unauthorized-api-calls"))
        ),
        "it should stay quiet, because three denied calls",
    ),
    (
        "an event is lost",
        lambda e: replace(e, occurrences={**e.occurrences, "lost-id": 0}),
        "1 CloudTrail events were not found in OpenSearch, such as lost-id",
    ),
    (
        "an event is there twice",
        lambda e: replace(e, occurrences={**e.occurrences, e.sent[0].event_ids[0]: 2}),
        "found more than once",
    ),
    (
        "a flow is lost",
        lambda e: replace(e, flows=replace(e.flows, missing=3)),
        "3 of ",
    ),
    (
        "a flow is there twice",
        lambda e: replace(e, flows=replace(e.flows, surplus=2)),
        "2 flow records in OpenSearch are too many",
    ),
    (
        "documents that nobody sent",
        lambda e: counts(
            replace(e, documents={**e.documents, "hinomi-cloudtrail-2020.01": 4}),
            read=sum(len(s.event_ids) for s in e.sent) + 4,
            indexed=sum(len(s.event_ids) for s in e.sent) + 4,
        ),
        "CloudTrail documents, but",
    ),
    ("no ledger", lambda e: replace(e, ledger=LedgerBook({}, ())), "ledger is empty"),
    ("the ledger lost one", lambda e: counts(e, indexed=1), "and accounts for"),
    (
        "one batch does not balance though the sum does",
        lambda e: replace(e, ledger=replace(e.ledger, unbalanced=("cloudtrail: x",))),
        "a batch of the shipper does not balance: cloudtrail: x",
    ),
    (
        "the ledger and the engine differ",
        lambda e: counts(e, indexed=e.ledger.by_source["cloudtrail"].indexed - 1, filtered=1),
        "OpenSearch holds",
    ),
    (
        "the engine lost what was indexed",
        lambda e: counts(
            e,
            read=e.ledger.by_source["cloudtrail"].read + 1,
            indexed=e.ledger.by_source["cloudtrail"].indexed + 1,
        ),
        "OpenSearch holds",
    ),
    ("a broken file vanished", raw_file, "broken.json is broken, but nothing of it"),
    (
        "a broken file was altered",
        lambda e: counts(
            replace(raw_file(e), quarantined=(KEPT,), altered=("broken.json",)),
            read=e.ledger.by_source["cloudtrail"].read + 1,
            quarantined=1,
        ),
        "are not the bytes that were sent",
    ),
    (
        "the quarantine is not in the ledger",
        lambda e: replace(raw_file(e), quarantined=(KEPT,)),
        "the ledger says 0 quarantined, but 1 are there",
    ),
    (
        "something whole is in quarantine",
        lambda e: counts(
            replace(e, quarantined=(replace(KEPT, origin="AWSLogs/whole.json.gz"),)),
            read=e.ledger.by_source["cloudtrail"].read + 1,
            quarantined=1,
        ),
        "something that was whole is in quarantine",
    ),
    (
        "a stranger wrote to the queue",
        lambda e: replace(e, strange_messages=("hello",)),
        "no notification: hello",
    ),
]


@pytest.mark.parametrize(("fault", "text"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_fault_is_seen_and_says_what_to_do(
    good: Evidence, fault: Callable[[Evidence], Evidence], text: str
) -> None:
    judged = verdict(fault(good))
    assert not judged.holds
    assert any(text in problem.what for problem in judged.problems), judged.problems
    assert all(problem.next for problem in judged.problems)


def test_a_broken_file_in_quarantine_and_in_the_ledger_is_no_fault(good: Evidence) -> None:
    read = good.ledger.by_source["cloudtrail"].read
    seen = counts(replace(raw_file(good), quarantined=(KEPT,)), read=read + 1, quarantined=1)
    assert verdict(seen).problems == ()


def test_an_event_that_two_files_hold_is_one_document_and_one_duplicate(good: Evidence) -> None:
    read = good.ledger.by_source["cloudtrail"].read
    assert verdict(counts(good, read=read + 1, duplicate=1)).problems == ()


def test_a_request_whose_answer_was_lost_is_sent_again_and_counts_as_duplicates(
    good: Evidence,
) -> None:
    indexed = good.ledger.by_source["cloudtrail"].indexed
    assert verdict(counts(good, indexed=indexed - 3, duplicate=3)).problems == ()


def test_a_row_fails_with_its_detection_and_the_others_hold(good: Evidence) -> None:
    judged = verdict(changed(good, "root-user-used", count=7))
    assert {row.id: row.holds for row in judged.rows} == {
        "security-setting-changed": True,
        "data-exfiltration": True,
        "signs-of-intrusion": True,
        "administrator-sign-in": False,
    }


def test_without_a_list_nothing_is_judged_but_loss(good: Evidence) -> None:
    free = replace(good, expected=None, alerts=good.alerts[:1])
    judged = verdict(free)
    assert judged.problems == ()
    assert [row.holds for row in judged.rows] == [None] * 4
    lost = replace(free, occurrences={**free.occurrences, "lost": 0})
    assert not verdict(lost).holds


def test_an_actor_may_be_listed_by_access_key(good: Evidence) -> None:
    ways = frozenset({"deploy-bot", "AKIADEPLOYBOTEXAMPLE"})
    assert good.expected is not None
    listed = replace(ring(good, "image-shared"), actors=("AKIADEPLOYBOTEXAMPLE",))
    expected = replace(good.expected, rings=(listed,))
    seen = changed(replace(good, expected=expected), "image-shared", actors=(ways,))
    only = replace(seen, alerts=tuple(a for a in seen.alerts if a.detection == "image-shared"))
    assert verdict(only).problems == ()


def test_the_sum_of_ledgers_keeps_every_column() -> None:
    one, two = Ledger(1, 2, 3, 4, 5, 6), Ledger(10, 20, 30, 40, 50, 60)
    assert one + two == Ledger(11, 22, 33, 44, 55, 66)
