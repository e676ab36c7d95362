"""Finds the log events that rang an alarm: by the metric filter that made its metric.

DescribeMetricFilters takes a metric's name and namespace and gives log group and pattern;
FilterLogEvents with that pattern gives the events. A page may be empty while more follow, so only
an absent token ends a search; pages, events and time are bounded, because a noisy filter can
match millions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from notifier.window import Window

MOST_EVENTS = 5_000
MOST_CHARACTERS = 20_000_000  # of all messages: what a small function's memory holds
MOST_PAGES = 40
MOST_FILTERS = 10  # metric filters that feed one metric, each in its own log group
_DENIED = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation")


class LogLookupError(Exception):
    """`reason` is a key of wording.FAILURES, `detail` a short text (never a log record)."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class MetricFilter:
    name: str
    log_group: str
    pattern: str


@dataclass(frozen=True)
class LogEvent:
    """`timestamp` in milliseconds since the epoch, UTC."""

    id: str
    timestamp: int
    message: str
    filter: MetricFilter | None = None  # that found it


@dataclass(frozen=True)
class Found:
    """Events in order of time; `complete` is false where a bound ended the search."""

    filters: tuple[MetricFilter, ...]
    events: tuple[LogEvent, ...]
    complete: bool
    window: Window


def metric_filters(logs: Any, metric: str, namespace: str) -> tuple[MetricFilter, ...]:
    """The filters that make a metric. Raises `LogLookupError` when there is none."""
    pages = _pages(
        logs.describe_metric_filters,
        {"metricName": metric, "metricNamespace": namespace},
        lambda: True,
    )
    filters: list[MetricFilter] = []
    for page in pages:
        filters += [
            MetricFilter(
                name=item.get("filterName", ""),
                log_group=item["logGroupName"],
                pattern=item.get("filterPattern", ""),
            )
            for item in page.get("metricFilters", [])
            if item.get("logGroupName")
        ]
    if not filters:
        raise LogLookupError("no_filter", f"{namespace} / {metric}")
    return tuple(filters[:MOST_FILTERS])


def search(
    logs: Any, filters: tuple[MetricFilter, ...], window: Window, has_time: Callable[[], bool]
) -> Found:
    """Events of a window that match the filters. Raises `LogLookupError` when AWS refuses."""
    events: list[LogEvent] = []
    complete = True
    for metric_filter in filters:
        if _full(events):
            complete = False
            break
        token: str | None = None
        request = {
            "logGroupName": metric_filter.log_group,
            "filterPattern": metric_filter.pattern,
            "startTime": _milliseconds(window.start),
            "endTime": _milliseconds(window.end) - 1,  # FilterLogEvents includes its end
        }
        for page in _pages(logs.filter_log_events, request, has_time):
            events += [_event(item, metric_filter) for item in page.get("events", [])]
            token = page.get("nextToken")
            if _full(events):
                break
        complete = complete and token is None
    events.sort(key=lambda event: event.timestamp)
    complete = complete and len(events) <= MOST_EVENTS
    return Found(filters, tuple(events[:MOST_EVENTS]), complete, window)


def _full(events: list[LogEvent]) -> bool:
    return (
        len(events) >= MOST_EVENTS or sum(len(event.message) for event in events) > MOST_CHARACTERS
    )


def _pages(call: Callable[..., Any], request: dict[str, Any], has_time: Callable[[], bool]) -> Any:
    """Pages of one paged call, up to the bounds; each page still holds its `nextToken`."""
    for _ in range(MOST_PAGES):
        try:
            page = call(**request)
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "unknown")
            operation = error.operation_name
            raise LogLookupError(
                "denied" if code in _DENIED else "refused", f"logs:{operation}: {code}"
            ) from error
        except BotoCoreError as error:
            raise LogLookupError("unreachable", type(error).__name__) from error
        yield page
        if not page.get("nextToken") or not has_time():
            return
        request = {**request, "nextToken": page["nextToken"]}


def _event(item: dict[str, Any], metric_filter: MetricFilter) -> LogEvent:
    return LogEvent(
        id=item.get("eventId", ""),
        timestamp=item.get("timestamp", 0),
        message=item.get("message", ""),
        filter=metric_filter,
    )


def _milliseconds(time: Any) -> int:
    return int(time.timestamp() * 1000)
