"""Metric filters: log events in, data points out.

ministack (services/cloudwatch_logs.py) stores metric filters, also such as AWS refuses, and never
runs them.
"""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from ministack.services import cloudwatch_logs as logs

from cloud.emulator import metrics
from cloud.emulator.log_patterns import compiled, over_limit, refused
from cloud.emulator.patch import need, replace
from hinomi.filter_pattern import InvalidPattern, MetricTransformation

Answer = tuple[int, dict[str, str], bytes]
Event = dict[str, Any]

_PER_LOG_GROUP = 100  # a CloudWatch Logs quota


def apply() -> None:
    """Check what PutMetricFilter is given."""
    need(logs, "_metric_filters")

    def mended(data: dict[str, Any]) -> Answer:
        try:
            for transformation in data.get("metricTransformations") or []:
                _checked(data.get("filterPattern") or "", transformation)
        except InvalidPattern as error:
            return refused(error)
        group, name = data.get("logGroupName"), data.get("filterName")
        others = {key for key in logs._metric_filters if key[0] == group} - {(group, name)}
        if len(others) >= _PER_LOG_GROUP:
            return over_limit()
        answer: Answer = original(data)
        return answer

    original = replace(logs, "_put_metric_filter", mended)


def publish(group: str, events: Iterable[Event]) -> bool:
    """Publish what the log group's filters make of `events`, each at the event's own time.

    Returns whether anything was published.
    """
    transformations = [
        (stored, _checked(found["filterPattern"], stored))
        for found in logs._metric_filters.values()
        if found["logGroupName"] == group
        for stored in found["metricTransformations"]
    ]
    if not transformations:
        return False
    published = False
    for event in events:
        for stored, transformation in transformations:
            point = transformation.data_point(event["message"])
            if point is None:
                continue
            published = True
            metrics.publish(
                stored["metricNamespace"],
                stored["metricName"],
                point.value,
                time=event["timestamp"] / 1000,
                dimensions=dict(point.dimensions),
                unit=stored.get("unit") or "None",
            )
    return published


def _checked(pattern: str, stored: dict[str, Any]) -> MetricTransformation:
    """The transformation of a stored or offered filter. Raises InvalidPattern."""
    return _transformation(pattern, json.dumps(stored, sort_keys=True))


@lru_cache(maxsize=1024)
def _transformation(pattern: str, stored: str) -> MetricTransformation:
    fields = json.loads(stored)
    return MetricTransformation(
        compiled(pattern),
        value=fields["metricValue"],
        default_value=fields.get("defaultValue"),
        dimensions=fields.get("dimensions"),
    )
