"""AWS/Lambda metrics of every execution, whoever caused it.

ministack (services/lambda_svc.py) counts a function's invocations and errors only for the Invoke
action: what a topic, a queue, a log group or a bucket runs leaves no metric, so an alarm on a
function's errors never rings.
"""

import time
from typing import Any

from ministack.services import lambda_svc

from cloud.emulator import alarm_states, metrics
from cloud.emulator.patch import replace


def apply() -> None:
    """Count where every execution writes its log, and not again in Invoke."""

    def mended_logs(
        func: dict[str, Any],
        request_id: str,
        log_text: str,
        error: bool,
        duration_ms: int,
        *,
        log_source: str | None = None,
    ) -> None:
        original_logs(func, request_id, log_text, error, duration_ms, log_source=log_source)
        name = (func.get("config") or func).get("FunctionName", "unknown")
        _publish(name, Invocations=1, Errors=int(error), Throttles=0, Duration=duration_ms)

    def mended_metrics(
        function_name: str,
        duration_ms: float,
        error: bool,
        throttle: bool,
    ) -> None:
        if throttle:
            _publish(function_name, Throttles=1)

    original_logs = replace(lambda_svc, "_emit_lambda_logs", mended_logs)
    replace(lambda_svc, "_emit_lambda_metrics", mended_metrics)


def _publish(function_name: str, **values: float) -> None:
    now = time.time()
    for name, value in values.items():
        metrics.publish(
            "AWS/Lambda",
            name,
            value,
            time=now,
            dimensions={"FunctionName": function_name},
            unit="Milliseconds" if name == "Duration" else "Count",
        )
    alarm_states.data_arrived()
