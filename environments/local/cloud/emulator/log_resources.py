"""The resource that IAM sees of a CloudWatch Logs call which names no log group.

ministack (core/iam_actions.py) checks such a call (DescribeMetricFilters by metric) on "*", which
only a policy for every resource allows. AWS checks it on the account's log groups, with an empty
name: `log-group::log-stream:`, as its own refusals show.
"""

from typing import Any

from ministack.core import iam_actions

from cloud.emulator.patch import replace


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
        if service == "logs" and arn == "*":
            return f"arn:aws:logs:{region}:{account_id}:log-group::log-stream:"
        return arn

    original = replace(iam_actions, "extract_resource_arn", mended)
