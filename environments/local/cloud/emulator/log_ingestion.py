"""PutLogEvents: what AWS refuses, and one id for an event wherever it is seen.

ministack (services/cloudwatch_logs.py) stores events of any age in any order, and gives the
same event one id in FilterLogEvents and another in the subscription's payload. In AWS the ids
are equal, and consumers take them for the identity of the event.
"""

import itertools
import time
from typing import Any

from ministack.core.responses import error_response_json, json_response
from ministack.services import cloudwatch_logs as logs

from cloud.emulator.patch import need, replace

Answer = tuple[int, dict[str, str], bytes]
Event = dict[str, Any]

_OLDEST_MS = 14 * 24 * 3600 * 1000
_NEWEST_MS = 2 * 3600 * 1000
_BATCH_SPAN_MS = 24 * 3600 * 1000
_BATCH_EVENTS = 10_000
_BATCH_BYTES = 1_048_576
_EVENT_OVERHEAD_BYTES = 26

_serial = itertools.count(1)


def apply() -> None:
    """Patch PutLogEvents."""
    need(logs, "_log_groups", "_log_records", "_build_log_record", "_append_log_events")
    need(logs, "_fanout_to_subscription_filters", "_fanout_to_live_tail_sessions")
    replace(logs, "_put_log_events", put_log_events)


def event_id(timestamp_ms: int) -> str:
    """A new id in AWS's form, 56 digits that sort by time."""
    return f"{timestamp_ms:026d}{next(_serial):030d}"


def put_log_events(data: dict[str, Any]) -> Answer:
    """Store what is young enough, pass it on, and say what was rejected."""
    group, stream = data.get("logGroupName"), data.get("logStreamName")
    found = logs._log_groups.get(group)
    if found is None or stream not in found["streams"]:
        what = "log group" if found is None else "log stream"
        return _refusal("ResourceNotFoundException", f"The specified {what} does not exist.")
    events: list[Event] = data.get("logEvents") or []
    if (wrong := _wrong_batch(events)) is not None:
        return _refusal("InvalidParameterException", wrong)
    now = int(time.time() * 1000)
    accepted, rejected = _by_age(events, now)
    stored = [_stored(event, now) for event in accepted]
    for event in stored:
        logs._log_records[event["eventId"]] = logs._build_log_record(
            ptr=event["eventId"],
            timestamp_ms=event["timestamp"],
            message=event["message"],
            log_group=group,
            log_stream=stream,
        )
    target = found["streams"][stream]
    logs._append_log_events(target, stored)
    token = target["uploadSequenceToken"] = str(int(target["uploadSequenceToken"]) + 1)
    logs._fanout_to_subscription_filters(group, stream, stored)
    logs._fanout_to_live_tail_sessions(group, stream, stored)
    info = {"rejectedLogEventsInfo": rejected} if rejected else {}
    answer: Answer = json_response({"nextSequenceToken": token, **info})
    return answer


def _stored(event: Event, now: int) -> Event:
    return {
        "timestamp": event["timestamp"],
        "message": event["message"],
        "ingestionTime": now,
        "eventId": event_id(event["timestamp"]),
    }


def _wrong_batch(events: list[Event]) -> str | None:
    times = [event["timestamp"] for event in events]
    if times != sorted(times):
        return "Log events in a single PutLogEvents request must be in chronological order."
    if times and times[-1] - times[0] > _BATCH_SPAN_MS:
        return (
            "The batch of log events in a single PutLogEvents request cannot span more than "
            "24 hours."
        )
    if len(events) > _BATCH_EVENTS:
        return f"Log events in a single PutLogEvents request must be at most {_BATCH_EVENTS}."
    size = sum(len(event["message"].encode()) + _EVENT_OVERHEAD_BYTES for event in events)
    if size > _BATCH_BYTES:
        return f"Upload too large: {size} bytes exceeds limit of {_BATCH_BYTES}"
    return None


def _by_age(events: list[Event], now: int) -> tuple[list[Event], dict[str, int]]:
    """The events that AWS takes, and `rejectedLogEventsInfo` for those it drops."""
    too_old = sum(event["timestamp"] < now - _OLDEST_MS for event in events)
    too_new = sum(event["timestamp"] > now + _NEWEST_MS for event in events)
    rejected = {}
    if too_old:
        rejected["tooOldLogEventEndIndex"] = too_old
    if too_new:
        rejected["tooNewLogEventStartIndex"] = len(events) - too_new
    return events[too_old : len(events) - too_new], rejected


def _refusal(code: str, text: str) -> Answer:
    answer: Answer = error_response_json(code, text, 400)
    return answer
