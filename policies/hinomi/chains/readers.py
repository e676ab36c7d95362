"""The last links: from an alarm through topics and notifiers to a person or their tool."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from ..evidence import Alarm, CompositeAlarm, Evidence, Function, Subscription, Topic
from ..iam import Answer
from ..resource import Absent, Known, Unknown, Value
from .delivery import endpoint, filter_policy
from .joins import SHOW_THE_VALUE, Join, called, join, text
from .links import NONE, Chain, Check, Link, State, best, broken, holds, unproved
from .notifiers import is_function, may_invoke, runs
from .publishing import cloudwatch_may_publish
from .roles import function_may_publish
from .topics import Meant, is_topic, no_topic, topics_meant, topics_of

# SNS protocols that end at a person, or at a tool that people have put there to be told
PEOPLE = frozenset({"application", "email", "email-json", "http", "https", "sms"})
NOTIFIER_VARIABLE = "NOTIFICATIONS_TOPIC_ARN"


@dataclass(frozen=True, slots=True)
class Ends:
    """What counts as the end of a chain.

    `protocols` are the SNS protocols that are somebody to tell; `variable` is the environment
    variable in which a notifier finds the topic that it publishes to; `attributes` are the
    message attributes that the notifier sets, which filter policies read.
    """

    protocols: frozenset[str] = PEOPLE
    variable: str = NOTIFIER_VARIABLE
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Way:
    """A chain on its way to a reader: the functions it has passed, and whether one sent it on."""

    chain: Chain
    passed: tuple[str, ...] = ()
    from_notifier: bool = False

    def __add__(self, link: Link) -> Way:
        return replace(self, chain=self.chain + link)


class Readers:
    """Follows topics and notifiers to whoever reads them."""

    def __init__(self, evidence: Evidence, ends: Ends) -> None:
        self._evidence = evidence
        self._ends = ends
        self._topics = {one.address for one in evidence.topics}
        self._functions = {one.address for one in evidence.functions}

    def of_alarm(self, chain: Chain, alarm: Alarm | CompositeAlarm) -> Iterator[Chain]:
        """Every way from an alarm, whose link ends `chain`, to somebody who is told."""
        met = list(topics_of(self._evidence, alarm))
        if not met:
            yield chain + no_topic(alarm)
        if len(met) > 1 and all(one.one_of_several for one in met):
            # one unknown list that names several topics: whichever it holds leads to somebody
            sure = [replace(one, joined=Join(Answer.YES, one.joined.why)) for one in met]
            each = [best(self._of_action(chain, alarm, one)) for one in sure]
            if all(one.state is State.HOLDS for one in each):
                yield each[0]
                return
        for one in met:
            yield from self._of_action(chain, alarm, one)

    def of_topic(self, way: Way, topic: Topic) -> Iterator[Chain]:
        """Every way on from a topic, whose link ends the chain."""
        if way.chain.state is State.BROKEN:
            yield way.chain
            return
        found = False
        for one in self._evidence.subscriptions:
            joined = join(one.topic, topic.address, self._topics, partial(is_topic, topic=topic))
            if joined.answer is not Answer.NO:
                found = True
                yield from self._deliver(way, topic, one, joined.check(""))
        for link in self._chat(topic):
            found = True
            yield way.chain + link
        if not found:
            fix = f"Add an aws_sns_topic_subscription (e-mail, https, sms) to {topic.address}."
            check = broken(f"no subscription on topic {called(topic.name, topic.address)}", fix)
            yield way.chain + Link("subscription", NONE, "", (check,))

    def of_function(self, way: Way, function: Function) -> Iterator[Chain]:
        """Every way on from a notifier, whose link ends the chain."""
        value = function.variable(self._ends.variable)
        met = list(topics_meant(self._evidence, value))
        if not met:
            yield way.chain + self._nowhere(function, value)
        for one in met:
            link = one.link()
            if one.topic is None:
                yield self._outside(way.chain + link, value)
                continue
            checks = self._may_publish(one.topic, function)
            onward = replace(way, passed=(*way.passed, function.address), from_notifier=True)
            yield from self.of_topic(onward + link.with_checks(*checks), one.topic)

    def _may_publish(self, topic: Topic, function: Function) -> tuple[Check, ...]:
        key = ("may publish", topic.address, function.address)
        evidence = self._evidence
        checks: tuple[Check, ...] = evidence.once(
            key, lambda: tuple(function_may_publish(evidence, topic, function))
        )
        return checks

    def _of_action(
        self, chain: Chain, alarm: Alarm | CompositeAlarm, met: Meant
    ) -> Iterator[Chain]:
        if met.topic is None:
            yield self._outside(chain + met.link(), met.value)
            return
        checks = cloudwatch_may_publish(self._evidence, met.topic, alarm)
        yield from self.of_topic(Way(chain + met.link().with_checks(*checks)), met.topic)

    def _deliver(self, way: Way, topic: Topic, one: Subscription, joined: Check) -> Iterator[Chain]:
        if not isinstance(one.protocol, Known):
            check = unproved(f"its protocol is {one.protocol.shown}", SHOW_THE_VALUE)
            yield way.chain + Link("subscription", one.address, one.address, (joined, check))
            return
        protocol = str(one.protocol.value)
        kept = filter_policy(one, self._ends.attributes if way.from_notifier else None)
        if protocol == "lambda":
            yield from self._to_function(way, topic, one, (joined, kept))
        elif protocol in self._ends.protocols:
            checks = (joined, kept, endpoint(one, protocol))
            yield way.chain + Link(protocol, text(one.endpoint), one.address, checks)
        else:
            fix = f"Subscribe a person or their tool (e-mail, https, sms) to {topic.address} too."
            check = broken(f"{_ENDS_NOWHERE.get(protocol, protocol)} alone tells nobody", fix)
            yield way.chain + Link(protocol, text(one.endpoint), one.address, (joined, check))

    def _to_function(
        self, way: Way, topic: Topic, one: Subscription, checks: tuple[Check, ...]
    ) -> Iterator[Chain]:
        found = False
        for function in self._evidence.functions:
            equal = partial(is_function, function=function)
            joined = join(one.endpoint, function.address, self._functions, equal)
            if joined.answer is Answer.NO:
                continue
            found = True
            invoked = may_invoke(self._evidence, function, topic)
            every = (*checks, joined.check(""), invoked, runs(function))
            if function.address in way.passed:
                fix = f"Let {function.address} publish to a topic that it does not read."
                every = (*every, broken("it publishes to the topic that it reads from", fix))
            grown = way + Link(
                "function", called(function.name, function.address), function.address, every
            )
            if grown.chain.state is State.BROKEN:
                yield grown.chain
            else:
                yield from self.of_function(grown, function)
        if not found:
            seen = f"its endpoint {one.endpoint.shown} is no function of this plan"
            check = unproved(seen, "Make the notifier in the same configuration, or waive this.")
            yield way.chain + Link("function", text(one.endpoint), one.address, (*checks, check))

    def _nowhere(self, function: Function, value: Value) -> Link:
        name = self._ends.variable
        if isinstance(value, Unknown):
            check = unproved(f"{name} is {value.shown}", SHOW_THE_VALUE)
        elif isinstance(value, Absent):
            fix = f"Set {name} in the environment of {function.address}."
            check = broken(f"the function's environment has no {name}", fix)
        else:
            fix = f"Set {name} of {function.address} to the ARN of a topic."
            check = broken(f"{name} is {value.shown}, which is no topic's ARN", fix)
        return Link("topic", NONE, "", (check,))

    def _outside(self, chain: Chain, value: Value) -> Chain:
        """A topic of another configuration: this plan may still hold a subscription to it."""
        arn = value.value if isinstance(value, Known) else None
        for one in self._evidence.subscriptions:
            protocol = one.protocol.value if isinstance(one.protocol, Known) else ""
            same = isinstance(one.topic, Known) and one.topic.value == arn
            if same and protocol in self._ends.protocols:
                return chain + Link(
                    protocol, text(one.endpoint), one.address, (holds("by equal ARN"),)
                )
        seen = f"topic {value.shown} is not in this plan, so its subscribers are not known"
        check = unproved(seen, "Make the topic in the same configuration, or waive this.")
        return chain + Link("subscription", "(not in this plan)", "", (check,))

    def _chat(self, topic: Topic) -> Iterator[Link]:
        for channel in self._evidence.chat_channels:
            for value in channel.topics if channel.topics is not None else (channel.topics_value,):
                joined = join(value, topic.address, self._topics, partial(is_topic, topic=topic))
                if joined.answer is not Answer.NO:
                    name = called(channel.name, channel.address)
                    yield Link("chat", name, channel.address, (joined.check(""),))


_ENDS_NOWHERE = {"firehose": "a delivery stream", "sqs": "a queue"}
