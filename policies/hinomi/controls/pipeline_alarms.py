"""The watch watches itself: each part has its alarm, each alarm tells somebody, one without a
function in between."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from ..chains.find import meant, there
from ..chains.links import Check, best, broken, holds
from ..chains.readers import Ends, Readers
from ..chains.rings import Metric, metrics_of, told
from ..evidence import Alarm, Evidence, Piece
from ..findings import Finding
from ..resource import Known
from .control import PLAN, Asked, Control

# A dimension that names a part of the watch, and the part's type.
PARTS = {
    "DeliveryStreamName": "aws_kinesis_firehose_delivery_stream",
    "DomainName": "aws_opensearch_domain",
    "FunctionName": "aws_lambda_function",
    "LogGroupName": "aws_cloudwatch_log_group",
    "MetricStreamName": "aws_cloudwatch_metric_stream",
    "QueueName": "aws_sqs_queue",
}


def is_of_the_watch(evidence: Evidence, alarm: Piece) -> bool:
    """Whether an alarm is on a part of the watch, or on what the shipper says of itself."""
    return any(
        parts(evidence, metric) or str(_known(metric.namespace)).endswith("/pipeline")
        for metric in metrics_of(alarm)
    )


def parts(evidence: Evidence, metric: Metric) -> set[str]:
    """The addresses of the parts of the plan that a metric is about."""
    return {
        met.piece.address
        for name, kind in PARTS.items()
        if name in metric.dimensions
        for met in meant(evidence, metric.dimensions[name], kind)
    }


def _reach(asked: Asked) -> Iterator[Finding]:
    evidence = asked.evidence
    readers = Readers(evidence, Ends(protocols=asked.readers))
    ours = [one for one in evidence.alarms if _ours(evidence, one)]
    for alarm in ours:
        yield asked.from_chain(alarm.address, told(evidence, readers, alarm))
    if not ours:
        fix = "The analysis module makes them: leave its pipeline_alarms on."
        yield asked.nothing("alarm on a part of the watch", fix)


def _plain(asked: Asked) -> Iterator[Finding]:
    """A notifier that is dead tells nobody that anything is."""
    evidence = asked.evidence
    readers = Readers(evidence, Ends(protocols=asked.readers))
    ours = [one for one in evidence.alarms if _ours(evidence, one)]
    chains = [told(evidence, readers, one) for one in ours]
    plain = [one for one in chains if all(link.kind != "function" for link in one.links)]
    if not ours:
        fix = "The analysis module makes them: leave its pipeline_alarms on."
        yield asked.nothing("alarm on a part of the watch", fix)
    elif plain:
        yield asked.from_chain(PLAN, best(plain))
    else:
        fix = "Let an alarm on the watch tell a topic that a person reads by mail."
        yield asked.from_check(PLAN, broken("every way goes through a function", fix))


def _ours(evidence: Evidence, alarm: Alarm) -> bool:
    return is_of_the_watch(evidence, evidence.by_address[alarm.address])


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the watch, and the metrics of which one must have an alarm on it."""

    piece: Piece
    what: str
    namespace: str
    metrics: tuple[str, ...]


def _watched(asked: Asked) -> Iterator[Finding]:
    evidence = asked.evidence
    alarmed: set[tuple[str, str, str]] = set()
    mismatch: list[str] = []
    for alarm in there(evidence, "aws_cloudwatch_metric_alarm"):
        if alarm.value("actions_enabled") == Known(False):
            continue
        for metric in metrics_of(alarm):
            name = str(_known(metric.name))
            mismatch += [alarm.address] if name == "LedgerMismatch" else []
            space = str(_known(metric.namespace))
            alarmed |= {(address, space, name) for address in parts(evidence, metric)}
    expected = list({(one.piece.address, one.what): one for one in _parts(evidence)}.values())
    for one in expected:
        subject = f"{one.piece.address} {one.what}"
        yield asked.from_check(subject, _has(one, alarmed), one.piece.address)
    if _shippers(evidence):
        fix = "Alarm on LedgerMismatch of the shipper's namespace."
        check = holds(mismatch[0]) if mismatch else broken("no alarm on the shipper's ledger", fix)
        yield asked.from_check("ledger", check)
    if not expected:
        yield asked.nothing("part of a watch", "Add the layers of the watch.")


def _has(one: Part, alarmed: set[tuple[str, str, str]]) -> Check:
    for name in one.metrics:
        if (one.piece.address, one.namespace, name) in alarmed:
            return holds(f"an alarm on {one.namespace} {name}")
    wanted = " or ".join(one.metrics)
    fix = f"Add an alarm on {one.namespace} {wanted} of {one.piece.address}."
    return broken(f"no alarm tells of {one.what}", fix)


def _parts(evidence: Evidence) -> Iterator[Part]:
    for queue in dead_letter_queues(evidence):
        yield Part(queue, "dead letters", "AWS/SQS", ("ApproximateNumberOfMessagesVisible",))
    for function in _shippers(evidence):
        yield Part(function, "errors", "AWS/Lambda", ("Errors",))
        yield Part(function, "throttles", "AWS/Lambda", ("Throttles",))
    group = "aws_cloudwatch_log_group"
    for one in there(evidence, "aws_cloudwatch_log_metric_filter"):
        for met in meant(evidence, one.value("log_group_name"), group):
            yield Part(met.piece, "silence", "AWS/Logs", ("IncomingLogEvents",))
    for one in there(evidence, "aws_cloudwatch_log_subscription_filter"):
        for met in meant(evidence, one.value("log_group_name"), group):
            yield Part(met.piece, "silence", "AWS/Logs", ("IncomingLogEvents",))
            yield Part(met.piece, "forwarding stopped", "AWS/Logs", ("ForwardedLogEvents",))
            errors = ("DeliveryErrors", "DeliveryThrottling")
            yield Part(met.piece, "forwarding errors", "AWS/Logs", errors)
    for domain in there(evidence, "aws_opensearch_domain"):
        if domain.address not in evidence.declared:
            yield Part(domain, "health", "AWS/ES", ("ClusterStatus.red",))
            yield Part(domain, "storage", "AWS/ES", ("FreeStorageSpace",))
    for stream in there(evidence, "aws_cloudwatch_metric_stream"):
        yield Part(stream, "errors", "AWS/CloudWatch/MetricStreams", ("PublishErrorRate",))
        value = stream.value("firehose_arn")
        for met in meant(evidence, value, "aws_kinesis_firehose_delivery_stream"):
            late = ("DeliveryToS3.DataFreshness", "DeliveryToS3.Success")
            yield Part(met.piece, "delivery", "AWS/Firehose", late)


def dead_letter_queues(evidence: Evidence) -> list[Piece]:
    """The queues that anything of the plan names as where it puts what failed."""
    values = []
    for queue in there(evidence, "aws_sqs_queue"):
        policy = queue.value("redrive_policy")
        try:
            told_of = json.loads(str(_known(policy)))["deadLetterTargetArn"]
        except (ValueError, KeyError, TypeError):
            continue
        values.append(Known(told_of))
    found = [
        one.value("destination_config", 0, "on_failure", 0, "destination")
        for one in there(evidence, "aws_lambda_function_event_invoke_config")
    ]
    for kind in ("aws_lambda_function", "aws_cloudwatch_event_target"):
        name = "target_arn" if kind == "aws_lambda_function" else "arn"
        found += [one.value("dead_letter_config", 0, name) for one in there(evidence, kind)]
    queues = [
        met.piece for value in (*values, *found) for met in meant(evidence, value, "aws_sqs_queue")
    ]
    return list({one.address: one for one in queues}.values())


def _shippers(evidence: Evidence) -> list[Piece]:
    """The functions that take log events or announced objects."""
    values = [
        one.value("destination_arn")
        for one in there(evidence, "aws_cloudwatch_log_subscription_filter")
    ]
    values += [
        one.value("function_name") for one in there(evidence, "aws_lambda_event_source_mapping")
    ]
    found = [met.piece for value in values for met in meant(evidence, value, "aws_lambda_function")]
    return list({one.address: one for one in found}.values())


def _known(value: object) -> object:
    return value.value if isinstance(value, Known) else None


CONTROLS = (
    Control(
        "pipeline_alarms_reach_reader",
        "Every alarm on a part of the watch tells somebody",
        "high",
        _reach,
        row="pipeline_alarms",
    ),
    Control(
        "pipeline_told_without_notifier",
        "An alarm on the watch tells somebody without a function in between",
        "high",
        _plain,
        row="pipeline_alarms",
    ),
    Control(
        "pipeline_watched",
        "Each part of the watch has an alarm",
        "medium",
        _watched,
        row="pipeline_alarms",
    ),
)
