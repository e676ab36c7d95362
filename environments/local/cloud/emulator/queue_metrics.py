"""AWS/SQS metrics of every queue.

ministack (services/sqs.py) publishes none, so an alarm on a dead-letter queue never rings. AWS
publishes once a minute; here a queue with messages is measured every five seconds, so that an alarm
is not late by as much, and an empty one once a minute. Each message sent is counted at once: a
function may take it before anybody measures.
"""

import threading
import time
from typing import Any

from ministack.core.responses import request_scope
from ministack.services import sqs

from cloud.emulator import alarm_states, metrics
from cloud.emulator.patch import need, replace, replace_action

Queue = dict[str, Any]

_INTERVAL_SECONDS = 5
_EMPTY_INTERVAL_SECONDS = 60


def apply() -> None:
    """Start measuring, and count what is sent: by the action, and by other services."""
    need(sqs, "_queues", "_get_q")

    def mended_send(data: dict[str, Any], qurl: str) -> dict[str, Any]:
        result: dict[str, Any] = original_send(data, qurl)
        _count_sent(sqs._get_q(qurl))
        return result

    def mended_delay(q: Queue) -> int:
        # Topics, buckets, rules and destinations ask for it once for each message that they put
        # into a queue, after all that may refuse it.
        _count_sent(q)
        delay: int = original_delay(q)
        return delay

    original_send = replace(sqs, "_act_send_message", mended_send)
    replace_action(sqs, "_HANDLERS", "SendMessage", mended_send)
    original_delay = replace(sqs, "queue_delay", mended_delay)
    threading.Thread(target=_measure_forever, name="queue-metrics", daemon=True).start()


def _count_sent(queue: Queue) -> None:
    metrics.publish(
        "AWS/SQS",
        "NumberOfMessagesSent",
        1,
        time=time.time(),
        dimensions={"QueueName": queue["name"]},
        unit="Count",
    )


def _measure_forever() -> None:
    measured: dict[tuple[str, str, str], float] = {}
    while True:
        time.sleep(_INTERVAL_SECONDS)
        now = time.time()
        for key, queue in sqs._queues.all_items():
            if queue["messages"] or now - measured.get(key, 0) >= _EMPTY_INTERVAL_SECONDS:
                measured[key] = now
                with request_scope(*key[:2]):
                    _publish(queue, now)
        alarm_states.data_arrived()


def _publish(queue: Queue, now: float) -> None:
    waiting = list(queue["messages"])
    visible = sum(message["visible_at"] <= now for message in waiting)
    values = {
        "ApproximateNumberOfMessagesVisible": (visible, "Count"),
        "ApproximateNumberOfMessagesNotVisible": (len(waiting) - visible, "Count"),
        "ApproximateAgeOfOldestMessage": (
            max((now - message["sent_at"] for message in waiting), default=0.0),
            "Seconds",
        ),
    }
    for name, (value, unit) in values.items():
        metrics.publish(
            "AWS/SQS",
            name,
            value,
            time=now,
            dimensions={"QueueName": queue["name"]},
            unit=unit,
        )
