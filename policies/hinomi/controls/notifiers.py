"""Notifiers: every function that an alarm topic feeds passes on to a topic that somebody reads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ..chains.joins import called, join
from ..chains.links import Chain, Link, State, best, holds
from ..chains.notifiers import is_function
from ..chains.readers import Ends, Readers, Way
from ..chains.signals import actions_enabled
from ..chains.topics import is_topic
from ..evidence import Evidence, Function
from ..findings import Finding, Status
from ..iam import Answer
from ..resource import Known
from .alarm_topics import used_topics
from .control import PLAN, Asked, Control


def _passes_on(asked: Asked) -> Iterator[Finding]:
    for function in _notifiers(asked):
        link = _fed(function)
        readers = Readers(asked.evidence, Ends(protocols=asked.readers))
        chain = best(readers.of_function(Way(Chain((link,))), function))
        yield asked.from_chain(function.address, chain)
    yield from _none(asked)


def _failure_is_told(asked: Asked) -> Iterator[Finding]:
    """An alarm on the function's errors reaches somebody on a way that the function is not on."""
    for function in _notifiers(asked):
        chains = list(_without(asked, function))
        fix = (
            f"Add an alarm on AWS/Lambda Errors of {function.address} whose topic a person reads "
            "without a function in between."
        )
        if chains:
            yield asked.from_chain(function.address, best(chains))
        else:
            reason = "no alarm on its errors takes a way that it is not on itself"
            yield asked.finding(
                Status.FAIL, function.address, reason, fix=fix, address=function.address
            )
    yield from _none(asked)


def _without(asked: Asked, function: Function) -> Iterator[Chain]:
    readers = Readers(asked.evidence, Ends(protocols=asked.readers))
    for alarm in asked.evidence.alarms:
        watched = dict(alarm.dimensions.value) if isinstance(alarm.dimensions, Known) else {}
        errors = (alarm.namespace, alarm.metric_name) == (Known("AWS/Lambda"), Known("Errors"))
        if not errors or Known(watched.get("FunctionName")) != function.name:
            continue
        checks = (holds("on its errors"), actions_enabled(alarm.actions_enabled, alarm.address))
        link = Link("alarm", called(alarm.name, alarm.address), alarm.address, checks)
        start = Chain((link,))
        ways = [start] if start.state is State.BROKEN else readers.of_alarm(start, alarm)
        yield from (
            way for way in ways if function.address not in {link.address for link in way.links}
        )


def _notifiers(asked: Asked) -> list[Function]:
    return list(_fed_by_alarms(asked.evidence))


def _none(asked: Asked) -> Iterator[Finding]:
    if not _notifiers(asked):
        # alarms may go to people directly: no notifier is a choice, not a gap
        reason = "no function is subscribed to an alarm topic"
        yield asked.finding(Status.NOT_APPLICABLE, PLAN, reason)


def _fed(function: Function) -> Link:
    name = called(function.name, function.address)
    return Link("function", name, function.address, (holds("fed by alarms"),))


def _fed_by_alarms(evidence: Evidence) -> Iterator[Function]:
    topics = [one.topic for one in used_topics(evidence) if one.topic is not None]
    kind = {one.address for one in evidence.topics}
    functions = {one.address for one in evidence.functions}
    feeds = [
        one
        for one in evidence.subscriptions
        for topic in topics
        if join(one.topic, topic.address, kind, partial(is_topic, topic=topic)).answer
        is not Answer.NO
    ]
    for function in evidence.functions:
        equal = partial(is_function, function=function)
        if any(
            join(one.endpoint, function.address, functions, equal).answer is Answer.YES
            for one in feeds
        ):
            yield function


CONTROLS = (
    Control(
        "notifier_reaches_reader",
        "Every notifier passes alarms on to somebody who reads them",
        "critical",
        _passes_on,
        row="subscribers",
    ),
    Control(
        "notifier_failure_reaches_reader",
        "A notifier that fails is told about without it",
        "high",
        _failure_is_told,
        row="subscribers",
    ),
)
