"""The outcome as JSON, `hinomi.backtest/1`. Times are ISO 8601 in UTC."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from ..outcome import Outcome, Result, Top

SCHEMA = "hinomi.backtest/1"
_MOST_RINGS = 10_000


def render(outcome: Outcome) -> str:
    """The document, indented, with a line break at its end."""
    document = {
        "schema": SCHEMA,
        "complete": not outcome.interrupted and not outcome.broken,
        "interrupted": outcome.interrupted,
        "first": _time(outcome.first),
        "last": _time(outcome.last),
        "bytes": outcome.bytes_read,
        "seconds": round(outcome.seconds, 3),
        "log_sources": {
            name: {"objects": one.objects, "events": one.events}
            for name, one in outcome.readings.items()
        },
        "passed_over": dict(outcome.passed_over),
        "unreadable": {
            "count": outcome.broken,
            "objects": [{"name": one.name, "reason": one.reason} for one in outcome.problems],
        },
        "at_most_a_week": outcome.at_most,
        "results": [_result(one) for one in outcome.results],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _result(result: Result) -> dict[str, Any]:
    watch = result.watch
    return {
        "id": watch.id,
        "title": watch.title,
        "severity": watch.severity or None,
        "log_source": watch.log_source,
        "pattern": watch.pattern.text,
        "tested": result.tested,
        "not_tested_in": [
            {"reason": reason, "objects": objects} for reason, objects in result.unasked
        ],
        "matches": result.matches,
        "matches_without_time": result.untimed,
        "first": _time(result.first),
        "last": _time(result.last),
        "days": {str(day): count for day, count in result.days.items()},
        "principals": _top(result.principals),
        "sources": _top(result.sources),
        "regions": _top(result.regions),
        "alarm": asdict(watch.alarm),
        "rings": {
            "count": len(result.rings),
            "in_busiest_week": result.rings_in_busiest_week,
            "seconds_in_alarm": result.seconds_in_alarm,
            "times": [_time(one) for one in result.rings[:_MOST_RINGS]],
        },
        "threshold_for_at_most": result.threshold_for,
    }


def _top(top: Top) -> dict[str, Any]:
    return {
        "values": [{"value": value, "count": count} for value, count in top.values],
        "missed_at_most": top.missed,
    }


def _time(time: datetime | None) -> str | None:
    return None if time is None else f"{time:%Y-%m-%dT%H:%M:%SZ}"
