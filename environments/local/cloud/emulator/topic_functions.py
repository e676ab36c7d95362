"""Functions that a topic invokes.

ministack (services/sns.py) runs the function once. SNS hands the event to Lambda's asynchronous
invocation, which tries twice more and then sends the event to the function's on-failure
destination or dead-letter queue.
"""

import json
import logging
from typing import Any

from ministack.services import lambda_svc, sns

from cloud.emulator.patch import need, replace

_log = logging.getLogger("cloud.topic_functions")


def apply() -> None:
    """Patch the delivery to functions."""
    need(lambda_svc, "_get_func_record_for_ref", "_execution_record_for_config")
    need(lambda_svc, "invoke_async_with_retry")
    replace(sns, "_deliver_to_lambda", deliver)


def deliver(
    endpoint: str,
    envelope: str,
    topic_arn: str,
    sub_arn: str,
    msg_id: str,
    raw_message: str,
    message_attributes: dict[str, Any],
) -> None:
    """Invoke the function `endpoint` with the event that SNS sends to functions."""
    function, configuration, name = lambda_svc._get_func_record_for_ref(endpoint)
    if not function or not configuration:
        _log.warning("%s: the function %s does not exist", topic_arn, name)
        return
    notification = json.loads(envelope)
    # Only here AWS writes Url, not URL, and gives the attributes even when there are none.
    for theirs, ours in (
        ("SigningCertURL", "SigningCertUrl"),
        ("UnsubscribeURL", "UnsubscribeUrl"),
    ):
        notification[ours] = notification.pop(theirs)
    notification.setdefault("MessageAttributes", {})
    notification.setdefault("Subject", None)
    record = {
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": sub_arn,
        "Sns": notification,
    }
    execution = lambda_svc._execution_record_for_config(function, configuration)
    lambda_svc.invoke_async_with_retry(execution, {"Records": [record]})
