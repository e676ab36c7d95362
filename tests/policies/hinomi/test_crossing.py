"""Whether one incident takes an alarm to ALARM, and the alarm comes back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hinomi.catalogue import Incident, Sample
from hinomi.chains.crossing import crossing
from hinomi.chains.links import Check, State
from hinomi.chains.question import in_format
from hinomi.evidence import Alarm, MetricFilter
from tests.policies.hinomi.world import made_from, resource

EVENT = {"eventName": "StopLogging", "bytes": 512}
FIRES = (Sample("stopped", json.dumps(EVENT), EVENT),)


def alarm(**changes: Any) -> Alarm:
    settings: dict[str, Any] = {
        "statistic": "Sum",
        "period": 60,
        "evaluation_periods": 1,
        "threshold": 1,
        "comparison_operator": "GreaterThanOrEqualToThreshold",
        "treat_missing_data": "notBreaching",
    }
    return Alarm.of(resource("aws_cloudwatch_metric_alarm.a", **settings | changes))


def metric_filter(**changes: Any) -> MetricFilter:
    metric = {"name": "stopped", "namespace": "watch", "value": "1"} | changes
    return MetricFilter.of(
        resource(
            "aws_cloudwatch_log_metric_filter.f",
            pattern='{ $.eventName = "StopLogging" }',
            metric_transformation=[metric],
        )
    )


def worst(watch: Alarm, one: MetricFilter, incident: Incident) -> Check:
    return min(crossing(watch, one, FIRES, incident, None), key=lambda check: check.state)


ONE = Incident(1, 60)


@pytest.mark.parametrize(
    ("settings", "metric", "incident", "state"),
    [
        ({}, {}, ONE, State.HOLDS),
        ({"threshold": 2}, {}, ONE, State.BROKEN),
        ({"threshold": 2}, {"value": "2"}, ONE, State.HOLDS),
        ({"threshold": 512}, {"value": "$.bytes"}, ONE, State.HOLDS),
        ({"threshold": 513}, {"value": "$.bytes"}, ONE, State.BROKEN),
        ({"comparison_operator": "GreaterThanThreshold"}, {}, ONE, State.BROKEN),
        ({"comparison_operator": "GreaterThanThreshold", "threshold": 0}, {}, ONE, State.HOLDS),
        ({"comparison_operator": "LessThanThreshold"}, {}, ONE, State.BROKEN),
        ({"evaluation_periods": 2}, {}, ONE, State.BROKEN),
        ({"evaluation_periods": 2, "datapoints_to_alarm": 1}, {}, ONE, State.HOLDS),
        ({"evaluation_periods": 2, "datapoints_to_alarm": 0}, {}, ONE, State.BROKEN),
        ({"evaluation_periods": 2}, {}, Incident(4, 240), State.HOLDS),
        # ten events in a minute may straddle two periods: five in each
        ({"threshold": 10}, {}, Incident(10, 60), State.BROKEN),
        ({"threshold": 5}, {}, Incident(10, 60), State.HOLDS),
        ({"statistic": "Maximum"}, {}, ONE, State.HOLDS),
        ({"statistic": "SampleCount"}, {"value": "0"}, ONE, State.HOLDS),
        ({"statistic": None, "extended_statistic": "p99"}, {}, ONE, State.HOLDS),
        ({"statistic": None}, {}, ONE, State.BROKEN),
        ({}, {"default_value": "0"}, ONE, State.HOLDS),
        ({}, {"default_value": "1"}, ONE, State.BROKEN),
        ({"statistic": "Average"}, {"default_value": "0"}, ONE, State.BROKEN),
        ({"statistic": "SampleCount"}, {"default_value": "0"}, ONE, State.BROKEN),
        ({"threshold": 0}, {"default_value": "0"}, ONE, State.BROKEN),
        ({"treat_missing_data": None}, {}, ONE, State.HOLDS),
        ({"treat_missing_data": "breaching"}, {}, ONE, State.BROKEN),
        ({"treat_missing_data": "ignore"}, {}, ONE, State.BROKEN),
        ({"treat_missing_data": "ignore"}, {"default_value": "0"}, ONE, State.HOLDS),
        ({}, {"value": "$.nowhere"}, ONE, State.BROKEN),
        ({}, {"value": "one"}, ONE, State.BROKEN),
        ({}, {"dimensions": {"a": "$.a"}, "default_value": "0"}, ONE, State.BROKEN),
        ({"threshold": made_from("aws_x.y")}, {}, ONE, State.UNPROVED),
        ({"treat_missing_data": ...}, {}, ONE, State.UNPROVED),
    ],
)
def test_crossing(
    settings: dict[str, Any], metric: dict[str, Any], incident: Incident, state: State
) -> None:
    check = worst(alarm(**settings), metric_filter(**metric), incident)
    assert check.state is state, check.why
    assert check.fix or state is State.HOLDS


def test_the_sample_that_publishes_least_decides() -> None:
    small = EVENT | {"bytes": 1}
    both = (*FIRES, Sample("small", json.dumps(small), small))
    checks = crossing(alarm(threshold=2), metric_filter(value="$.bytes"), both, ONE, None)
    assert min(check.state for check in checks) is State.BROKEN


def test_a_single_metric_query_reads_like_the_plain_form() -> None:
    query = {
        "id": "m",
        "return_data": True,
        "metric": [{"metric_name": "stopped", "namespace": "watch", "stat": "Sum", "period": 60}],
    }
    watch = alarm(statistic=None, period=None, metric_query=[query])
    assert worst(watch, metric_filter(), ONE).state is State.HOLDS


def test_metric_math_and_anomaly_bands_are_said_to_be_beyond() -> None:
    assert alarm(metric_query=[{"id": "e", "expression": "m1 / m2"}]).beyond
    assert alarm(metric_query=[{"id": "m"}, {"id": "n"}]).beyond
    assert alarm(threshold_metric_id="band").beyond


def test_flow_records_are_read_in_the_order_of_the_flow_log() -> None:
    line = "2 111122223333 eni-0a 192.0.2.1 198.51.100.2 40000 22 6 1 40 1700 1760 REJECT OK"
    assert in_format(line, "${action} ${srcaddr} ${vpc-id}") == "REJECT 192.0.2.1 -"
    assert in_format(line, None) == line
