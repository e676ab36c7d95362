"""Whether each line of each log can be found in OpenSearch, once: by its origin and its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from demo.clock import from_milliseconds
from demo.search import ALL, Search
from demo.workload.log import NotConfigured, ObjectPlace, Outcome, Written

_FIELDS = (
    *("@timestamp", "event.dataset", "event.original", "message", "log.file.path"),
    *("aws.cloudwatch.log_group", "aws.cloudwatch.log_stream"),
)


@dataclass(frozen=True)
class Arrival:
    """One log: what was sent, what was found of it, or why nothing was sent."""

    log: str
    sent: int
    found: int
    """Documents with this origin."""
    missing: int
    """Lines that were sent and not found as often as they were sent."""
    surplus: int
    """Documents beyond those."""
    places: tuple[str, ...]
    source: str
    """Where these are, in short."""
    indices: tuple[str, ...]
    time: str
    """@timestamp of the first of the documents."""
    reasons: tuple[str, ...]
    """Why nothing was written, where that is so."""

    @property
    def once(self) -> bool:
        return bool(self.sent and not self.missing and not self.surplus and not self.reasons)


@dataclass(frozen=True)
class Arrivals:
    logs: tuple[Arrival, ...]
    strangers: int
    """Documents that are none of what was sent, in all indices."""

    @property
    def hold(self) -> bool:
        return bool(self.logs) and not self.strangers and all(log.once for log in self.logs)


def arrivals(search: Search, expected: Sequence[str], outcomes: Sequence[Outcome]) -> Arrivals:
    """What can be found now. A log that is expected and that no player wrote is missing too."""
    search.refresh()
    documents = [hit["_source"] | {"_index": hit["_index"]} for hit in search.every(ALL, _FIELDS)]
    names = list(expected)
    names += [o.log for o in outcomes if isinstance(o, Written) and o.log not in names]
    logs = tuple(_arrival(name, outcomes, documents) for name in dict.fromkeys(names))
    places = {_origin_of(o) for o in outcomes if isinstance(o, Written)}
    strangers = sum(_origin(document) not in places for document in documents)
    return Arrivals(logs, strangers)


def _arrival(
    name: str, outcomes: Sequence[Outcome], documents: Sequence[dict[str, Any]]
) -> Arrival:
    written = [o for o in outcomes if isinstance(o, Written) and o.log == name]
    sent: Counter[tuple[str, str, str]] = Counter()
    for outcome in written:
        sent.update((*_origin_of(outcome), _comparable(line)) for line in outcome.lines)
    origins = {_origin_of(outcome) for outcome in written}
    ours = [document for document in documents if _origin(document) in origins]
    found = Counter((*_origin(document), _comparable(_text(document))) for document in ours)
    reasons = [o.reason for o in outcomes if isinstance(o, NotConfigured) and _is_of(name, o.log)]
    if not written and not reasons:
        reasons = ["nobody collects it"]
    return Arrival(
        log=name,
        sent=sent.total(),
        found=len(ours),
        missing=(sent - found).total(),
        surplus=(found - sent).total(),
        places=tuple(outcome.place.shown for outcome in written),
        source=", ".join(dict.fromkeys(outcome.place.short for outcome in written)),
        indices=tuple(sorted({document["_index"] for document in ours})),
        time=min((_time(document["@timestamp"]) for document in ours), default=""),
        reasons=tuple(reasons),
    )


def _is_of(name: str, said: str) -> bool:
    """`linux agent: *` is said of all that the agent would have read."""
    return name == said or (said.endswith("*") and name.startswith(said[:-1]))


def _origin_of(outcome: Written) -> tuple[str, str]:
    place = outcome.place
    if isinstance(place, ObjectPlace):
        return place.shown, ""
    return place.group, place.stream


def _origin(document: dict[str, Any]) -> tuple[str, str]:
    if path := document.get("log", {}).get("file", {}).get("path"):
        return str(path), ""
    stream = document.get("aws", {}).get("cloudwatch", {})
    return str(stream.get("log_group", "")), str(stream.get("log_stream", ""))


def _text(document: dict[str, Any]) -> str:
    return str(document.get("event", {}).get("original") or document.get("message", ""))


def _time(value: str | int) -> str:
    """A document's time: text, or milliseconds since 1970."""
    if isinstance(value, int):
        return f"{from_milliseconds(value):%Y-%m-%dT%H:%M:%SZ}"
    return value


def _comparable(line: str) -> str:
    return line.rstrip("\r\n")
