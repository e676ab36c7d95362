"""Alarms on metrics: each tells somebody, and the resources of the plan have some."""

from __future__ import annotations

from collections.abc import Iterator

from ..chains.find import there
from ..chains.links import Check, broken, holds
from ..chains.readers import Ends, Readers
from ..chains.rings import composite_told, metrics_of, told
from ..evidence import Evidence, Piece
from ..findings import Finding, Status
from ..resource import Known
from .control import Asked, Control
from .pipeline_alarms import is_of_the_watch

# Resource -> the namespace of its metrics, the dimension that names it, its own attribute for it.
_KINDS: dict[str, tuple[str, str, str]] = {
    "aws_db_instance": ("AWS/RDS", "DBInstanceIdentifier", "identifier"),
    "aws_dynamodb_table": ("AWS/DynamoDB", "TableName", "name"),
    "aws_ecs_service": ("AWS/ECS", "ServiceName", "name"),
    "aws_instance": ("AWS/EC2", "InstanceId", "id"),
    "aws_kinesis_stream": ("AWS/Kinesis", "StreamName", "name"),
    "aws_lb": ("", "LoadBalancer", "arn_suffix"),
    "aws_nat_gateway": ("AWS/NATGateway", "NatGatewayId", "id"),
    "aws_opensearch_domain": ("AWS/ES", "DomainName", "domain_name"),
    "aws_cloudfront_distribution": ("AWS/CloudFront", "DistributionId", "id"),
}


def _reach(asked: Asked) -> Iterator[Finding]:
    """Alarms on what the account runs; detections and the watch itself have their own controls."""
    evidence = asked.evidence
    readers = Readers(evidence, Ends(protocols=asked.readers))
    # An alarm that shares the namespace or the name with what filters publish, and not both, is a
    # detection's chain that broke, not an alarm on a resource.
    published = {
        value
        for one in evidence.metric_filters
        for value in (one.namespace, one.metric_name)
        if isinstance(value, Known)
    }
    found = False
    for alarm in evidence.alarms:
        piece = evidence.by_address[alarm.address]
        metrics = metrics_of(piece)
        if any({one.namespace, one.name} & published for one in metrics):
            continue
        if is_of_the_watch(evidence, piece):
            continue
        found = True
        yield asked.from_chain(alarm.address, told(evidence, readers, alarm))
    for composite in evidence.composite_alarms:
        found = True
        yield asked.from_chain(composite.address, composite_told(readers, composite))
    if not found:
        fix = "Name what runs in the account under metric_alarms of the notification module."
        yield asked.nothing("alarm on a metric", fix)


def _each_resource(asked: Asked) -> Iterator[Finding]:
    evidence = asked.evidence
    watched = list(_watched(evidence))
    found = False
    for kind, (_, dimension, attribute) in _KINDS.items():
        for one in there(evidence, kind):
            if one.address in evidence.declared:
                continue
            found = True
            yield asked.from_check(one.address, _has_alarm(one, dimension, attribute, watched))
    if not found:
        reason = "the plan has no resource of a kind that the metric alarms know"
        yield asked.finding(Status.NOT_APPLICABLE, "plan", reason)


def _watched(evidence: Evidence) -> Iterator[tuple[str, str, object, frozenset[str]]]:
    for alarm in there(evidence, "aws_cloudwatch_metric_alarm"):
        for metric in metrics_of(alarm):
            for name, value in metric.dimensions.items():
                origin = getattr(value, "origin", None)
                targets = origin.targets if origin else ()
                yield (
                    alarm.address,
                    name,
                    value.value if isinstance(value, Known) else None,
                    frozenset(target.address for target in targets),
                )


def _has_alarm(
    one: Piece,
    dimension: str,
    attribute: str,
    watched: list[tuple[str, str, object, frozenset[str]]],
) -> Check:
    identity = one.value(attribute)
    for alarm, name, value, targets in watched:
        if name != dimension:
            continue
        if one.address in targets or (isinstance(identity, Known) and identity.value == value):
            return holds(f"{alarm} watches it")
    fix = f"Add it under metric_alarms of the notification module: dimension {dimension}."
    return broken("no alarm watches its metrics", fix)


CONTROLS = (
    Control(
        "metric_alarms_reach_reader",
        "Every alarm on a metric tells somebody",
        "high",
        _reach,
        row="metric_alarms",
    ),
    Control(
        "metric_alarms_for_each_resource",
        "What the plan makes of the kinds that metric alarms know is watched by one",
        "medium",
        _each_resource,
        row="metric_alarms",
    ),
)
