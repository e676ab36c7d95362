"""The user's view from outside: health checks and canaries have alarms that tell somebody."""

from __future__ import annotations

from collections.abc import Iterator

from ..chains.find import holds_link, there
from ..chains.links import NONE, Chain, Check, Link, best, broken, holds
from ..chains.readers import Ends, Readers
from ..chains.rings import metrics_of, told
from ..evidence import Alarm, Evidence, Piece
from ..findings import Finding
from ..resource import Absent, Known, Unknown
from .control import Asked, Control

# Their metrics: namespace, dimension, the metric that falls when the page is away, region.
_KINDS = {
    "aws_route53_health_check": (
        "AWS/Route53",
        "HealthCheckId",
        ("HealthCheckStatus", "HealthCheckPercentageHealthy"),
        "us-east-1",
    ),
    "aws_synthetics_canary": ("CloudWatchSynthetics", "CanaryName", ("SuccessPercent",), None),
}


def _health_checks(asked: Asked) -> Iterator[Finding]:
    yield from _each(asked, "aws_route53_health_check", "Name them in external_checks.")


def _canaries(asked: Asked) -> Iterator[Finding]:
    yield from _each(asked, "aws_synthetics_canary", "Name its pages in external_checks.canary.")


def _each(asked: Asked, kind: str, fix: str) -> Iterator[Finding]:
    evidence = asked.evidence
    readers = Readers(evidence, Ends(protocols=asked.readers))
    checks = there(evidence, kind)
    for one in checks:
        yield asked.from_chain(one.address, best(_ways(evidence, readers, one)))
    if not checks:
        yield asked.nothing(kind, fix)


def _ways(evidence: Evidence, readers: Readers, one: Piece) -> Iterator[Chain]:
    namespace, dimension, metrics, region = _KINDS[one.type]
    start = Chain((holds_link("check", one, _asks(one)),))
    if start.state is not holds("").state:
        yield start
        return
    found = False
    for alarm in evidence.alarms:
        piece = evidence.by_address[alarm.address]
        for metric in metrics_of(piece):
            if not metric.is_of(namespace, metrics):
                continue
            value = metric.dimensions.get(dimension, Absent())
            if not _means(value, one) and not _must_mean(evidence, piece, one):
                continue
            found = True
            grown = told(evidence, readers, alarm, _here(alarm, region))
            yield Chain((*start.links, *grown.links))
    if not found:
        fix = f"Add an alarm on {namespace} {metrics[0]} of {one.address}."
        yield start + Link("alarm", NONE, "", (broken("no alarm on it", fix),))


def _means(value: object, one: Piece) -> bool:
    origin = getattr(value, "origin", None)
    if origin and any(target.address == one.address for target in origin.targets):
        return True
    identity = one.value("id") if one.type == "aws_route53_health_check" else one.name
    return isinstance(value, Known) and isinstance(identity, Known) and value == identity


def _must_mean(evidence: Evidence, alarm: Piece, one: Piece) -> bool:
    """A health check has no id before it is made, and the way to the alarm leads through locals:
    an alarm whose dimensions wait for the apply is on the plan's one check, or on the one whose key
    is in its own."""
    if not isinstance(alarm.value("dimensions"), Unknown) or isinstance(one.value("id"), Known):
        return False
    several = len(there(evidence, one.type)) > 1
    return not several or f"-{one.resource.key}/" in str(alarm.resource.key)


def _asks(one: Piece) -> Check:
    if one.value("disabled") == Known(True) or one.value("start_canary") == Known(False):
        return broken("it does not run", f"Let {one.address} run.")
    return holds("it runs")


def _here(alarm: Alarm, region: str | None) -> Check:
    """https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html"""
    if region and alarm.place.region not in (None, region):
        fix = f"Make {alarm.address} with the provider of {region}."
        return broken(f"the metric is in {region}, the alarm in {alarm.place.region}", fix)
    return holds("where the metric is")


CONTROLS = (
    Control(
        "health_checks_reach_reader",
        "A page that is away, seen from outside, reaches somebody",
        "medium",
        _health_checks,
        row="external_checks",
    ),
    Control(
        "canaries_reach_reader",
        "A page that is slow or shows something else reaches somebody",
        "medium",
        _canaries,
        row="external_checks",
    ),
)
