"""The traffic as OpenSearch has it, counted by time: what the report's charts are drawn from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from demo.search import CLOUDTRAIL, FLOW_LOGS, Search

MOST_BUCKETS = 40
MOST_SERVICES = 5
OTHERS = "others"


@dataclass(frozen=True)
class Count:
    """Documents of one kind in one span of time; `at` is its start in milliseconds."""

    at: int
    kind: str
    count: int


@dataclass(frozen=True)
class Traffic:
    calls: tuple[Count, ...]
    """By service, the most frequent ones by name."""
    flows: tuple[Count, ...]
    """By `accepted` and `refused`."""
    span: str
    """Length of one bucket, as OpenSearch says it, such as 1m."""


def traffic(search: Search) -> Traffic:
    calls, span = _counted(search, CLOUDTRAIL, "event.provider")
    flows, flow_span = _counted(search, FLOW_LOGS, "event.outcome")
    names = {"success": "accepted", "failure": "refused"}
    return Traffic(
        calls=_with_others(calls),
        flows=tuple(Count(c.at, names.get(c.kind, c.kind), c.count) for c in flows),
        span=span or flow_span,
    )


def _counted(search: Search, indices: str, field: str) -> tuple[list[Count], str]:
    answer: dict[str, Any] = search.ask(
        indices,
        {
            "size": 0,
            "aggs": {
                "time": {
                    # The engine picks the span: half an hour of a story, or a year of records.
                    "auto_date_histogram": {"field": "@timestamp", "buckets": MOST_BUCKETS},
                    "aggs": {"kind": {"terms": {"field": field, "size": 50}}},
                }
            },
        },
    )
    time = answer.get("aggregations", {}).get("time", {})
    counts = [
        Count(bucket["key"], kind["key"], kind["doc_count"])
        for bucket in time.get("buckets", [])
        for kind in bucket["kind"]["buckets"]
    ]
    return counts, time.get("interval", "")


def _with_others(counts: list[Count]) -> tuple[Count, ...]:
    totals: Counter[str] = Counter()
    for count in counts:
        totals[count.kind] += count.count
    named = {kind for kind, _ in totals.most_common(MOST_SERVICES)}
    merged: Counter[tuple[int, str]] = Counter()
    for count in counts:
        kind = count.kind.removesuffix(".amazonaws.com") if count.kind in named else OTHERS
        merged[(count.at, kind)] += count.count
    return tuple(Count(at, kind, number) for (at, kind), number in sorted(merged.items()))
