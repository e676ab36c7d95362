"""Holds what was seen against what must be seen. Knows nothing of how either was come by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from demo.evidence import Evidence
from demo.receiver.alerts import Alert
from demo.ring_verdict import Problem, ring_problems
from demo.rows import BEYOND, ROWS


@dataclass(frozen=True)
class RowResult:
    """One row of the specification's table: what had to ring, what rang, whether it holds.

    `holds` is None where nothing was expected of the row.
    """

    id: str
    title: dict[str, str]
    expected: tuple[str, ...]
    seen: tuple[str, ...]
    holds: bool | None


@dataclass(frozen=True)
class Verdict:
    rows: tuple[RowResult, ...]
    beyond: RowResult
    """Detections that serve no row of the table."""
    problems: tuple[Problem, ...]
    unexpected: tuple[str, ...]
    """Detections that rang though no line of the list says so; empty without a list."""

    @property
    def holds(self) -> bool:
        return not self.problems


def verdict(evidence: Evidence) -> Verdict:
    problems = [
        *_rings(evidence),
        *_unexpected(evidence),
        *_documents(evidence),
        *_ledger(evidence),
        *_quarantine(evidence),
        *_strangers(evidence),
    ]
    return Verdict(
        rows=tuple(_row(row, evidence) for row in ROWS),
        beyond=_row(None, evidence),
        problems=tuple(problems),
        unexpected=tuple(dict.fromkeys(alert.detection for alert in _surprises(evidence))),
    )


def _rings(evidence: Evidence) -> Iterator[Problem]:
    if evidence.expected is None:
        return
    for ring in evidence.expected.rings:
        yield from ring_problems(ring, evidence.alerts, ring.detection in evidence.rows)


def _surprises(evidence: Evidence) -> list[Alert]:
    if evidence.expected is None:
        return []
    wanted = {ring.detection for ring in evidence.expected.rings}
    return [alert for alert in evidence.alerts if alert.detection not in wanted]


def _unexpected(evidence: Evidence) -> Iterator[Problem]:
    reasons = {one.detection: one.reason for one in getattr(evidence.expected, "quiet", ())}
    for alert in _surprises(evidence):
        why = (
            f": it should stay quiet, because {reasons[alert.detection]}"
            if (alert.detection in reasons)
            else ""
        )
        yield Problem(
            f"{alert.detection} rang ({alert.actor or alert.source}, {alert.count} events) though "
            f"it is not in the list{why}",
            "either its pattern is too wide, or the list lacks a line with its reason",
        )


def _documents(evidence: Evidence) -> Iterator[Problem]:
    missing = sorted(key for key, n in evidence.occurrences.items() if n == 0)
    twice = sorted(key for key, n in evidence.occurrences.items() if n > 1)
    if missing:
        yield Problem(
            f"{len(missing)} CloudTrail events were not found in OpenSearch, such as {missing[0]}",
            "look at the shipper's log group and at the dead-letter queue",
        )
    if twice:
        yield Problem(
            f"{len(twice)} CloudTrail events were found more than once, such as {twice[0]}",
            "look for a second entrance, and at how the shipper makes document ids",
        )
    flows = evidence.flows
    if flows.missing:
        yield Problem(
            f"{flows.missing} of {flows.sent} flow records were not found in OpenSearch",
            "look at the subscription filter of the flow log group and at the shipper's log group",
        )
    if flows.surplus:
        yield Problem(
            f"{flows.surplus} flow records in OpenSearch are too many: {flows.sent} were sent",
            "look for a second entrance, and at how the shipper makes document ids",
        )
    named = sum(evidence.occurrences.values())
    nameless = sum(scene.nameless for scene in evidence.sent)
    total = sum(n for index, n in evidence.documents.items() if "cloudtrail" in index)
    if total != named + nameless + evidence.strays:
        yield Problem(
            f"OpenSearch holds {total} CloudTrail documents, but {named} with an id that was sent "
            f"and {nameless} sent without one",
            "search for documents whose event.id was not sent",
        )


def _ledger(evidence: Evidence) -> Iterator[Problem]:
    total = evidence.ledger.total
    if not total.read:
        yield Problem("the shipper's ledger is empty", "look at the shipper's log group")
        return
    for line in evidence.ledger.unbalanced:
        yield Problem(
            f"a batch of the shipper does not balance: {line}",
            "read = indexed + duplicate + filtered + quarantined + deferred must hold",
        )
    if not total.balanced:
        yield Problem(
            f"the ledger read {total.read} and accounts for {total.ended}",
            "read = indexed + duplicate + filtered + quarantined + deferred must hold",
        )
    documents = sum(evidence.documents.values())
    # A bulk request may be carried out and its answer be lost. The shipper sends it again, is told
    # of duplicates, and cannot know that they are its own: such documents count there. Whether any
    # event is there twice is not asked of the ledger but of the documents, see _documents.
    if not total.indexed <= documents <= total.indexed + total.duplicate:
        yield Problem(
            f"the ledger says {total.indexed} indexed and {total.duplicate} there already, "
            f"OpenSearch holds {documents} documents",
            "fewer: look for what deletes; more: for another writer",
        )


def _quarantine(evidence: Evidence) -> Iterator[Problem]:
    raw = [item for scene in evidence.sent for item in scene.objects if item.raw_of]
    origins = {kept.origin for kept in evidence.quarantined}
    for item in raw:
        if item.key not in origins:
            yield Problem(
                f"{item.raw_of} is broken, but nothing of it is in quarantine",
                f"look at the shipper's log group for {item.key}",
            )
    for file in evidence.altered:
        yield Problem(
            f"{file}: its bytes in quarantine are not the bytes that were sent",
            "compare both; the shipper must keep what it cannot read as it is",
        )
    total = evidence.ledger.total.quarantined
    if total != len(evidence.quarantined):
        yield Problem(
            f"the ledger says {total} quarantined, but {len(evidence.quarantined)} are there",
            "look at the shipper's log group",
        )
    sent_raw = {item.key for item in raw}
    for kept in evidence.quarantined:
        if kept.origin not in sent_raw:
            yield Problem(
                f"something that was whole is in quarantine: {kept.reason}",
                f"read {kept.raw_key} in the quarantine",
            )


def _strangers(evidence: Evidence) -> Iterator[Problem]:
    for body in evidence.strange_messages:
        yield Problem(
            f"the next-action queue got something that is no notification: {body[:200]}",
            "look at who may publish to the notifications topic",
        )
    unknown = [a.detection for a in evidence.alerts if a.document["detection"] != a.detection]
    if unknown:
        yield Problem(
            f"notifications without title and runbook, because the notifier does not know their "
            f"detections: {', '.join(unknown)}",
            "it was packed before they were written: `make ready`",
        )
    bare: dict[str, list[str]] = {}
    for alert in evidence.alerts:
        if not alert.enriched:
            because = alert.document.get("not_enriched_because") or "no reason given"
            bare.setdefault(because, []).append(alert.detection)
    for because, names in bare.items():
        yield Problem(
            f"{len(names)} notifications without who and what: {because} ({', '.join(names)})",
            "look at the notifier's log group and at its rights",
        )


def _row(row: str | None, evidence: Evidence) -> RowResult:
    rings = [r for r in getattr(evidence.expected, "rings", ()) if r.row == row]
    names = {ring.detection for ring in rings}
    bare = any(a.detection in names and not a.enriched for a in evidence.alerts)
    faults = [
        problem
        for ring in rings
        for problem in ring_problems(ring, evidence.alerts, ring.detection in evidence.rows)
    ]
    seen = [alert.detection for alert in evidence.alerts if _serves(alert, row, evidence)]
    return RowResult(
        id=row or "beyond-the-table",
        title=ROWS[row] if row else BEYOND,
        expected=tuple(ring.detection for ring in rings),
        seen=tuple(dict.fromkeys(seen)),
        holds=not (faults or bare) if rings else None,
    )


def _serves(alert: Alert, row: str | None, evidence: Evidence) -> bool:
    rows = evidence.rows.get(alert.detection, ())
    return row in rows if row else not rows
