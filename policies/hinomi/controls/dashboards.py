"""Dashboards: what they show is in the plan."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..chains.find import meant, there
from ..chains.joins import SHOW_THE_VALUE
from ..chains.links import Check, broken, holds, unproved
from ..evidence import Evidence, Piece
from ..findings import Finding
from ..resource import Known
from .control import Asked, Control

# A dimension that names a piece of the watch, and the piece's type.
_NAMED: Mapping[str, str] = {
    "DeliveryStreamName": "aws_kinesis_firehose_delivery_stream",
    "DomainName": "aws_opensearch_domain",
    "FunctionName": "aws_lambda_function",
    "LogGroupName": "aws_cloudwatch_log_group",
    "QueueName": "aws_sqs_queue",
}
_ALARMS = ("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")


def _judge(asked: Asked) -> Iterator[Finding]:
    boards = there(asked.evidence, "aws_cloudwatch_dashboard")
    shown = False
    for board in boards:
        check, of_the_watch = _board(asked.evidence, board)
        shown = shown or of_the_watch
        yield asked.from_check(board.address, check)
    if boards and not shown:
        fix = "Show the alarms on a dashboard: dashboards of the analysis module."
        yield asked.from_check("plan", broken("no dashboard shows an alarm of the plan", fix))
    if not boards:
        yield asked.nothing("aws_cloudwatch_dashboard", "Set dashboards on the analysis module.")


def _board(evidence: Evidence, board: Piece) -> tuple[Check, bool]:
    body = board.value("dashboard_body")
    if not isinstance(body, Known):
        return unproved(f"its body is {body.shown}", SHOW_THE_VALUE), True
    try:
        widgets = json.loads(str(body.value))["widgets"]
    except (ValueError, KeyError, TypeError):
        return broken("its body is no dashboard", f"Mend dashboard_body on {board.address}."), False
    if not widgets:
        return broken("it shows nothing", f"Add widgets to {board.address}."), False
    things, alarms = 0, False
    for widget in widgets:
        properties = widget.get("properties", {})
        for arn in properties.get("alarms", []):
            things += 1
            alarms = True
            if not meant(evidence, Known(arn), *_ALARMS):
                return _not_there(board, f"alarm {arn}"), True
        for kind, name in _things(properties):
            things += 1
            # what the watch does not make (a workload's queue) is the account's; ours must be there
            if (
                not meant(evidence, Known(name), kind)
                and there(evidence, kind)
                and _ours(evidence, board, name)
            ):
                return _not_there(board, name), alarms
    return holds(f"shows {things} things"), alarms


def _ours(evidence: Evidence, board: Piece, name: str) -> bool:
    """Whether a name carries the watch's own prefix: `hinomi-local` of `hinomi-local-watch`."""
    if not isinstance(board.value("dashboard_name"), Known):
        return False
    prefix = str(board.resource.values["dashboard_name"]).rpartition("-")[0]
    return bool(prefix) and name.lstrip("/").removeprefix("aws/lambda/").startswith(f"{prefix}-")


def _things(properties: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for metric in properties.get("metrics", []):
        texts = [one for one in metric if isinstance(one, str)][2:]
        for dimension, value in zip(texts[::2], texts[1::2], strict=False):
            if dimension in _NAMED and value != ".":
                yield _NAMED[dimension], value


def _not_there(board: Piece, what: str) -> Check:
    return broken(f"it shows {what}, which is not in this plan", f"Take it off {board.address}.")


CONTROLS = (
    Control(
        "dashboards_show_the_plan",
        "Dashboards show the watch, and nothing that is not there",
        "low",
        _judge,
        row="dashboards",
    ),
)
