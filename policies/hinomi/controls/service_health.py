"""AWS Health events: rule -> topic -> somebody."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..chains.find import holds_link, meant, there
from ..chains.joins import SHOW_THE_VALUE
from ..chains.links import NONE, Chain, Check, Link, best, broken, holds, unproved
from ..chains.publishing import service_may_publish
from ..chains.readers import Ends, Readers, Way
from ..chains.requests import partition
from ..chains.topics import topics_meant
from ..evidence import Evidence, Piece
from ..findings import Finding
from ..resource import Absent, Known
from .control import Asked, Control

EVENTS = "events.amazonaws.com"


def _judge(asked: Asked) -> Iterator[Finding]:
    rules = [one for one in there(asked.evidence, "aws_cloudwatch_event_rule") if _is_health(one)]
    for rule in rules:
        yield asked.from_chain(rule.address, best(_ways(asked, rule)))
    if not rules:
        fix = "Set service_health = {} on the notification module."
        yield asked.nothing("rule for AWS Health events", fix)


def _is_health(rule: Piece) -> bool:
    pattern = rule.value("event_pattern")
    try:
        document = json.loads(str(pattern.value)) if isinstance(pattern, Known) else {}
    except ValueError:
        return False
    return "aws.health" in document.get("source", [])


def _on(rule: Piece) -> Check:
    state, old = rule.value("state"), rule.value("is_enabled")
    fix = f'Set state = "ENABLED" on {rule.address}.'
    if state in (Known("DISABLED"),) or (isinstance(state, Absent) and old == Known(False)):
        return broken("it is disabled", fix)
    if not isinstance(state, (Known, Absent)) and state.origin.written:
        return unproved(f"its state is {state.shown}", SHOW_THE_VALUE)
    return holds("enabled")


def _ways(asked: Asked, rule: Piece) -> Iterator[Chain]:
    evidence = asked.evidence
    readers = Readers(evidence, Ends(protocols=asked.readers))
    start = Chain((holds_link("event rule", rule, _on(rule)),))
    found = False
    for target in there(evidence, "aws_cloudwatch_event_target"):
        if all(
            m.piece.address != rule.address
            for m in meant(evidence, target.value("rule"), rule.type)
        ):
            continue
        for one in topics_meant(evidence, target.value("arn")):
            found = True
            if one.topic is None:
                yield start + one.link()
                continue
            checks = service_may_publish(evidence, one.topic, EVENTS, _arn(evidence, rule))
            yield from readers.of_topic(Way(start + one.link().with_checks(*checks)), one.topic)
    if not found:
        fix = f"Add an aws_cloudwatch_event_target from {rule.address} to the alarms topic."
        yield start + Link("topic", NONE, "", (broken("no target of it is a topic", fix),))


def _arn(evidence: Evidence, rule: Piece) -> tuple[str | None, ...]:
    name = f"rule/{rule.name.value}" if isinstance(rule.name, Known) else None
    region = rule.place.region
    return ("arn", partition(region), "events", region, evidence.account, name)


CONTROLS = (
    Control(
        "service_health_reaches_reader",
        "What AWS says of its own services reaches somebody",
        "medium",
        _judge,
        row="service_health",
    ),
)
