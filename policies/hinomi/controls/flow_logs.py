"""Flow logs: every VPC writes all its traffic to somewhere that is there."""

from __future__ import annotations

from collections.abc import Iterator

from .. import arns
from ..chains.joins import SHOW_THE_VALUE, join, same_name
from ..chains.links import Check, State, broken, holds, unproved
from ..chains.sources import destination, group_join
from ..evidence import Evidence, FlowLog
from ..findings import Finding
from ..iam import Answer
from ..resource import Absent, Known, Unknown, Value
from .control import Asked, Control


def _judge(asked: Asked) -> Iterator[Finding]:
    evidence = asked.evidence
    if not evidence.vpcs and not asked.vpcs:
        fix = "Name the account's VPCs under parameters.vpcs in policy.yaml."
        yield asked.nothing("aws_vpc, and policy.yaml names none", fix)
        return
    for vpc in evidence.vpcs:
        yield asked.from_check(vpc.address, _vpc_logs(evidence, vpc.address, vpc.id))
    for vpc_id in asked.vpcs:
        if not any(one.id == Known(vpc_id) for one in evidence.vpcs):
            yield asked.from_check(vpc_id, _vpc_logs(evidence, vpc_id, Known(vpc_id)))


def _vpc_logs(evidence: Evidence, address: str, vpc_id: Value) -> Check:
    """The best that any flow log does for one VPC."""
    kind = {vpc.address for vpc in evidence.vpcs}
    best: Check | None = None
    for log in evidence.flow_logs:
        joined = join(log.vpc, address, kind, same_name(vpc_id))
        if joined.answer is Answer.NO:
            continue
        checks = (joined.check(""), _traffic(log), _destination(evidence, log))
        worst = min(checks, key=lambda check: check.state)
        if worst.state is State.HOLDS:
            return holds(f"{log.address}: all traffic, {checks[2].why}")
        if best is None or worst.state > best.state:
            best = Check(worst.state, f"{log.address}: {worst.why}", worst.fix)
    fix = f"Add an aws_flow_log with traffic_type ALL for {address}."
    return best or broken("no flow log on this VPC", fix)


def _traffic(log: FlowLog) -> Check:
    if isinstance(log.traffic, Unknown):
        return unproved(f"traffic_type is {log.traffic.shown}", SHOW_THE_VALUE)
    if isinstance(log.traffic, Known) and log.traffic.value == "ALL":
        return holds("traffic_type ALL")
    fix = f'Set traffic_type = "ALL" on {log.address}.'
    return broken(f"traffic_type is {log.traffic.shown}, not ALL", fix)


def _destination(evidence: Evidence, log: FlowLog) -> Check:
    """A log group, a bucket or a delivery stream: in the plan, or by ARN outside it."""
    value = destination(log)
    fix = f"Set log_destination on {log.address}."
    if isinstance(value, Absent) or (isinstance(value, Known) and not value.value):
        return broken("it has no destination", fix)
    kind = {group.address for group in evidence.log_groups}
    groups = [group_join(value, group, kind, log.place).answer for group in evidence.log_groups]
    to_group = max(groups, default=Answer.NO)
    if to_group is Answer.YES:
        return _role(log, value)
    buckets = {bucket.address: bucket.name for bucket in evidence.buckets}
    for address, name in buckets.items():
        if _bucket_meant(value, address, buckets, name):
            return holds(f"to bucket {address}")
    if isinstance(value, Known):
        seen = "" if arns.parse(value.value) is None else ", which is not in this plan"
        return holds(f"to {value.shown}{seen}")
    if to_group is Answer.NO and value.origin.targets:
        return holds(f"to {value.origin.targets[0].address}, by reference")
    return unproved(f"its destination is {value.shown}", SHOW_THE_VALUE)


def _role(log: FlowLog, value: Value) -> Check:
    """A log group needs a role; without one the API refuses the flow log."""
    if isinstance(log.role, Absent):
        fix = f"Set iam_role_arn on {log.address}."
        return broken("it goes to a log group without iam_role_arn", fix)
    shown = value.shown if isinstance(value, Known) else "a log group of the plan"
    return holds(f"to {shown}")


def _bucket_meant(value: Value, address: str, buckets: dict[str, Value], name: Value) -> bool:
    def equal(seen: object) -> Answer:
        found = arns.simple_name(seen, "s3") or ""
        return same_name(name)(found.partition("/")[0])

    return join(value, address, buckets.keys(), equal).answer is Answer.YES


CONTROLS = (
    Control(
        "vpc_flow_logs_for_each_vpc",
        "Every VPC logs all its traffic",
        "high",
        _judge,
        row="vpc_flow_logs",
    ),
)
