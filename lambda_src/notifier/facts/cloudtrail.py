"""CloudTrail records -> who, what, from where, when.

Record contents: "CloudTrail record contents for management, data, and network activity events" in
the CloudTrail user guide. Nothing in a record is taken for granted: a field may be absent, null
or of another type.
"""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from notifier.facts import cloudtrail_actions, cloudtrail_actors
from notifier.facts.model import Action, Actor, Facts, Origin, counted
from notifier.facts.plain_lines import LINE_LIMIT, MOST_LINES
from notifier.log_events import Found, LogEvent
from notifier.safe_text import line
from notifier.times import from_iso, from_milliseconds

Record = Mapping[str, Any]
_MOST_IDS = 20


def read(found: Found) -> Facts:
    who, what, origins = Counter[Actor](), Counter[Action](), Counter[Origin]()
    accounts, regions, ids = Counter[str](), Counter[str](), Counter[str]()
    times: list[datetime] = []
    lines: list[str] = []
    for event in found.events:
        record = _record(event.message)
        times += _time(event, record)
        if record is None:
            lines.append(line(event.message.rstrip(), LINE_LIMIT))
            continue
        # Only what is told of a record is kept: thousands of whole ones do not fit in memory.
        who[cloudtrail_actors.read(record)] += 1
        what[cloudtrail_actions.read(record)] += 1
        origins[_origin(record)] += 1
        accounts[line(record.get("recipientAccountId"), 64)] += 1
        regions[line(record.get("awsRegion"), 64)] += 1
        ids[line(record.get("eventID"), 64)] += 1
    return Facts(
        count=len(found.events),
        complete=found.complete,
        first=min(times, default=None),
        last=max(times, default=None),
        who=counted(who),
        what=counted(what),
        origins=counted(origins),
        lines=tuple(lines[:MOST_LINES]),
        accounts=_filled(accounts),
        regions=_filled(regions),
        event_ids=_filled(ids)[:_MOST_IDS],
    )


def _record(message: str) -> Record | None:
    try:
        record = json.loads(message)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, Mapping) else None


def _time(event: LogEvent, record: Record | None) -> list[datetime]:
    time = from_iso((record or {}).get("eventTime")) or from_milliseconds(event.timestamp)
    return [time] if time else []


def _origin(record: Record) -> Origin:
    return Origin(line(record.get("sourceIPAddress"), 128), line(record.get("userAgent"), 200))


def _filled(values: Counter[str]) -> tuple[str, ...]:
    return tuple(value for value, _ in values.most_common() if value)
