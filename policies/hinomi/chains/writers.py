"""The first links of logs that no service delivers: what writes them to a log group.

The CloudWatch agent writes what its configuration names; functions and applications write where a
function of the plan logs, or where a policy made for them lets them; the rest is declared.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .. import arns
from ..evidence import Evidence, LogGroup, Piece
from ..iam import Statement, glob
from ..policy_documents import read
from ..resource import Known, Unknown, Value
from .find import holds_link, meant, there
from .links import NONE, Chain, Link, broken
from .sources import Landing

AGENT = ("windows_events", "windows_events_xml", "iis_access", "linux_auth", "web_access")
_WRITES = ("logs:PutLogEvents", "logs:CreateLogStream")
_FORMATS = {"windows_events": "text", "windows_events_xml": "xml"}


def from_writers(evidence: Evidence, log_source: str) -> Iterator[Landing]:
    """A landing for each log group that something writes this kind of log to."""
    found = False
    for link, value in _writers(evidence, log_source):
        for landing in _landings(evidence, link, value):
            found = True
            yield landing
    if not found:
        fix = (
            f"Collect it (agent, lambda_logs, application_logs of collection), or declare its log "
            f"group under adopted with the fact source: {log_source}."
        )
        seen = f"nothing in the plan writes {log_source} to a log group"
        yield Landing(Chain((Link("writer", NONE, "", (broken(seen, fix),)),)))


def configuration(parameter: Piece) -> dict[str, Any] | None:
    """The agent's configuration in a parameter's text; None where it is none."""
    value = parameter.value("value")
    if not isinstance(value, Known):
        value = parameter.value("insecure_value")
    try:
        document = json.loads(str(value.value)) if isinstance(value, Known) else None
    except ValueError:
        return None
    whole = isinstance(document, dict) and bool({"logs", "metrics"} & document.keys())
    return document if whole else None


def collected(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the agent reads, `files` and `windows_events`, each entry with its log group."""
    kinds = document.get("logs", {}).get("logs_collected", {})
    for kind in ("files", "windows_events"):
        for one in kinds.get(kind, {}).get("collect_list", []):
            yield kind, one


def group_of(function: Piece) -> Value:
    """The name of the log group that a function writes to."""
    given = function.value("logging_config", 0, "log_group")
    if isinstance(given, Known) or (isinstance(given, Unknown) and given.origin.targets):
        return given
    name = function.name
    return Known(f"/aws/lambda/{name.value}") if isinstance(name, Known) else name


def may_write(statement: Statement) -> bool:
    """Whether a statement lets somebody write log events."""
    return statement.effect == "Allow" and any(
        glob(action.lower(), wanted.lower())
        for action in statement.actions or ()
        for wanted in _WRITES
    )


def _writers(evidence: Evidence, log_source: str) -> Iterator[tuple[Link, Value]]:
    for one in there(evidence, "hinomi_log_source"):
        if one.value("log_source") == Known(log_source):
            link = Link("log source", log_source, one.address, (holds_link("", one).checks[0],))
            yield link, one.value("log_group_name")
    if log_source in AGENT or log_source == "application":
        yield from _agent(evidence, log_source)
    if log_source in ("lambda", "application"):
        yield from _policies(evidence)
    if log_source == "lambda":
        for function in there(evidence, "aws_lambda_function"):
            yield holds_link("function", function), group_of(function)


def _agent(evidence: Evidence, log_source: str) -> Iterator[tuple[Link, Value]]:
    wanted = _FORMATS.get(log_source)
    for parameter in there(evidence, "aws_ssm_parameter"):
        for kind, one in collected(configuration(parameter) or {}):
            if (kind == "windows_events") is not (wanted is not None):
                continue
            if wanted is None or one.get("event_format", "text") == wanted:
                yield holds_link("agent", parameter), Known(one.get("log_group_name", ""))


def _policies(evidence: Evidence) -> Iterator[tuple[Link, Value]]:
    for policy in there(evidence, "aws_iam_policy"):
        document = read(policy.value("policy"), evidence.documents)
        for statement in document.statements if document else ():
            if not may_write(statement):
                continue
            for text in statement.resources or ():
                arn = arns.parse(text)
                if arn is not None and arn.resource.startswith("log-group:"):
                    name = arn.resource.removeprefix("log-group:").partition(":")[0]
                    yield holds_link("writer policy", policy), Known(name)


def _landings(evidence: Evidence, link: Link, value: Value) -> Iterator[Landing]:
    for met in meant(evidence, value, "aws_cloudwatch_log_group"):
        group = LogGroup.of(met.piece.resource)
        chain = Chain((link, met.link("log group")))
        yield Landing(chain, group=group, place=group.place)
