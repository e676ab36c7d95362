"""The first links: from what makes events (a trail, a flow log) to the log group they land in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from .. import arns
from ..evidence import Evidence, FlowLog, LogGroup, Place, Trail
from ..iam import Answer
from ..resource import Absent, Known, Value
from .joins import SHOW_THE_VALUE, Join, called, join
from .links import NONE, Chain, Check, Link, State, broken, holds, unproved


@dataclass(frozen=True, slots=True)
class Landing:
    """A chain so far, and the log group it has reached: a piece of the plan or a bare name.

    `anywhere` stands for a log group outside the plan whose name nothing tells: any filter's.
    """

    chain: Chain
    group: LogGroup | None = None
    name: str | None = None
    place: Place | None = None
    anywhere: bool = False
    flow_format: Value = field(default_factory=Absent)

    @property
    def shown(self) -> str:
        return called(self.group.name, self.group.address) if self.group else str(self.name)


def from_outside() -> Iterator[Landing]:
    """The landing of events whose trail or flow log is not in the plan: any log group."""
    yield Landing(Chain(), anywhere=True)


def from_trails(
    evidence: Evidence, checks_of: Mapping[str, tuple[Check, ...]]
) -> Iterator[Landing]:
    """A landing for each trail; `checks_of` gives what a trail must stand, by its address."""
    if not evidence.trails:
        link = Link(
            "trail",
            NONE,
            "",
            (broken("the plan has no aws_cloudtrail", "Add a multi-region trail."),),
        )
        yield Landing(Chain((link,)))
    for trail in evidence.trails:
        link = Link(
            "trail", called(trail.name, trail.address), trail.address, checks_of[trail.address]
        )
        chain = Chain((link,))
        if link.state is State.BROKEN:
            yield Landing(chain)
            continue
        yield from _land(evidence, chain, trail.log_group_arn, trail.place, _trail_fix(trail))


def from_flow_logs(
    evidence: Evidence, checks_of: Mapping[str, tuple[Check, ...]]
) -> Iterator[Landing]:
    """A landing for each flow log of a VPC that goes to a log group."""
    logs = [one for one in evidence.flow_logs if not isinstance(one.vpc, Absent)]
    if not logs:
        seen = "the plan has no aws_flow_log on a VPC"
        link = Link("flow log", NONE, "", (broken(seen, "Add a flow log for the VPC."),))
        yield Landing(Chain((link,)))
    for log in logs:
        link = Link("flow log", "of " + _vpc_name(log), log.address, checks_of[log.address])
        chain = Chain((link,))
        if link.state is State.BROKEN:
            yield Landing(chain)
            continue
        for landing in _land(evidence, chain, destination(log), log.place, _flow_fix(log)):
            yield replace(landing, flow_format=log.format)


def destination(log: FlowLog) -> Value:
    """Where a flow log goes: an ARN, or the older attribute that names a log group."""
    return log.log_group_name if isinstance(log.destination, Absent) else log.destination


def group_join(value: Value, group: LogGroup, kind: Collection[str], place: Place | None) -> Join:
    """Whether `value`, a log group's name or ARN seen from `place`, means `group`."""
    found = join(value, group.address, kind, lambda seen: _is_group(seen, group))
    if found.answer is Answer.NO or found.why.startswith("by reference") or place is None:
        return found
    here = place.same_as(group.place)
    if here is Answer.NO:
        return Join(here, f"{found.why}, but {group.address} is in {group.place.region}")
    if here is Answer.UNSURE:
        return Join(here, f"{found.why}, but perhaps in another region or account")
    return found


def _is_group(value: object, group: LogGroup) -> Answer:
    name = arns.log_group_name(value) or str(value)
    if not isinstance(group.name, Known) or group.name.value != name:
        return Answer.NO
    arn = arns.parse(value)
    if arn and group.place.region and arn.region and arn.region != group.place.region:
        return Answer.NO
    return Answer.YES


def _land(
    evidence: Evidence, chain: Chain, value: Value, place: Place, fix: str
) -> Iterator[Landing]:
    kind = {group.address for group in evidence.log_groups}
    found = [(group, group_join(value, group, kind, place)) for group in evidence.log_groups]
    met = [(group, one) for group, one in found if one.answer is not Answer.NO]
    for group, one in met:
        link = Link(
            "log group",
            called(group.name, group.address),
            group.address,
            (one.check(fix), _class(group)),
        )
        yield Landing(chain + link, group=group, place=group.place)
    if met:
        return
    if isinstance(value, Known):
        name = arns.log_group_name(value.value) or str(value.value)
        if arns.parse(value.value) is None or arns.log_group_name(value.value):
            link = Link("log group", name, "", (holds("by name; it is not in this plan"),))
            yield Landing(chain + link, name=name, place=place)
            return
        check = broken(f"its destination {value.shown} is not a log group", fix)
    elif isinstance(value, Absent):
        check = broken("it delivers to no log group", fix)
    else:
        check = unproved(f"its log group is {value.shown}", SHOW_THE_VALUE)
    yield Landing(chain + Link("log group", NONE, "", (check,)))


def _class(group: LogGroup) -> Check:
    """Only the Standard class takes metric filters (CloudWatch Logs user guide, "Log classes")."""
    if isinstance(group.log_class, Known) and group.log_class.value != "STANDARD":
        return broken(
            f"its class is {group.log_class.shown}, which has no metric filters",
            f"Set log_group_class = STANDARD on {group.address} (a class cannot be changed later).",
        )
    return holds("standard class")


def _trail_fix(trail: Trail) -> str:
    return f"Set cloud_watch_logs_group_arn and cloud_watch_logs_role_arn on {trail.address}."


def _flow_fix(log: FlowLog) -> str:
    return f"Set log_destination_type = cloud-watch-logs and log_destination on {log.address}."


def _vpc_name(log: FlowLog) -> str:
    if isinstance(log.vpc, Known | Absent):
        return log.vpc.shown
    names = [target.address for target in log.vpc.origin.targets]
    return names[0] if len(names) == 1 else "a VPC"
