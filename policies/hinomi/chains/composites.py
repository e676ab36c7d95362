"""Composite alarms: an alarm without actions of its own may ring through one of these."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import arns
from ..evidence import Alarm, CompositeAlarm, Evidence
from ..resource import Absent, Known, Unknown
from .joins import SHOW_THE_VALUE, called
from .links import Check, Link, broken, holds, unproved
from .signals import actions_enabled

_CONDITION = re.compile(
    r"""(?P<state>ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*["']?(?P<name>[^"')]+?)["']?\s*\)"""
)


def over(evidence: Evidence, alarm: Alarm) -> Iterator[tuple[Link, CompositeAlarm]]:
    """The composite alarms that name `alarm`, each with its link."""
    for one in evidence.composite_alarms:
        check = _rule(one, alarm)
        if check is None:
            continue
        checks = [check, actions_enabled(one.actions_enabled, one.address)]
        if not isinstance(one.suppressor, Absent):
            seen = f"its actions are held back while {one.suppressor.shown} is in ALARM"
            checks.append(unproved(seen, f"Leave out actions_suppressor on {one.address}."))
        yield (
            Link("composite alarm", called(one.name, one.address), one.address, tuple(checks)),
            one,
        )


def _rule(one: CompositeAlarm, alarm: Alarm) -> Check | None:
    """Whether the rule is true as soon as `alarm` is in ALARM; None where it does not name it."""
    if isinstance(one.rule, Unknown):
        named = any(target.address == alarm.address for target in one.rule.origin.targets)
        return unproved(f"its rule is {one.rule.shown}", SHOW_THE_VALUE) if named else None
    if not isinstance(one.rule, Known) or not isinstance(alarm.name, Known):
        return None
    rule, name = str(one.rule.value), str(alarm.name.value)
    conditions = [(m["state"], _name(m["name"])) for m in _CONDITION.finditer(rule)]
    if name not in {named for _, named in conditions}:
        return None
    between = _CONDITION.sub("", rule).replace("(", " ").replace(")", " ").split()
    if set(between) <= {"OR"} and ("ALARM", name) in conditions:
        return holds("rings with any of its alarms")
    if ("ALARM", name) not in conditions:
        fix = f'Write ALARM("{name}") in alarm_rule on {one.address}.'
        return broken("its rule does not ask for this alarm's state ALARM", fix)
    return unproved(
        f"its rule asks for more than this alarm: {rule}",
        f"Join the conditions of alarm_rule on {one.address} with OR.",
    )


def _name(text_of_rule: str) -> str:
    arn = arns.parse(text_of_rule)
    return arn.resource.removeprefix("alarm:") if arn else text_of_rule
