"""Log groups and the metric filters on them."""

from __future__ import annotations

from dataclasses import dataclass

from ..resource import Resource, Value
from .place import Place


@dataclass(frozen=True, slots=True)
class LogGroup:
    """A log group. `retention` is in days; 0 and not set keep events for ever."""

    address: str
    place: Place
    name: Value
    retention: Value
    log_class: Value

    @classmethod
    def of(cls, resource: Resource) -> LogGroup:
        return cls(
            address=resource.address,
            place=Place.of(resource),
            name=resource.value("name"),
            retention=resource.value("retention_in_days"),
            log_class=resource.value("log_group_class"),
        )


@dataclass(frozen=True, slots=True)
class MetricFilter:
    """A metric filter and its one metric."""

    address: str
    place: Place
    name: Value
    log_group: Value
    pattern: Value
    metric_name: Value
    namespace: Value
    value: Value
    default_value: Value
    dimensions: Value
    unit: Value

    @classmethod
    def of(cls, resource: Resource) -> MetricFilter:
        metric = ("metric_transformation", 0)
        return cls(
            address=resource.address,
            place=Place.of(resource),
            name=resource.value("name"),
            log_group=resource.value("log_group_name"),
            pattern=resource.value("pattern"),
            metric_name=resource.value(*metric, "name"),
            namespace=resource.value(*metric, "namespace"),
            value=resource.value(*metric, "value"),
            default_value=resource.value(*metric, "default_value"),
            dimensions=resource.value(*metric, "dimensions"),
            unit=resource.value(*metric, "unit"),
        )
