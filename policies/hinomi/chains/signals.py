"""The middle links: a metric filter on the log group that sees the event, an alarm that rings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..evidence import Alarm, Evidence, MetricFilter
from ..iam import Answer
from ..resource import Absent, Known, Unknown, Value
from .crossing import crossing
from .joins import SHOW_THE_VALUE, Join, called, join, same_name, text
from .links import NONE, Chain, Check, Link, State, broken, holds, unproved
from .question import Question
from .sources import Landing, group_join

_METRIC_NAME = ("metric_transformation", 0, "name")


@dataclass(frozen=True, slots=True)
class Signal:
    """A chain that has reached an alarm."""

    chain: Chain
    alarm: Alarm


def filters_on(evidence: Evidence, landing: Landing, question: Question) -> Iterator[Link]:
    """A link for each metric filter on the log group, or one that says there is none."""
    kind = {group.address for group in evidence.log_groups}
    links = []
    for one in evidence.metric_filters:
        joined = _on_group(one, landing, kind)
        if joined.answer is not Answer.NO and _owner(one, question) in (None, question.name):
            links.append(_filter_link(one, joined.check(""), landing, question))
    # a filter that matches none of the samples, and is not named for them, is another one's
    related = [link for link in links if link.state is not State.BROKEN or link.effort > 0]
    yield from related
    if not related:
        where = f" on log group {landing.shown}" if not landing.anywhere else ""
        seen = f"no metric filter{where} matches {_some(question.fires)}"
        fix = f"Add an aws_cloudwatch_log_metric_filter for {question.name}."
        if reason := question.unreadable(_text_or_none(landing.flow_format)):
            # Terraform makes none then, and says the same under detections_not_watched.
            seen = f"no metric filter{where} can read it: {reason}"
            fix = f"Add what is missing to the flow log's fields, or waive {question.name}."
        yield Link("metric filter", NONE, "", (broken(seen, fix),))


def _on_group(one: MetricFilter, landing: Landing, kind: set[str]) -> Join:
    if landing.anywhere:
        return Join(Answer.YES, f"on log group {text(one.log_group)}, whose source is elsewhere")
    if landing.group is not None:
        return group_join(one.log_group, landing.group, kind, one.place)
    if landing.name is None:
        return Join(Answer.UNSURE, "the log group of the events is not known")
    name = Known(landing.name)
    return join(one.log_group, "", kind, same_name(name))


def _filter_link(one: MetricFilter, joined: Check, landing: Landing, question: Question) -> Link:
    link = Link(
        "metric filter",
        called(one.name, one.address),
        one.address,
        (joined,),
        _alike(one, question),
    )
    if not isinstance(one.pattern, Known):
        if isinstance(one.pattern, Unknown):
            seen = f"its pattern is {one.pattern.shown}"
            return link.with_checks(unproved(seen, SHOW_THE_VALUE))
        pattern = ""  # a blank pattern matches every event
    else:
        pattern = str(one.pattern.value)
    if isinstance(landing.flow_format, Unknown):
        seen = f"the flow log's format is {landing.flow_format.shown}"
        return link.with_checks(unproved(seen, SHOW_THE_VALUE))
    behaviour = question.behaviour(pattern, _text_or_none(landing.flow_format))
    if behaviour.refused:
        seen = f"CloudWatch Logs refuses its pattern: {behaviour.refused}"
        return link.with_checks(broken(seen, f"Mend pattern on {one.address}."))
    right = 1 - len(behaviour.missed) / max(1, len(question.fires))
    link = Link(link.kind, link.name, link.address, link.checks, link.effort + right)
    if behaviour.missed:
        seen = f"its pattern does not match {_some(behaviour.missed)} of {question.name}"
        fix = f"Put the pattern of detection {question.name} on {one.address}."
        return link.with_checks(broken(seen, fix))
    if behaviour.false_alarms:
        seen = f"its pattern also matches {_some(behaviour.false_alarms)}, which must stay quiet"
        fix = f"Put the pattern of detection {question.name} on {one.address}."
        return Link(
            link.kind, link.name, link.address, (*link.checks, broken(seen, fix)), link.effort + 0.5
        )
    count = len(question.fires)
    return link.with_checks(holds(f"its pattern matches {count} of {count} samples"))


def alarms_on(
    evidence: Evidence, one: MetricFilter, landing: Landing, question: Question
) -> Iterator[tuple[Link, Alarm | None]]:
    """A link for each alarm on the filter's metric, or for the nearest alarm that is not."""
    filters = {each.address for each in evidence.metric_filters}
    others: list[Alarm] = []
    for alarm in evidence.alarms:
        if _is_another(alarm, one):
            others.append(alarm)
            continue
        joined = _on_metric(alarm, one, filters)
        if joined.answer is Answer.NO:
            others.append(alarm)
            continue
        checks = _alarm_checks(alarm, one, landing, question)
        yield _alarm_link(alarm, joined.check("")).with_checks(*checks), alarm
    if len(others) < len(evidence.alarms):
        return
    nearest = max(others, key=lambda each: _near(each, one, question), default=None)
    if nearest is not None and _near(nearest, one, question) >= 1:
        fix = f"Set metric_name and namespace on {nearest.address} to those of {one.address}."
        yield _alarm_link(nearest, broken(_on_metric(nearest, one, filters).why, fix)), None
        return
    metric = f"{text(one.namespace)}/{text(one.metric_name)}"
    fix = f"Add an aws_cloudwatch_metric_alarm on the metric of {one.address}."
    check = broken(f"no alarm watches metric {metric}", fix)
    yield Link("alarm", NONE, "", (check,)), None


def _alarm_link(alarm: Alarm, joined: Check) -> Link:
    return Link("alarm", called(alarm.name, alarm.address), alarm.address, (joined,))


def _is_another(alarm: Alarm, one: MetricFilter) -> bool:
    """Whether an alarm plainly watches another metric: most alarms do, for most filters."""
    watched, published = alarm.metric_name, one.metric_name
    if alarm.beyond or not (isinstance(watched, Known) and isinstance(published, Known)):
        return False
    return bool(watched.value != published.value)


def _on_metric(alarm: Alarm, one: MetricFilter, filters: set[str]) -> Join:
    if alarm.beyond:
        about = _mentions(alarm, one, filters)
        return Join(Answer.UNSURE if about else Answer.NO, f"cannot be judged: {alarm.beyond}")
    name = join(alarm.metric_name, one.address, filters, same_name(one.metric_name))
    if name.answer is Answer.YES and isinstance(alarm.metric_name, Unknown):
        paths = {t.attribute for t in alarm.metric_name.origin.targets if t.address == one.address}
        if paths != {_METRIC_NAME}:
            name = Join(Answer.UNSURE, f"its metric_name is {alarm.metric_name.shown}")
    space = join(alarm.namespace, one.address, filters, same_name(one.namespace))
    here = alarm.place.same_as(one.place)
    worst = min(name.answer, space.answer, here)
    if worst is Answer.YES:
        return Join(worst, f"metric {name.why}, namespace {space.why}")
    watched = f"it watches {_or_not_set(alarm.namespace)}/{_or_not_set(alarm.metric_name)}"
    published = f"{text(one.namespace)}/{text(one.metric_name)}"
    if here is Answer.NO:
        return Join(worst, f"it is in {alarm.place.region}, the filter in {one.place.region}")
    if worst is Answer.UNSURE and name.answer is space.answer is Answer.YES:
        return Join(worst, "the filter is perhaps in another region or account")
    return Join(worst, f"{watched}, the filter publishes {published}")


def _mentions(alarm: Alarm, one: MetricFilter, filters: set[str]) -> bool:
    """Whether a computed alarm may read the filter's metric: told by name, for it is not judged."""
    return isinstance(alarm.name, Known) and str(alarm.name.value) == text(one.name)


def _alarm_checks(
    alarm: Alarm, one: MetricFilter, landing: Landing, question: Question
) -> Iterator[Check]:
    if alarm.beyond:
        return
    yield _dimensions(alarm, one)
    yield _unit(alarm, one)
    if question.incident is not None:
        flow_format = _text_or_none(landing.flow_format)
        yield from crossing(alarm, one, question.fires, question.incident, flow_format)
    yield actions_enabled(alarm.actions_enabled, alarm.address)


def actions_enabled(value: Value, address: str) -> Check:
    """An alarm whose actions are off changes its state and tells nobody."""
    if isinstance(value, Unknown):
        return unproved(f"its actions_enabled is {value.shown}", SHOW_THE_VALUE)
    if isinstance(value, Known) and value.value is False:
        return broken("actions_enabled is false", f"Set actions_enabled = true on {address}.")
    return holds("actions enabled")


def _dimensions(alarm: Alarm, one: MetricFilter) -> Check:
    """An alarm watches exactly one set of dimensions: more or fewer is another metric."""
    for value in (alarm.dimensions, one.dimensions):
        if isinstance(value, Unknown):
            return unproved(f"dimensions are {value.shown}", SHOW_THE_VALUE)
    watched = dict(alarm.dimensions.value) if isinstance(alarm.dimensions, Known) else {}
    published = dict(one.dimensions.value) if isinstance(one.dimensions, Known) else {}
    if not watched and not published:
        return holds("no dimensions on either side")
    fix = f"Leave out dimensions on {alarm.address} and {one.address}."
    if watched.keys() != published.keys():
        seen = f"it watches dimensions {_keys(watched)}, the filter publishes {_keys(published)}"
        return broken(seen, fix)
    only = ", ".join(f"{name} = {value}" for name, value in watched.items())
    return broken(f"it watches only the events with {only}", fix)


def _unit(alarm: Alarm, one: MetricFilter) -> Check:
    """An alarm with a unit sees only data points of that unit."""
    if not isinstance(alarm.unit, Known) or not alarm.unit.value:
        return holds("any unit")
    published = one.unit.value if isinstance(one.unit, Known) else "None"
    if alarm.unit.value == published:
        return holds(f"unit {published}")
    return broken(
        f"it watches unit {alarm.unit.shown}, the filter publishes {published}",
        f"Leave out unit on {alarm.address}.",
    )


def _alike(one: MetricFilter, question: Question) -> float:
    """How much a filter's names suggest that it is meant for the question; orders broken ones."""
    return 2.0 if _owner(one, question) == question.name else 0.0


def _owner(one: MetricFilter, question: Question) -> str | None:
    return question.owner(text(one.name), text(one.metric_name))


def _near(alarm: Alarm, one: MetricFilter, question: Question) -> float:
    score = 0.0
    metric, published = _letters(text(alarm.metric_name)), _letters(text(one.metric_name))
    if metric == published:
        score += 1
    names = (_letters(text(alarm.name)), _letters(alarm.address))
    for wanted in (_letters(text(one.name)), published, _letters(question.name)):
        score += 1 if wanted and any(wanted in name for name in names) else 0
    return score


@lru_cache(maxsize=4096)
def _letters(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())


def _some(samples: tuple[object, ...]) -> str:
    first = getattr(samples[0], "name", "")
    more = f" and {len(samples) - 1} more" if len(samples) > 1 else ""
    return f"sample {first}{more}"


def _keys(dimensions: dict[str, str]) -> str:
    return ", ".join(sorted(dimensions)) or "none"


def _or_not_set(value: Value) -> str:
    return "(no metric)" if isinstance(value, Absent) else text(value)


def _text_or_none(value: Value) -> str | None:
    return str(value.value) if isinstance(value, Known) else None
