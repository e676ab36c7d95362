"""What happens to log events once they are stored: metrics, metric filters, subscribers.

ministack (services/cloudwatch_logs.py) has one place that every stored event passes, PutLogEvents
and the logs of emulated functions alike: the fan-out to subscription filters. It reads patterns as
lists of words, gives each event a new id, and invokes a function once, without Lambda's retries of
asynchronous events. Invalid patterns and a third subscription are accepted. Destinations other than
functions are stored, not delivered: that stays so.
"""

import base64
import gzip
import json
import logging
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import cloudwatch_logs as logs
from ministack.services import lambda_svc

from cloud.emulator import alarm_states, embedded_metrics, log_metrics, metric_filters
from cloud.emulator.log_ingestion import event_id
from cloud.emulator.log_patterns import compiled, over_limit, refused
from cloud.emulator.patch import need, replace
from hinomi.filter_pattern import InvalidPattern

Answer = tuple[int, dict[str, str], bytes]
Event = dict[str, Any]

_log = logging.getLogger("cloud.subscriptions")


_PER_LOG_GROUP = 2  # a CloudWatch Logs quota


def apply() -> None:
    """Patch the fan-out, and check what PutSubscriptionFilter is given."""
    need(logs, "_log_groups")
    need(lambda_svc, "_get_func_record_for_ref", "_execution_record_for_config")
    need(lambda_svc, "invoke_async_with_retry")
    replace(logs, "_fanout_to_subscription_filters", pass_on)

    def mended(data: dict[str, Any]) -> Answer:
        try:
            compiled(data.get("filterPattern") or "")
        except InvalidPattern as error:
            return refused(error)
        group = logs._log_groups.get(data.get("logGroupName")) or {}
        others = set(group.get("subscriptionFilters") or {}) - {data.get("filterName")}
        if len(others) >= _PER_LOG_GROUP:
            return over_limit()
        answer: Answer = original(data)
        return answer

    original = replace(logs, "_put_subscription_filter", mended)


def pass_on(group_name: str, stream_name: str, events: list[Event]) -> None:
    """Make metrics of the events and hand them to the log group's subscribers."""
    group = logs._log_groups.get(group_name)
    if not group or not events:
        return
    log_metrics.arrived(group_name, events)
    filtered = metric_filters.publish(group_name, events)
    if embedded_metrics.publish(events) or filtered:
        alarm_states.data_arrived()
    for subscription in (group.get("subscriptionFilters") or {}).values():
        pattern = compiled(subscription["filterPattern"])
        matching = [event for event in events if pattern.match(event["message"]) is not None]
        if matching:
            _deliver(subscription, group_name, stream_name, matching)


def _deliver(subscription: Event, group: str, stream: str, events: list[Event]) -> None:
    destination = subscription["destinationArn"]
    if ":function:" not in destination:
        return
    function, configuration, name = lambda_svc._get_func_record_for_ref(destination)
    if not function or not configuration:
        _log.warning("%s: the function %s does not exist", subscription["filterName"], name)
        log_metrics.forwarded(group, subscription, events, failed=True)
        return
    if group == f"/aws/lambda/{name}":
        return  # a function fed by its own log would never stop
    payload = {
        "messageType": "DATA_MESSAGE",
        "owner": get_account_id(),
        "logGroup": group,
        "logStream": stream,
        "subscriptionFilters": [subscription["filterName"]],
        "logEvents": [
            {
                "id": event.get("eventId") or event_id(event["timestamp"]),
                "timestamp": event["timestamp"],
                "message": event["message"],
            }
            for event in events
        ],
    }
    data = base64.b64encode(gzip.compress(json.dumps(payload).encode())).decode()
    record = lambda_svc._execution_record_for_config(function, configuration)
    lambda_svc.invoke_async_with_retry(record, {"awslogs": {"data": data}})
    log_metrics.forwarded(group, subscription, events, failed=False)
