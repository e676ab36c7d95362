"""Filter patterns of CloudWatch Logs, read by hinomi's own engine.

ministack (services/cloudwatch_logs.py) lets a JSON pattern match everything in FilterLogEvents
and takes patterns of subscription filters for lists of words; it accepts patterns that AWS
refuses, and has no TestMetricFilter. Here are what the other mends read patterns with, and
TestMetricFilter.
"""

import json
from functools import lru_cache
from typing import Any

from ministack.core.responses import error_response_json, json_response
from ministack.services import cloudwatch_logs as logs

from cloud.emulator.patch import replace
from hinomi import filter_pattern
from hinomi.filter_pattern import FilterPattern, InvalidPattern

Answer = tuple[int, dict[str, str], bytes]

_TEST_MESSAGES = 50


def apply() -> None:
    """Add TestMetricFilter."""

    async def mended(
        method: str,
        path: str,
        headers: dict[str, str],
        body: bytes,
        query_params: dict[str, Any],
    ) -> Answer:
        if headers.get("x-amz-target", "").endswith(".TestMetricFilter"):
            return _test_metric_filter(json.loads(body or b"{}"))
        answer: Answer = await original(method, path, headers, body, query_params)
        return answer

    original = replace(logs, "handle_request", mended)


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> FilterPattern:
    """The compiled pattern. Raises InvalidPattern."""
    return filter_pattern.compile(pattern)


def refused(error: InvalidPattern, kind: str = "metric filter") -> Answer:
    """AWS's refusal, with the place and the reason that AWS keeps to itself."""
    detail = f"{error.reason} at position {error.position}"
    answer: Answer = error_response_json(
        "InvalidParameterException", f"Invalid {kind} pattern (local cloud: {detail})", 400
    )
    return answer


def over_limit() -> Answer:
    """AWS's refusal of one filter too many on a log group."""
    answer: Answer = error_response_json("LimitExceededException", "Resource limit exceeded.", 400)
    return answer


def _test_metric_filter(data: dict[str, Any]) -> Answer:
    messages: list[str] = data.get("logEventMessages") or []
    if not 1 <= len(messages) <= _TEST_MESSAGES:
        refusal: Answer = error_response_json(
            "InvalidParameterException",
            f"logEventMessages must have 1 to {_TEST_MESSAGES} members, not {len(messages)}",
            400,
        )
        return refusal
    try:
        pattern = compiled(data.get("filterPattern") or "")
    except InvalidPattern as error:
        return refused(error)
    matches = [
        {"eventNumber": number, "eventMessage": message, "extractedValues": match.extracted}
        for number, message in enumerate(messages, 1)
        if (match := pattern.match(message)) is not None
    ]
    answer: Answer = json_response({"matches": matches})
    return answer
