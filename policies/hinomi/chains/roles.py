"""Whether a function's role may publish to a topic, and use the topic's key."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from .. import arns
from ..evidence import Evidence, Function, Role, Topic
from ..iam import Answer, Document, Request
from ..resource import Known, Unknown, Value
from .joins import join, same_name
from .keys import key_of, role_may_use
from .links import Check, broken, holds, unproved
from .requests import role_context, topic_arn

# AWS managed policies that notifiers commonly carry and that say nothing of SNS or KMS
_WITHOUT_SNS = (
    "AWSLambdaBasicExecutionRole",
    "AWSLambdaSQSQueueExecutionRole",
    "AWSLambdaVPCAccessExecutionRole",
    "AWSXRayDaemonWriteAccess",
    "CloudWatchLambdaInsightsExecutionRolePolicy",
)


def function_may_publish(evidence: Evidence, topic: Topic, function: Function) -> Iterator[Check]:
    """The checks of the way from a function into a topic, by its role's own policies."""
    role = _role_of(evidence, function)
    if role is None:
        yield unproved(
            f"the role of {function.address} is not in this plan, so it is open whether it may "
            "publish",
            "Make the role in the same configuration, or waive this.",
        )
        return
    rights = _role_policies(evidence, role)
    request = Request(
        "sns:Publish",
        resource=topic_arn(evidence, topic),
        address=topic.address,
        context=role_context(evidence, topic.place.region),
    )
    fix = f"Allow sns:Publish on {topic.address} to {role.address}."
    answer = rights.answer(request)
    if answer is Answer.NO:
        yield broken(f"{role.address} may not publish to it", fix)
    elif answer is Answer.UNSURE:
        why = rights.gap or "a condition or a resource in its policies is not known in the plan"
        yield unproved(f"whether {role.address} may publish to it is open: {why}", fix)
    else:
        yield holds(f"{role.address} may publish")
    key = key_of(evidence, topic)
    if key is not None:
        yield role_may_use(evidence, key, role, rights)


def rights_of(evidence: Evidence, function: Function) -> Document | None:
    """What the role of a function may do by its own policies; None where the role is elsewhere."""
    role = _role_of(evidence, function)
    return None if role is None else _role_policies(evidence, role)


def _role_of(evidence: Evidence, function: Function) -> Role | None:
    kind = {role.address for role in evidence.roles}
    for role in evidence.roles:
        equal = partial(_is_role, role=role)
        if join(function.role, role.address, kind, equal).answer is Answer.YES:
            return role
    return None


def _is_role(value: object, role: Role) -> Answer:
    arn = arns.parse(value)
    name = arn.resource.rpartition("/")[2] if arn else str(value)
    return same_name(role.name)(name)


def _role_policies(evidence: Evidence, role: Role) -> Document:
    kind = {one.address for one in evidence.roles}
    rights = Document()
    for document in role.inline:
        rights += document
    for one in evidence.role_policies:
        met = join(one.role, role.address, kind, partial(_is_role, role=role)).answer
        if met is Answer.NO:
            continue
        given = _attached(evidence, one.managed) if one.managed is not None else one.policy
        rights += given or Document()
        if met is Answer.UNSURE:
            rights += Document(gap=f"{one.address} may belong to it")
    return rights


def _attached(evidence: Evidence, arn: Value) -> Document:
    kind = {one.address for one in evidence.managed_policies}
    for one in evidence.managed_policies:
        equal = partial(_is_policy, name=one.name)
        if join(arn, one.address, kind, equal).answer is Answer.YES:
            return one.policy or Document()
    if isinstance(arn, Known) and str(arn.value).rpartition("/")[2] in _WITHOUT_SNS:
        return Document()
    shown = arn.shown if not isinstance(arn, Unknown) else "a managed policy"
    return Document(gap=f"{shown} is not in this plan")


def _is_policy(value: object, name: Value) -> Answer:
    return same_name(name)(str(value).rpartition("/")[2])
