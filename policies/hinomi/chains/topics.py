"""Which topics a value means, such as an alarm's actions or a notifier's environment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from .. import arns
from ..evidence import Alarm, CompositeAlarm, Evidence, Topic
from ..iam import Answer
from ..resource import Absent, Known, Unknown, Value
from .joins import SHOW_THE_VALUE, Join, called, join, text
from .links import NONE, Check, Link, broken, unproved


@dataclass(frozen=True, slots=True)
class Meant:
    """A topic that a value means, and how. `topic` is None where it is not in the plan."""

    topic: Topic | None
    value: Value
    joined: Join

    @property
    def one_of_several(self) -> bool:
        """Whether the value is made of topics by reference, of this one among them."""
        if self.topic is None or not isinstance(self.value, Unknown):
            return False
        named = {target.address for target in self.value.origin.targets}
        return self.topic.address in named and not self.value.origin.opaque

    def link(self) -> Link:
        check = self.joined.check("")
        if self.topic is None:
            return Link("topic", text(self.value), "", (check,))
        name = called(self.topic.name, self.topic.address)
        return Link("topic", name, self.topic.address, (check,))


def topics_meant(evidence: Evidence, value: Value) -> Iterator[Meant]:
    """The topics that `value` means, surely or perhaps."""
    kind = {topic.address for topic in evidence.topics}
    found = False
    for topic in evidence.topics:
        joined = join(value, topic.address, kind, partial(is_topic, topic=topic))
        if joined.answer is not Answer.NO:
            found = True
            yield Meant(topic, value, joined)
    if not found and isinstance(value, Known) and arns.simple_name(value.value, "sns"):
        yield Meant(None, value, Join(Answer.YES, "by its ARN; it is not in this plan"))


def topics_of(evidence: Evidence, alarm: Alarm | CompositeAlarm) -> Iterator[Meant]:
    """The topics among an alarm's actions."""
    for action in alarm.actions if alarm.actions is not None else (alarm.actions_value,):
        yield from topics_meant(evidence, action)


def no_topic(alarm: Alarm | CompositeAlarm) -> Link:
    """The link of an alarm that tells no topic."""
    fix = f"Set alarm_actions on {alarm.address} to the ARN of the alarm topic."
    if alarm.actions == () or isinstance(alarm.actions_value, Absent):
        return Link("topic", NONE, "", (broken("alarm_actions is empty", fix),))
    values = alarm.actions if alarm.actions is not None else (alarm.actions_value,)
    shown = ", ".join(value.shown for value in values)
    check: Check
    if any(isinstance(value, Unknown) for value in values):
        check = unproved(f"its alarm_actions: {shown}", SHOW_THE_VALUE)
    else:
        check = broken(f"no topic among its alarm_actions ({shown})", fix)
    return Link("topic", NONE, "", (check,))


def is_topic(value: object, topic: Topic) -> Answer:
    """Whether an ARN is a topic's, told by its name and region."""
    if isinstance(topic.arn, Known):
        return Answer.YES if topic.arn.value == value else Answer.NO
    arn = arns.parse(value)
    if arn is None or arn.service != "sns":
        return Answer.NO
    named = isinstance(topic.name, Known) and topic.name.value == arn.resource
    here = topic.place.region in (None, arn.region)
    return Answer.YES if named and here else Answer.NO
