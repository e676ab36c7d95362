"""AWS/Logs metrics: what reaches a log group, and what of it its subscribers get.

ministack publishes none, so an alarm on a log group gone silent would ring for ever, and one on
forwarding that fails never. Names and dimensions: "Monitoring with CloudWatch metrics" (CloudWatch
Logs User Guide). AWS counts in the minute of the arrival, whatever the events' own time.
"""

import time
from collections.abc import Sequence
from typing import Any

from cloud.emulator import metrics

Event = dict[str, Any]

# Besides the message, each event counts with so many bytes.
_EVENT_OVERHEAD_BYTES = 26


def arrived(group: str, events: Sequence[Event]) -> None:
    """Count events that a log group took."""
    size = sum(len(event["message"].encode()) + _EVENT_OVERHEAD_BYTES for event in events)
    dimensions = {"LogGroupName": group}
    _publish("IncomingLogEvents", len(events), "None", dimensions)
    _publish("IncomingBytes", size, "Bytes", dimensions)


def forwarded(group: str, subscription: Event, events: Sequence[Event], *, failed: bool) -> None:
    """Count events that went to a function, or could not."""
    name = "DeliveryErrors" if failed else "ForwardedLogEvents"
    dimensions = {
        "DestinationType": "Lambda",
        "FilterName": subscription["filterName"],
        "LogGroupName": group,
    }
    _publish(name, len(events), "None", dimensions)


def _publish(name: str, value: float, unit: str, dimensions: dict[str, str]) -> None:
    # The alarms' clock is soon enough: judging all of them at every put would cost dear.
    metrics.publish("AWS/Logs", name, value, time=time.time(), dimensions=dimensions, unit=unit)
