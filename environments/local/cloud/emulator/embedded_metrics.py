"""Metrics written into log events (CloudWatch embedded metric format).

ministack knows nothing of the format. Source: "Specification: Embedded metric format"
(CloudWatch User Guide). High resolution (`StorageResolution`) makes no difference here.
"""

import json
import logging
from collections.abc import Iterable, Iterator
from typing import Any

from cloud.emulator import metrics

Event = dict[str, Any]
Document = dict[str, Any]

_log = logging.getLogger("cloud.embedded_metrics")


def publish(events: Iterable[Event]) -> bool:
    """Publish the metrics that `events` carry. Returns whether there were any."""
    published = False
    for event in events:
        if (document := _document(event["message"])) is None:
            continue
        try:
            for directive in document["_aws"]["CloudWatchMetrics"]:
                _publish(directive, document, event)
                published = True
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            _log.warning("a log event is not in embedded metric format: %r", error)
    return published


def _document(message: str) -> Document | None:
    if '"_aws"' not in message:
        return None
    try:
        document = json.loads(message)
    except ValueError:
        return None
    if not isinstance(document, dict) or not isinstance(document.get("_aws"), dict):
        return None
    return document if "CloudWatchMetrics" in document["_aws"] else None


def _publish(directive: Document, document: Document, event: Event) -> None:
    moment = float(document["_aws"].get("Timestamp") or event["timestamp"]) / 1000
    for names in directive.get("Dimensions") or [[]]:
        dimensions = {name: str(document[name]) for name in names}
        for metric in directive["Metrics"]:
            for value in _values(document[metric["Name"]]):
                metrics.publish(
                    directive["Namespace"],
                    metric["Name"],
                    value,
                    time=moment,
                    dimensions=dimensions,
                    unit=metric.get("Unit") or "None",
                )


def _values(target: float | list[float]) -> Iterator[float]:
    for value in target if isinstance(target, list) else [target]:
        yield float(value)
