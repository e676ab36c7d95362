"""CloudWatch Logs in the emulator: patterns, metric filters, what PutLogEvents refuses."""

import json
import time

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.cloud

ROOT = '{ $.userIdentity.type = "Root" }'


@pytest.fixture
def group(emulator, request):
    name = f"/test/{request.node.name}"[:200].replace("[", "-").replace("]", "")
    logs = emulator.client("logs")
    logs.create_log_group(logGroupName=name)
    logs.create_log_stream(logGroupName=name, logStreamName="one")
    yield name
    logs.delete_log_group(logGroupName=name)


def put(emulator, group, *messages, ago: float = 0):
    moment = int((time.time() - ago) * 1000)
    events = [{"timestamp": moment, "message": message} for message in messages]
    return emulator.client("logs").put_log_events(
        logGroupName=group, logStreamName="one", logEvents=events
    )


def found(emulator, group, pattern, **more):
    logs = emulator.client("logs")
    answer = logs.filter_log_events(logGroupName=group, filterPattern=pattern, **more)
    return [event["message"] for event in answer["events"]]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ('{ $.level = "ERROR" }', ['{"level": "ERROR"}']),
        ("?refused ?denied", ["access denied", "connection refused"]),
        ("access -denied", []),
        ("", ['{"level": "ERROR"}', "access denied", "connection refused"]),
    ],
)
def test_filter_log_events_reads_patterns_as_aws_does(emulator, group, pattern, expected):
    put(emulator, group, '{"level": "ERROR"}', "access denied", "connection refused")
    assert found(emulator, group, pattern) == expected


def test_filter_log_events_gives_the_rest_on_the_next_page(emulator, group):
    put(emulator, group, "a 1", "b 2", "a 3", "a 4")
    pages = emulator.client("logs").get_paginator("filter_log_events")
    messages = [
        event["message"]
        for page in pages.paginate(logGroupName=group, filterPattern="a", limit=2)
        for event in page["events"]
    ]
    assert messages == ["a 1", "a 3", "a 4"]


@pytest.mark.parametrize("action", ["put_metric_filter", "put_subscription_filter"])
def test_an_invalid_pattern_is_refused(emulator, group, action):
    more = {
        "put_metric_filter": {
            "metricTransformations": [
                {"metricName": "m", "metricNamespace": "n", "metricValue": "1"}
            ]
        },
        "put_subscription_filter": {
            "destinationArn": "arn:aws:lambda:ap-northeast-1:111122223333:function:f"
        },
    }
    with pytest.raises(ClientError, match=r"InvalidParameterException.*Invalid metric filter"):
        getattr(emulator.client("logs"), action)(
            logGroupName=group, filterName="f", filterPattern="{ $.a = ", **more[action]
        )


def test_a_metric_value_that_no_event_can_have_is_refused(emulator, group):
    with pytest.raises(ClientError, match="InvalidParameterException"):
        put_filter(emulator, group, "plain words", value="$.latency")


def test_test_metric_filter(emulator):
    answer = emulator.client("logs").test_metric_filter(
        filterPattern="[ip, action = REJECT]",
        logEventMessages=["192.0.2.1 ACCEPT", "192.0.2.2 REJECT"],
    )
    [match] = answer["matches"]
    assert match["eventNumber"] == 2
    assert match["extractedValues"]["$ip"] == "192.0.2.2"


def put_filter(emulator, group, pattern, value="1", **more):
    emulator.client("logs").put_metric_filter(
        logGroupName=group,
        filterName="filter",
        filterPattern=pattern,
        metricTransformations=[
            {"metricNamespace": group, "metricName": "seen", "metricValue": value, **more}
        ],
    )


def sum_of(emulator, namespace, name, **more):
    now = time.time()
    answer = emulator.client("cloudwatch").get_metric_statistics(
        Namespace=namespace,
        MetricName=name,
        StartTime=now - 7200,
        EndTime=now + 60,
        Period=60,
        Statistics=["Sum"],
        **more,
    )
    return {point["Timestamp"].timestamp(): point["Sum"] for point in answer["Datapoints"]}


def test_a_metric_filter_publishes_at_the_event_s_own_time(emulator, group):
    put_filter(emulator, group, ROOT)
    root, user = '{"userIdentity": {"type": "Root"}}', '{"userIdentity": {"type": "IAMUser"}}'
    an_hour_ago = (time.time() - 3600) // 60 * 60
    put(emulator, group, root, user, root, ago=time.time() - an_hour_ago)
    assert sum_of(emulator, group, "seen") == {an_hour_ago: 2}


def test_a_metric_filter_publishes_values_and_dimensions_from_the_event(emulator, group):
    put_filter(emulator, group, "{ $.bytes > 0 }", "$.bytes", dimensions={"host": "$.host"})
    put(emulator, group, '{"bytes": 7, "host": "a"}', '{"bytes": 5, "host": "a"}')
    dimension = [{"Name": "host", "Value": "a"}]
    assert list(sum_of(emulator, group, "seen", Dimensions=dimension).values()) == [12]


def test_the_default_value_is_published_for_events_that_do_not_match(emulator, group):
    put_filter(emulator, group, "failed", "1", defaultValue=0)
    put(emulator, group, "fine")
    assert list(sum_of(emulator, group, "seen").values()) == [0]


def test_a_log_event_in_embedded_metric_format_becomes_metrics(emulator, group):
    document = {
        "_aws": {
            "Timestamp": int(time.time() * 1000),
            "CloudWatchMetrics": [
                {
                    "Namespace": group,
                    "Dimensions": [["service"]],
                    "Metrics": [{"Name": "Indexed", "Unit": "Count"}, {"Name": "Seconds"}],
                }
            ],
        },
        "service": "shipper",
        "Indexed": [3, 4],
        "Seconds": 0.5,
    }
    put(emulator, group, json.dumps(document), '{"_aws": "nothing of the kind"}')
    dimension = [{"Name": "service", "Value": "shipper"}]
    assert list(sum_of(emulator, group, "Indexed", Dimensions=dimension).values()) == [7]
    assert list(sum_of(emulator, group, "Seconds", Dimensions=dimension).values()) == [0.5]


def test_events_that_are_too_old_or_too_new_are_dropped_and_reported(emulator, group):
    now, day = int(time.time() * 1000), 24 * 3600 * 1000
    too_old = put(emulator, group, "old", ago=15 * 24 * 3600)
    assert too_old["rejectedLogEventsInfo"] == {"tooOldLogEventEndIndex": 1}
    logs = emulator.client("logs")
    events = [
        {"timestamp": now, "message": "now"},
        {"timestamp": now + day // 8, "message": "tomorrow"},
    ]
    too_new = logs.put_log_events(logGroupName=group, logStreamName="one", logEvents=events)
    assert too_new["rejectedLogEventsInfo"] == {"tooNewLogEventStartIndex": 1}
    assert found(emulator, group, "") == ["now"]


def test_a_batch_out_of_order_is_refused(emulator, group):
    now = int(time.time() * 1000)
    events = [{"timestamp": now, "message": "b"}, {"timestamp": now - 1, "message": "a"}]
    with pytest.raises(ClientError, match="chronological order"):
        emulator.client("logs").put_log_events(
            logGroupName=group, logStreamName="one", logEvents=events
        )


def test_metric_filters_are_found_by_their_metric(emulator, group):
    put_filter(emulator, group, ROOT)
    answer = emulator.client("logs").describe_metric_filters(
        metricName="seen", metricNamespace=group
    )
    assert [f["filterPattern"] for f in answer["metricFilters"]] == [ROOT]


def test_a_third_subscription_filter_is_refused(emulator, group):
    logs = emulator.client("logs")
    given = {
        "logGroupName": group,
        "filterPattern": "",
        "destinationArn": "arn:aws:lambda:ap-northeast-1:111122223333:function:f",
    }
    for name in ("first", "second", "second"):
        logs.put_subscription_filter(filterName=name, **given)
    with pytest.raises(ClientError, match="LimitExceededException"):
        logs.put_subscription_filter(filterName="third", **given)
