"""Whether CloudWatch can publish an alarm to a topic: the topic's policy, and its key.

Source: AWS re:Post, "Why didn't I receive an SNS notification for my CloudWatch alarm trigger".
"""

from __future__ import annotations

from ..evidence import Alarm, CompositeAlarm, Evidence, Topic
from ..iam import Answer, Document, Request
from ..resource import Known
from .joins import join
from .keys import key_lets_service_through, key_lets_through
from .links import Check, broken, holds, unproved
from .requests import CLOUDWATCH, context, topic_arn
from .topics import is_topic

_TOPIC_FIX = (
    "Allow sns:Publish to the service cloudwatch.amazonaws.com in the topic's policy, on "
    "the topic's ARN built from known names."
)


def cloudwatch_may_publish(
    evidence: Evidence, topic: Topic, alarm: Alarm | CompositeAlarm | None
) -> tuple[Check, ...]:
    """The checks of the way from an alarm into a topic."""
    key: Check = evidence.once(
        ("cloudwatch uses the key", topic.address), lambda: key_lets_through(evidence, topic)
    )
    checks = [topic_lets_through(evidence, topic, alarm), key]
    if isinstance(topic.fifo, Known) and topic.fifo.value is True:
        fix = f"Use a standard topic instead of {topic.address}."
        checks.append(broken("it is a FIFO topic, which delivers to queues only", fix))
    return tuple(checks)


def service_may_publish(
    evidence: Evidence, topic: Topic, service: str, source_arn: tuple[str | None, ...]
) -> tuple[Check, ...]:
    """The checks of the way from a service other than CloudWatch into a topic."""
    document = policy_of(evidence, topic)
    fix = f"Allow sns:Publish to {service} in the policy of {topic.address}."
    key = key_lets_service_through(evidence, topic, service, source_arn)
    if document is None:
        # the default policy lets in whoever acts for the account, and a service does not
        return (broken(f"its default policy does not let {service} publish", fix), key)
    request = Request(
        action="sns:Publish",
        service=service,
        resource=topic_arn(evidence, topic),
        address=topic.address,
        context={**context(evidence, topic, None), "aws:sourcearn": source_arn},
    )
    answer = document.answer(request)
    if answer is Answer.YES:
        return (holds(f"its policy lets {service} publish"), key)
    if answer is Answer.UNSURE:
        return (unproved(f"whether its policy lets {service} publish is open", fix), key)
    return (broken(f"its policy does not let {service} publish", fix), key)


def topic_lets_through(
    evidence: Evidence, topic: Topic, alarm: Alarm | CompositeAlarm | None
) -> Check:
    """Whether the topic's policy lets CloudWatch publish. Without one, the default policy does."""
    document: Document | None = evidence.once(
        ("topic policy", topic.address), lambda: policy_of(evidence, topic)
    )
    if document is None:
        return holds("default topic policy")
    request = Request(
        action="sns:Publish",
        service=CLOUDWATCH,
        resource=topic_arn(evidence, topic),
        address=topic.address,
        context=context(evidence, topic, alarm),
    )
    answer = document.answer(request)
    if answer is Answer.YES:
        return holds("its policy lets CloudWatch publish")
    if answer is Answer.UNSURE:
        why = document.gap or "a condition or a resource in it is not known in the plan"
        return unproved(f"whether its policy lets CloudWatch publish is open: {why}", _TOPIC_FIX)
    return broken("its policy does not let cloudwatch.amazonaws.com publish", _TOPIC_FIX)


def policy_of(evidence: Evidence, topic: Topic) -> Document | None:
    """A topic's policy, set on it or by an aws_sns_topic_policy."""
    kind = {one.address for one in evidence.topics}
    for one in evidence.topic_policies:
        joined = join(one.topic, topic.address, kind, lambda seen: is_topic(seen, topic))
        if joined.answer is Answer.YES:
            return one.policy
        if joined.answer is Answer.UNSURE and topic.policy is None:
            return Document(gap=f"{one.address} may be its policy")
    return topic.policy
