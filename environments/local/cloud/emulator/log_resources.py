"""The resource that a call of CloudWatch Logs is judged on.

ministack (core/iam_actions.py) judges a call which names no log group (DescribeMetricFilters by
metric) on "*", which only a policy for every resource allows. AWS judges it on the account's log
groups, with an empty name: `log-group::log-stream:`, as its own refusals show.

It judges every other call on the log group, so a policy that lets an agent or a function write to
the streams of its group, and do nothing with the group, lets it do nothing at all. AWS names the
stream: "not authorized to perform: logs:CreateLogStream on resource:
arn:aws:logs:<region>:<account>:log-group:<group>:log-stream:<stream>".
https://github.com/aws-solutions/aws-crr-monitor/issues/8
"""

import json
from typing import Any

from ministack.core import iam_actions

from cloud.emulator.patch import replace

_ON_A_STREAM = ("CreateLogStream", "DeleteLogStream", "GetLogEvents", "PutLogEvents")


def apply() -> None:
    """Patch the resource of a request."""

    def mended(
        service: str,
        method: str,
        path: str,
        headers: dict[str, str],
        body: bytes,
        query_params: dict[str, Any],
        region: str,
        account_id: str,
    ) -> str:
        arn: str = original(service, method, path, headers, body, query_params, region, account_id)
        if service != "logs":
            return arn
        if arn == "*":
            arn = f"arn:aws:logs:{region}:{account_id}:log-group::log-stream:"
        action = headers.get("x-amz-target", "").rpartition(".")[2]
        if action in _ON_A_STREAM and ":log-group:" in arn:
            return f"{arn}:log-stream:{_stream(body)}"
        return arn

    original = replace(iam_actions, "extract_resource_arn", mended)


def _stream(body: bytes) -> str:
    try:
        return str(json.loads(body).get("logStreamName", ""))
    except (ValueError, AttributeError):
        return ""
