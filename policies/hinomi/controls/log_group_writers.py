"""Log groups: something writes to each of them, or the row that it was made for is gone."""

from __future__ import annotations

from collections.abc import Iterator

from .. import arns
from ..chains.find import meant, there
from ..chains.links import broken, holds
from ..chains.writers import collected, configuration, group_of, may_write
from ..evidence import Evidence
from ..findings import Finding, Status
from ..iam import Document, glob
from ..policy_documents import read
from ..resource import Known, Value
from .control import PLAN, Asked, Control

_GROUP = "aws_cloudwatch_log_group"


def _judge(asked: Asked) -> Iterator[Finding]:
    evidence = asked.evidence
    groups = [one for one in there(evidence, _GROUP) if one.address not in evidence.declared]
    written: dict[str, str] = {}
    for writer, value in _writers(evidence):
        for met in meant(evidence, value, _GROUP):
            written.setdefault(met.piece.address, writer)
    patterns = list(_patterns(evidence))
    for group in groups:
        writer = written.get(group.address, "")
        if not writer and isinstance(group.name, Known):
            name = str(group.name.value)
            writer = next((by for by, pattern in patterns if glob(pattern, name)), "")
        fix = f"Turn on what writes to {group.address}, or take it away."
        check = holds(f"{writer} writes to it") if writer else broken("nothing writes to it", fix)
        yield asked.from_check(group.address, check)
    if not groups:
        yield asked.finding(Status.NOT_APPLICABLE, PLAN, "the plan makes no log group")


def _writers(evidence: Evidence) -> Iterator[tuple[str, Value]]:
    for trail in there(evidence, "aws_cloudtrail"):
        yield trail.address, trail.value("cloud_watch_logs_group_arn")
    for log in there(evidence, "aws_flow_log"):
        yield log.address, log.value("log_destination")
        yield log.address, log.value("log_group_name")
    for function in there(evidence, "aws_lambda_function"):
        yield function.address, group_of(function)
    for parameter in there(evidence, "aws_ssm_parameter"):
        for _, one in collected(configuration(parameter) or {}):
            yield parameter.address, Known(one.get("log_group_name", ""))
    for domain in there(evidence, "aws_opensearch_domain"):
        for number in range(domain.resource.blocks("log_publishing_options") or 0):
            here = ("log_publishing_options", number, "cloudwatch_log_group_arn")
            yield domain.address, domain.value(*here)
    for stream in there(evidence, "aws_kinesis_firehose_delivery_stream"):
        options = ("extended_s3_configuration", 0, "cloudwatch_logging_options", 0)
        yield stream.address, stream.value(*options, "log_group_name")


def _patterns(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """The log groups that a policy made for others lets them write to.

    A role of the plan is judged by what uses it (a function, a trail), not by what it may do.
    """
    for policy in there(evidence, "aws_iam_policy"):
        document = read(policy.value("policy"), evidence.documents) or Document()
        for statement in document.statements:
            for text in (statement.resources or ()) if may_write(statement) else ():
                arn = arns.parse(text)
                if arn is not None and arn.resource.startswith("log-group:"):
                    name = arn.resource.removeprefix("log-group:").partition(":")[0]
                    yield policy.address, name


CONTROLS = (
    Control(
        "log_groups_are_written",
        "Something writes to every log group",
        "low",
        _judge,
        row="log_groups",
    ),
)
