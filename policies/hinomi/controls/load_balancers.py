"""Load balancers: access logs on, to a bucket."""

from __future__ import annotations

from collections.abc import Iterator

from ..chains.joins import SHOW_THE_VALUE
from ..chains.links import Check, broken, holds, unproved
from ..evidence import LoadBalancer
from ..findings import Finding, Status
from ..resource import Absent, Known, Unknown
from .control import Asked, Control


def _judge(asked: Asked) -> Iterator[Finding]:
    balancers = asked.evidence.load_balancers
    if not balancers:
        # an account need not have any
        yield asked.finding(Status.NOT_APPLICABLE, "plan", "the plan has no load balancer")
    for balancer in balancers:
        yield asked.from_check(balancer.address, _logs(balancer))


def _logs(balancer: LoadBalancer) -> Check:
    if isinstance(balancer.kind, Known) and balancer.kind.value == "gateway":
        return holds("a gateway load balancer has no access logs; its VPC's flow logs serve")
    fix = f"Set access_logs {{ enabled = true, bucket = ... }} on {balancer.address}."
    classic = ".aws_elb." in f".{balancer.address}"  # its `enabled` is true where it is left out
    if isinstance(balancer.logs, Unknown):
        return unproved(f"access_logs.enabled is {balancer.logs.shown}", SHOW_THE_VALUE)
    on = balancer.logs.value is True if isinstance(balancer.logs, Known) else classic
    if not on:
        return broken("access logs are off", fix)
    if isinstance(balancer.bucket, Absent) or balancer.bucket == Known(""):
        return broken("access logs have no bucket", fix)
    return holds("access logs on")


CONTROLS = (
    Control(
        "lb_access_logs_for_each_lb",
        "Every load balancer writes access logs",
        "medium",
        _judge,
        row="elb_access_logs",
    ),
)
