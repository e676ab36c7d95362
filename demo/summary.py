"""build/demo/summary.json: the play in numbers, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from demo.evidence import Evidence
from demo.verdict import Verdict
from demo.watch import Wait


def summary(evidence: Evidence, verdict: Verdict, seconds: dict[str, float]) -> dict[str, Any]:
    """`seconds` holds how long each stage took; times of waiting are added to it."""
    cloudtrail = sum(len(scene.event_ids) + scene.nameless for scene in evidence.sent)
    return {
        "play": evidence.play.name,
        "holds": verdict.holds,
        "events_sent": evidence.events_sent,
        "events_sent_by_source": {
            "cloudtrail": cloudtrail,
            "vpc_flow_logs": evidence.flows.sent,
        },
        "documents": sum(evidence.documents.values()),
        "documents_by_index": dict(evidence.documents),
        "documents_of_broken_files": evidence.strays,
        "duplicates": evidence.duplicates,
        "quarantined": evidence.ledger.total.quarantined,
        "quarantine_objects": [asdict(kept) for kept in evidence.quarantined],
        "unreadable_files": [
            {"file": str(file.path), "reason": file.reason, "events_read": file.recovered}
            for scene in evidence.play.scenes
            for file in scene.unreadable
        ],
        "ledger": {
            **asdict(evidence.ledger.total),
            "balanced": evidence.ledger.total.balanced,
            "by_source": {
                source: asdict(ledger) for source, ledger in evidence.ledger.by_source.items()
            },
        },
        "alerts": [
            {
                "detection": alert.detection,
                "actor": alert.actor,
                "source": alert.source,
                "sources": list(alert.sources),
                "count": alert.count,
                "delivered_to": list(alert.delivered_to),
                "at": alert.at.isoformat(),
            }
            for alert in evidence.alerts
        ],
        "unexpected_alerts": list(verdict.unexpected),
        "expected_list": str(evidence.expected.file.name) if evidence.expected else None,
        "rows": [
            {
                "id": row.id,
                "title": row.title,
                "expected": list(row.expected),
                "seen": list(row.seen),
                "holds": row.holds,
            }
            for row in verdict.rows
        ],
        "problems": [asdict(problem) for problem in verdict.problems],
        "seconds": {
            **{stage: round(value, 1) for stage, value in seconds.items()},
            "event_to_notification": statistics(evidence.alert_waits),
            "event_to_document": statistics(evidence.document_waits),
            "event_to_document_once_warm": statistics(once_warm(evidence)),
        },
    }


def once_warm(evidence: Evidence) -> tuple[Wait, ...]:
    """Waits after the first scene, which meets functions and indices that do not run yet."""
    first = evidence.play.scenes[0].id
    return tuple(wait for wait in evidence.document_waits if wait.scene != first)


def statistics(waits: tuple[Wait, ...]) -> dict[str, float | int] | None:
    """Median and longest of the waits in seconds; None when there was nothing to wait for."""
    if not waits:
        return None
    times = [wait.seconds for wait in waits]
    return {
        "p50": round(median(times), 3),
        "max": round(max(times), 3),
        "measured": len(times),
    }


def write(content: dict[str, Any], file: Path) -> None:
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
