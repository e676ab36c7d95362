"""The shipper's own account of what it read, summed from the lines in its log group."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Ledger:
    """Records. Conservation: read = indexed + duplicate + filtered + quarantined + deferred."""

    read: int = 0
    indexed: int = 0
    duplicate: int = 0
    filtered: int = 0
    quarantined: int = 0
    deferred: int = 0

    def __add__(self, other: Ledger) -> Ledger:
        return Ledger(
            *(getattr(self, part.name) + getattr(other, part.name) for part in fields(Ledger))
        )

    @property
    def ended(self) -> int:
        return self.indexed + self.duplicate + self.filtered + self.quarantined + self.deferred

    @property
    def balanced(self) -> bool:
        return self.read == self.ended


_UNPLAYED = "metrics"  # the metric stream's, which come of themselves, every minute


@dataclass(frozen=True)
class LedgerBook:
    """The sum by source, and the single batches that do not balance."""

    by_source: Mapping[str, Ledger]
    unbalanced: tuple[str, ...]

    @property
    def total(self) -> Ledger:
        return sum(self.by_source.values(), Ledger())


def ledger_book(messages: Iterable[str]) -> LedgerBook:
    """Sums the ledger lines of what was played among the log messages of the shipper."""
    by_source: dict[str, Ledger] = {}
    unbalanced: list[str] = []
    for source, batch in _lines(messages):
        if source == _UNPLAYED:
            continue
        by_source[source] = by_source.get(source, Ledger()) + batch
        if not batch.balanced:
            unbalanced.append(f"{source}: {batch}")
    return LedgerBook(dict(sorted(by_source.items())), tuple(unbalanced))


def shipper_messages(logs: Any, group: str) -> Iterator[str]:
    """Every log event of the group; a page may be empty while more follow."""
    arguments: dict[str, Any] = {"logGroupName": group, "limit": 10_000}
    while True:
        answer = logs.filter_log_events(**arguments)
        for event in answer.get("events", []):
            yield event["message"]
        if not answer.get("nextToken"):
            return
        arguments["nextToken"] = answer["nextToken"]


def _lines(messages: Iterable[str]) -> Iterator[tuple[str, Ledger]]:
    names = [part.name for part in fields(Ledger)]
    for message in messages:
        if '"ledger"' not in message:
            continue
        try:
            line = json.loads(message)
        except ValueError:
            continue
        if not isinstance(line, dict):
            continue
        entry = line.get("ledger")
        if isinstance(entry, dict) and all(isinstance(entry.get(name), int) for name in names):
            source = str(line.get("source", "unknown"))
            yield source, Ledger(**{name: entry[name] for name in names})
