"""Alarms on metrics: each tells somebody, and the resources of the plan have some."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..chains.find import there
from ..chains.links import Check, broken, holds
from ..chains.readers import Ends, Readers
from ..chains.rings import composite_told, metrics_of, told
from ..evidence import Evidence, Piece
from ..findings import Finding, Status
from ..resource import Absent, Known, Unknown, Value
from .control import Asked, Control
from .pipeline_alarms import is_of_the_watch

# Resource -> the end of its metrics' namespace, the dimension that names it, its attribute for it.
_KINDS: dict[str, tuple[str, str, str]] = {
    "aws_db_instance": ("AWS/RDS", "DBInstanceIdentifier", "identifier"),
    "aws_dynamodb_table": ("AWS/DynamoDB", "TableName", "name"),
    "aws_ecs_service": ("AWS/ECS", "ServiceName", "name"),
    "aws_instance": ("AWS/EC2", "InstanceId", "id"),
    "aws_kinesis_stream": ("AWS/Kinesis", "StreamName", "name"),
    "aws_lb": ("ELB", "LoadBalancer", "arn_suffix"),
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
    for kind, (namespace, dimension, attribute) in _KINDS.items():
        for one in there(evidence, kind):
            if one.address in evidence.declared:
                continue
            found = True
            yield asked.from_check(
                one.address, _has_alarm(one, namespace, dimension, attribute, watched)
            )
    if not found:
        reason = "the plan has no resource of a kind that the metric alarms know"
        yield asked.finding(Status.NOT_APPLICABLE, "plan", reason)


@dataclass(frozen=True, slots=True)
class _Watched:
    """What one dimension of an alarm names. `dimension` is None where the plan does not tell it."""

    alarm: str
    namespace: Value
    dimension: str | None
    value: object
    targets: frozenset[str]


def _watched(evidence: Evidence) -> Iterator[_Watched]:
    for alarm in there(evidence, "aws_cloudwatch_metric_alarm"):
        for metric in metrics_of(alarm):
            for name, value in metric.dimensions.items():
                known = value.value if isinstance(value, Known) else None
                yield _Watched(alarm.address, metric.namespace, name, known, _targets(value))
        # The provider shows no key of a map that holds an unknown value, such as the id of an
        # instance of this very plan: the references are left, and the namespace.
        whole = alarm.value("dimensions")
        if isinstance(whole, Unknown):
            namespace = alarm.value("namespace")
            yield _Watched(alarm.address, namespace, None, None, _targets(whole))


def _targets(value: Value) -> frozenset[str]:
    targets = () if isinstance(value, Absent) else value.origin.targets
    return frozenset(target.address for target in targets)


def _has_alarm(
    one: Piece, namespace: str, dimension: str, attribute: str, watched: list[_Watched]
) -> Check:
    identity = one.value(attribute)
    for it in watched:
        if it.dimension is None:
            own = isinstance(it.namespace, Known) and str(it.namespace.value).endswith(namespace)
            if own and one.address in it.targets:
                return holds(f"{it.alarm} watches it (by reference)")
        elif it.dimension == dimension and (
            one.address in it.targets
            or (isinstance(identity, Known) and identity.value == it.value)
        ):
            return holds(f"{it.alarm} watches it")
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
