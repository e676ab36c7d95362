"""The topics that alarms use: CloudWatch gets through to them, and somebody reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from ..chains.joins import called, join
from ..chains.keys import key_lets_through
from ..chains.links import Chain, Check, Link, State, best, broken, holds
from ..chains.publishing import topic_lets_through
from ..chains.readers import Ends, Readers, Way
from ..chains.topics import is_topic, topics_of
from ..evidence import Alarm, CompositeAlarm, Evidence, Topic
from ..findings import Finding, Status
from ..iam import Answer
from ..resource import Absent
from .control import STATUS, Asked, Control


@dataclass(frozen=True, slots=True)
class Used:
    """A topic that an alarm tells, surely or perhaps; None for one outside the plan."""

    topic: Topic | None
    name: str
    alarm: Alarm | CompositeAlarm
    sure: bool


Judge = Callable[[Asked, Topic, Alarm | CompositeAlarm], tuple[Check, Chain | None]]


def used_topics(evidence: Evidence) -> list[Used]:
    """Each topic once, with the first alarm that uses it."""
    found: dict[str, Used] = {}
    alarms: list[Alarm | CompositeAlarm] = [*evidence.alarms, *evidence.composite_alarms]
    for alarm in alarms:
        for one in topics_of(evidence, alarm):
            name = one.topic.address if one.topic else one.value.shown
            sure = one.joined.answer is Answer.YES
            if name not in found or (sure and not found[name].sure):
                found[name] = Used(one.topic, name, alarm, sure)
    return list(found.values())


def _judge(asked: Asked, judge: Judge) -> Iterator[Finding]:
    used = used_topics(asked.evidence)
    if not used:
        if not (asked.evidence.alarms or asked.evidence.composite_alarms):
            yield asked.nothing("alarm", "Add the alarms, with alarm_actions set to a topic.")
        else:
            yield asked.nothing("alarm with a topic", "Set alarm_actions on the alarms.")
        return
    outside = [one for one in used if one.topic is None]
    for one in outside:
        yield _outside(asked, one)
    inside = [(one, one.topic) for one in used if one.topic is not None]
    results = [(one, *judge(asked, topic, one.alarm)) for one, topic in inside]
    all_fail = all(check.state is State.BROKEN for _, check, _ in results)
    for one, check, chain in results:
        state = check.state
        if not one.sure and state is State.BROKEN and not all_fail:
            state = State.UNPROVED  # the plan does not say that an alarm uses this one
        yield asked.finding(
            STATUS[state],
            one.name,
            check.why,
            fix=check.fix,
            address=(chain.address if chain else "") or one.name,
            chain=chain,
        )


def _outside(asked: Asked, one: Used) -> Finding:
    reason = f"topic {one.name} is not in this plan"
    if not asked.required:
        return asked.finding(Status.NOT_APPLICABLE, one.name, reason)
    fix = "Make the topic in the same configuration, or waive this."
    return asked.finding(Status.UNKNOWN, one.name, reason, fix=fix)


def _encryption(
    asked: Asked, topic: Topic, _alarm: Alarm | CompositeAlarm
) -> tuple[Check, Chain | None]:
    return key_lets_through(asked.evidence, topic), None


def _policy(
    asked: Asked, topic: Topic, alarm: Alarm | CompositeAlarm
) -> tuple[Check, Chain | None]:
    return topic_lets_through(asked.evidence, topic, alarm), None


def _subscribed(
    asked: Asked, topic: Topic, _alarm: Alarm | CompositeAlarm
) -> tuple[Check, Chain | None]:
    if asked.options["subscriber"] == "any":
        return _any_subscription(asked.evidence, topic), None
    start = Chain(
        (
            Link(
                "topic",
                called(topic.name, topic.address),
                topic.address,
                (holds("used by alarms"),),
            ),
        )
    )
    readers = Readers(asked.evidence, Ends(protocols=asked.readers))
    chain = best(readers.of_topic(Way(start), topic))
    fix = chain.weakest.worst.fix if chain.weakest else ""
    return Check(chain.state, chain.reason, fix), chain


def _any_subscription(evidence: Evidence, topic: Topic) -> Check:
    kind = {one.address for one in evidence.topics}
    doubtful: Check | None = None
    for one in evidence.subscriptions:
        joined = join(one.topic, topic.address, kind, partial(is_topic, topic=topic))
        if joined.answer is Answer.YES and not isinstance(one.protocol, Absent):
            return holds(f"{one.address}: {one.protocol.shown}")
        if joined.answer is Answer.UNSURE:
            doubtful = joined.check("")
    fix = f"Add an aws_sns_topic_subscription to {topic.address}."
    return doubtful or broken("it has no subscription", fix)


CONTROLS = (
    Control(
        "alarm_topic_has_subscription",
        "Every topic that alarms use is read by somebody",
        "critical",
        partial(_judge, judge=_subscribed),
        row="subscribers",
        options={"subscriber": "reader"},  # or: any
    ),
    Control(
        "alarm_topic_encryption_lets_cloudwatch_through",
        "CloudWatch may use the key of every topic that alarms use",
        "critical",
        partial(_judge, judge=_encryption),
        row="subscribers",
    ),
    Control(
        "alarm_topic_policy_lets_cloudwatch_publish",
        "The policy of every topic that alarms use lets CloudWatch publish",
        "critical",
        partial(_judge, judge=_policy),
        row="subscribers",
    ),
)
