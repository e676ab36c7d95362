"""Whom an alarm tells, whatever metric it is on, and what metrics it watches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..evidence import Alarm, CompositeAlarm, Evidence, Piece
from ..resource import Known, Value
from . import composites
from .joins import called
from .links import Chain, Check, Link, State, best
from .readers import Readers
from .signals import actions_enabled


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric that an alarm reads. `dimensions` keeps each value, known or not."""

    namespace: Value
    name: Value
    dimensions: Mapping[str, Value]

    def is_of(self, namespace: str, names: tuple[str, ...] = ()) -> bool:
        named = not names or (isinstance(self.name, Known) and self.name.value in names)
        return self.namespace == Known(namespace) and named


def metrics_of(alarm: Piece) -> list[Metric]:
    """The metric of an alarm, and those of its queries (anomaly detection, metric math)."""
    found = []
    places: list[tuple[str | int, ...]] = [()]
    places += [
        ("metric_query", number, "metric", 0)
        for number in range(alarm.resource.blocks("metric_query") or 0)
    ]
    for place in places:
        name = alarm.value(*place, "metric_name")
        if not isinstance(name, Known):
            continue
        given: Any = alarm.resource.values
        for step in place:
            given = given[step]
        keys = {*(given.get("dimensions") or {})}
        marks = alarm.resource.unknown if isinstance(alarm.resource.unknown, Mapping) else {}
        if not place and isinstance(marks.get("dimensions"), Mapping):
            keys |= set(marks["dimensions"])
        dimensions = {str(key): alarm.value(*place, "dimensions", key) for key in keys}
        found.append(Metric(alarm.value(*place, "namespace"), name, dimensions))
    return found


def told(evidence: Evidence, readers: Readers, alarm: Alarm, *checks: Check) -> Chain:
    """The best way from an alarm to somebody: by its own actions, or by a composite over it."""
    return best(_ways(evidence, readers, alarm, checks))


def composite_told(readers: Readers, alarm: CompositeAlarm) -> Chain:
    return best(readers.of_alarm(Chain((_link(alarm, "composite alarm", ()),)), alarm))


def _ways(
    evidence: Evidence, readers: Readers, alarm: Alarm, checks: tuple[Check, ...]
) -> Iterator[Chain]:
    start = Chain((_link(alarm, "alarm", checks),))
    if start.state is State.BROKEN:
        yield start
        return
    yield from readers.of_alarm(start, alarm)
    for link, composite in composites.over(evidence, alarm):
        grown = start + link
        yield from [grown] if grown.state is State.BROKEN else readers.of_alarm(grown, composite)


def _link(alarm: Alarm | CompositeAlarm, kind: str, checks: tuple[Check, ...]) -> Link:
    every = (*checks, actions_enabled(alarm.actions_enabled, alarm.address))
    return Link(kind, called(alarm.name, alarm.address), alarm.address, every)
