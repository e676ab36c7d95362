"""Alarm of a detection -> the facts behind it, or the reason why there are none."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools import Logger

from notifier import facts, log_events, window
from notifier.alarm import Alarm
from notifier.catalogue import Detection
from notifier.facts.model import Facts
from notifier.log_events import LogLookupError, MetricFilter
from notifier.window import Window

logger = Logger(service=os.environ.get("POWERTOOLS_SERVICE_NAME", "notifier"), child=True)


@dataclass(frozen=True)
class Enrichment:
    """Either `facts`, or `failure` (a key of wording.FAILURES) with its detail, or neither.

    Neither: nothing was looked up, since the alarm is not a detection's or did not ring.
    """

    facts: Facts | None = None
    filters: tuple[MetricFilter, ...] = ()
    window: Window | None = None
    failure: str = ""
    failure_detail: str = ""


NOTHING = Enrichment()


def enrich(
    logs: Any, alarm: Alarm, detection: Detection, has_time: Callable[[], bool]
) -> Enrichment:
    """Looks up what rang the alarm. Never raises: a plain alarm is better than none."""
    try:
        return _enrich(logs, alarm, detection, has_time)
    except LogLookupError as error:
        logger.warning("no details: %s %s", error.reason, error.detail)
        return Enrichment(failure=error.reason, failure_detail=error.detail)
    except Exception as error:  # noqa: BLE001 - whatever breaks here, the alarm must go out
        # Only where it broke: the exception's text, in a traceback too, may quote a log record.
        logger.error("no details: %s", _place(error))  # noqa: TRY400
        return Enrichment(failure="internal", failure_detail=type(error).__name__)


def _enrich(
    logs: Any, alarm: Alarm, detection: Detection, has_time: Callable[[], bool]
) -> Enrichment:
    filters = log_events.metric_filters(logs, alarm.trigger.metric, alarm.trigger.namespace)
    found = log_events.search(logs, filters, window.exact(alarm), has_time)
    if not found.events and has_time():
        found = log_events.search(logs, filters, window.wide(alarm), has_time)
    if not found.events:
        reason = "no_events" if found.complete else "no_time"
        return Enrichment(filters=filters, window=found.window, failure=reason)
    return Enrichment(facts.read(detection.log_source, found), filters, found.window)


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    if not trace:
        return type(error).__name__
    return f"{type(error).__name__} in {trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}"
