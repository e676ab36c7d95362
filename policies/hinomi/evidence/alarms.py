"""Alarms on one metric, and composite alarms over them."""

from __future__ import annotations

from dataclasses import dataclass

from ..resource import Absent, Known, Path, Resource, Value
from .place import Place


@dataclass(frozen=True, slots=True)
class Alarm:
    """A metric alarm. A single-metric `metric_query` reads like the plain form.

    `beyond` names what makes the alarm more than a threshold on one metric, or is empty.
    """

    address: str
    place: Place
    name: Value
    metric_name: Value
    namespace: Value
    dimensions: Value
    unit: Value
    statistic: Value
    period: Value
    evaluation_periods: Value
    datapoints_to_alarm: Value
    threshold: Value
    comparison: Value
    missing_data: Value
    actions_enabled: Value
    actions: tuple[Value, ...] | None
    actions_value: Value
    beyond: str

    @classmethod
    def of(cls, resource: Resource) -> Alarm:
        metric: Path = ()
        period, statistic = "period", "statistic"
        queries = resource.blocks("metric_query")
        beyond = _beyond(resource, queries)
        if queries == 1 and not beyond:
            metric, statistic = ("metric_query", 0, "metric", 0), "stat"
        extended = resource.value("extended_statistic")
        return cls(
            address=resource.address,
            place=Place.of(resource),
            name=resource.value("alarm_name"),
            metric_name=resource.value(*metric, "metric_name"),
            namespace=resource.value(*metric, "namespace"),
            dimensions=resource.value(*metric, "dimensions"),
            unit=resource.value(*metric, "unit"),
            statistic=(
                resource.value(*metric, statistic) if isinstance(extended, Absent) else extended
            ),
            period=resource.value(*metric, period),
            evaluation_periods=resource.value("evaluation_periods"),
            datapoints_to_alarm=resource.value("datapoints_to_alarm"),
            threshold=resource.value("threshold"),
            comparison=resource.value("comparison_operator"),
            missing_data=_or_default(resource.value("treat_missing_data"), "missing"),
            actions_enabled=_or_default(resource.value("actions_enabled"), default=True),
            actions=resource.members("alarm_actions"),
            actions_value=resource.value("alarm_actions"),
            beyond=beyond,
        )


@dataclass(frozen=True, slots=True)
class CompositeAlarm:
    """An alarm over other alarms' states."""

    address: str
    place: Place
    name: Value
    rule: Value
    suppressor: Value
    actions_enabled: Value
    actions: tuple[Value, ...] | None
    actions_value: Value

    @classmethod
    def of(cls, resource: Resource) -> CompositeAlarm:
        return cls(
            address=resource.address,
            place=Place.of(resource),
            name=resource.value("alarm_name"),
            rule=resource.value("alarm_rule"),
            suppressor=resource.value("actions_suppressor", 0, "alarm"),
            actions_enabled=_or_default(resource.value("actions_enabled"), default=True),
            actions=resource.members("alarm_actions"),
            actions_value=resource.value("alarm_actions"),
        )


def _beyond(resource: Resource, queries: int | None) -> str:
    if queries is None:
        return "its metric queries are known after apply"
    if not isinstance(resource.value("threshold_metric_id"), Absent):
        return "its threshold is an anomaly detection band"
    plain = queries == 1 and isinstance(resource.value("metric_query", 0, "expression"), Absent)
    return "it is computed by metric math" if queries and not plain else ""


def _or_default(value: Value, default: object) -> Value:
    return Known(default) if isinstance(value, Absent) else value
