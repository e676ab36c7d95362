"""What an alarm does when its state has changed.

ministack (services/cloudwatch.py) publishes a shortened message: no AlarmArn, no action lists,
StatisticType and missing-data treatment left out, an empty Trigger for composite alarms. It
knows no Lambda actions and does not ask the topic's policy whether CloudWatch may publish.
"""

import json
import logging
import time
from typing import Any

from ministack.core.responses import get_account_id, get_region, new_uuid
from ministack.services import cloudwatch, lambda_svc, sns

from cloud.alarms import message
from cloud.alarms.message import iso
from cloud.emulator.patch import need, replace

Alarm = dict[str, Any]

_ACTIONS_OF_STATE = {
    "ALARM": "AlarmActions",
    "OK": "OKActions",
    "INSUFFICIENT_DATA": "InsufficientDataActions",
}

_log = logging.getLogger("cloud.alarm_actions")


def apply() -> None:
    """Patch the actions of alarms."""
    need(cloudwatch, "_history_entries")
    need(sns, "_fanout", "topic_policy_allows", "_topic_by_arn_any_scope")
    need(lambda_svc, "_get_func_record_for_ref", "_execution_record_for_config")
    need(lambda_svc, "invoke_async_with_retry")
    replace(cloudwatch, "_dispatch_alarm_actions", act)


def act(alarm: Alarm, old_state: str, new_state: str, reason: str) -> None:
    """Carry out the actions for the alarm's new state, unless they are disabled."""
    if not alarm.get("ActionsEnabled", True):
        return
    for action in alarm.get(_ACTIONS_OF_STATE[new_state]) or []:
        try:
            failure = _carry_out(action, alarm, old_state)
        except Exception as error:  # noqa: BLE001 - an action's failure is history, never the alarm's own
            _log.exception("action %s of %s", action, alarm["AlarmName"])
            failure = str(error)
        if failure:
            _log.warning("%s: action %s failed: %s", alarm["AlarmName"], action, failure)
        _remember(alarm, action, failure)


def _carry_out(action: str, alarm: Alarm, old_state: str) -> str | None:
    """None when done, else what went wrong."""
    service = action.split(":")[2] if action.count(":") >= 5 else ""
    if service == "sns":
        return _publish(action, alarm, old_state)
    if service == "lambda":
        return _invoke(action, alarm, old_state)
    return f"the local cloud carries out SNS and Lambda actions only, not {service or action!r}"


def _publish(topic: str, alarm: Alarm, old_state: str) -> str | None:
    if sns._topic_by_arn_any_scope(topic) is None:
        return "the topic does not exist"
    account, region = get_account_id(), get_region()
    if not sns.topic_policy_allows(topic, "cloudwatch.amazonaws.com", alarm["AlarmArn"], account):
        return "the topic's policy does not let cloudwatch.amazonaws.com publish"
    reason_data = json.loads(alarm.get("StateReasonData") or "{}")
    text = json.dumps(
        message.body(
            alarm,
            old_state=old_state,
            account=account,
            region=region,
            triggering=reason_data.get("triggeringAlarms"),
        ),
        ensure_ascii=False,
    )
    subject = message.subject(alarm, alarm["StateValue"], region)
    sns._fanout(topic, new_uuid(), text, subject)
    return None


def _invoke(function_arn: str, alarm: Alarm, old_state: str) -> str | None:
    function, configuration, name = lambda_svc._get_func_record_for_ref(function_arn)
    if not function or not configuration:
        return f"the function {name} does not exist"
    event = message.lambda_event(
        alarm,
        old_state=old_state,
        account=get_account_id(),
        region=get_region(),
        moment=time.time(),
    )
    record = lambda_svc._execution_record_for_config(function, configuration)
    lambda_svc.invoke_async_with_retry(record, event)
    return None


def _remember(alarm: Alarm, action: str, failure: str | None) -> None:
    state = "Failed" if failure else "Succeeded"
    summary = (
        f"Failed to execute action {action}"
        if failure
        else (f"Successfully executed action {action}")
    )
    cloudwatch._history_entries().append(
        {
            "AlarmName": alarm["AlarmName"],
            "AlarmType": "CompositeAlarm" if "AlarmRule" in alarm else "MetricAlarm",
            "Timestamp": iso(time.time()),
            "HistoryItemType": "Action",
            "HistorySummary": summary,
            "HistoryData": json.dumps(
                {
                    "actionState": state,
                    "stateUpdateTimestamp": int(alarm["StateUpdatedTimestamp"] * 1000),
                    "notificationResource": action,
                    "error": failure,
                }
            ),
        }
    )
