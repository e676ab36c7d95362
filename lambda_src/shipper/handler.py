"""The shipper's entrance: tells the sources apart by the event's shape."""

import json
import os
from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

from shipper.deadline import Deadline
from shipper.errors import UnsupportedEventError
from shipper.shipping import Shipping
from shipper.sources import log_events, notifications


@cache
def _shipping() -> Shipping:
    """Connect once for each execution environment."""
    return Shipping.from_environment(os.environ)


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Handle one invocation of the function."""
    return handle(event, context, _shipping())


def handle(event: dict[str, Any], context: LambdaContext, shipping: Shipping) -> dict[str, Any]:
    """Ship what the event delivers, or points to.

    Messages of a queue are answered one by one (a partial batch response). For all other sources
    HandedBackError is raised, which asks for the whole event again. Raises UnsupportedEventError
    for an event that no source here knows.
    """
    deadline = Deadline(context.get_remaining_time_in_millis() / 1000)
    if _comes_from_queue(event):
        return dict(
            process_partial_response(
                event=event,
                record_handler=lambda record: shipping.take_announcements(record.body, deadline),
                processor=BatchProcessor(event_type=EventType.SQS),
                context=context,
            )
        )
    if (data := log_events.data_of(event)) is not None:
        shipping.take_subscription(data, deadline)
    elif notifications.announces(event):
        shipping.take_announcements(json.dumps(event), deadline)
    else:
        raise UnsupportedEventError(
            f"no source knows an event with the members {sorted(event)}; known are messages of "
            "SQS, CloudWatch Logs subscriptions, and S3's events by SNS, EventBridge or directly"
        )
    return {}


def _comes_from_queue(event: dict[str, Any]) -> bool:
    records = event.get("Records")
    return (
        isinstance(records, list)
        and bool(records)
        and isinstance(records[0], dict)
        and records[0].get("eventSource") == "aws:sqs"
    )
