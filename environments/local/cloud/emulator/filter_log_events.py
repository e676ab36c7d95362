"""FilterLogEvents: patterns as CloudWatch Logs reads them, pages, stream prefixes.

ministack (services/cloudwatch_logs.py) lets any JSON pattern match everything, has no
`nextToken` (what is over the limit is lost) and leaves `logStreamNamePrefix` out of account.
"""

from collections.abc import Iterator
from typing import Any

from ministack.core.responses import error_response_json, json_response
from ministack.services import cloudwatch_logs as logs

from cloud.emulator.log_patterns import compiled, refused
from cloud.emulator.patch import need, replace
from hinomi.filter_pattern import InvalidPattern

Answer = tuple[int, dict[str, str], bytes]
Event = dict[str, Any]

_LIMIT = 10_000


def apply() -> None:
    """Patch FilterLogEvents."""
    need(logs, "_log_groups", "_resolve_log_group_name", "_log_events_lock")
    replace(logs, "_filter_log_events", filter_log_events)


def filter_log_events(data: dict[str, Any]) -> Answer:
    """Matching events in order of time. `startTime` and `endTime` are both included."""
    group = logs._resolve_log_group_name(data)
    if group not in logs._log_groups:
        missing: Answer = error_response_json(
            "ResourceNotFoundException", "The specified log group does not exist.", 400
        )
        return missing
    try:
        pattern = compiled(data.get("filterPattern") or "")
        skipped = int(data.get("nextToken") or 0)
    except InvalidPattern as error:
        return refused(error, "filter")
    except ValueError:
        invalid: Answer = error_response_json(
            "InvalidParameterException", "The specified nextToken is invalid.", 400
        )
        return invalid
    limit = min(int(data.get("limit") or _LIMIT), _LIMIT)
    events = sorted(_events(group, data), key=lambda e: (e["timestamp"], e["ingestionTime"]))
    matching = [event for event in events if pattern.match(event["message"]) is not None]
    page = matching[skipped : skipped + limit]
    more = {"nextToken": str(skipped + limit)} if len(matching) > skipped + limit else {}
    answer: Answer = json_response({"events": page, "searchedLogStreams": [], **more})
    return answer


def _events(group: str, data: dict[str, Any]) -> Iterator[Event]:
    names = data.get("logStreamNames")
    prefix = data.get("logStreamNamePrefix") or ""
    start, end = data.get("startTime"), data.get("endTime")
    with logs._log_events_lock:
        streams = [
            (name, list(stream["events"]))
            for name, stream in logs._log_groups[group]["streams"].items()
            if name.startswith(prefix) and (not names or name in names)
        ]
    for name, events in streams:
        for event in events:
            if start is not None and event["timestamp"] < start:
                continue
            if end is not None and event["timestamp"] > end:
                continue
            yield {**event, "logStreamName": name}
