"""Who is told of metrics and of AWS's own events, and what people look at."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hinomi import catalogue
from hinomi.findings import Status
from hinomi.resource import Resource
from tests.policies.hinomi.test_controls import judge, statuses
from tests.policies.hinomi.world import ACCOUNT, allow, arn, made_from, resource

PASS, FAIL, UNKNOWN, NONE = Status.PASS, Status.FAIL, Status.UNKNOWN, Status.NOT_APPLICABLE
ME = resource("data.aws_caller_identity.me", account_id=ACCOUNT)
CALLERS = ["cloudwatch.amazonaws.com", "events.amazonaws.com"]
TOPIC = resource(
    "aws_sns_topic.alarms",
    name="alarms",
    arn=...,
    policy=allow("sns:Publish", {"Service": CALLERS}),
)
MAIL = resource(
    "aws_sns_topic_subscription.mail",
    topic_arn=arn("sns", "alarms"),
    protocol="email",
    endpoint="soc@example.com",
)


def alarm(name: str = "a", **values: Any) -> Resource:
    given = {
        "alarm_name": name,
        "namespace": "AWS/SQS",
        "metric_name": "ApproximateAgeOfOldestMessage",
        "dimensions": {"QueueName": "q"},
        "alarm_actions": [arn("sns", "alarms")],
    }
    return resource(f"aws_cloudwatch_metric_alarm.{name}", **{**given, **values})


@pytest.mark.parametrize(
    ("resources", "status"),
    [
        ((alarm(), TOPIC, MAIL), PASS),
        ((alarm(), TOPIC), FAIL),
        ((alarm(alarm_actions=[]), TOPIC, MAIL), FAIL),
        ((alarm(actions_enabled=False), TOPIC, MAIL), FAIL),
        ((alarm(alarm_actions=made_from(opaque=("local.t",))), TOPIC, MAIL), UNKNOWN),
    ],
)
def test_an_alarm_on_a_metric_tells_somebody(
    resources: tuple[Resource, ...], status: Status
) -> None:
    found = judge("metric_alarms_reach_reader", ME, *resources)
    assert statuses(found) == {"aws_cloudwatch_metric_alarm.a": status}, found


def test_an_alarm_without_actions_rings_through_a_composite() -> None:
    composite = resource(
        "aws_cloudwatch_composite_alarm.c",
        alarm_name="c",
        alarm_rule='ALARM("a")',
        alarm_actions=[arn("sns", "alarms")],
    )
    quiet = alarm(alarm_actions=[])
    found = judge("metric_alarms_reach_reader", ME, quiet, composite, TOPIC, MAIL)
    assert set(statuses(found).values()) == {PASS}
    alone = judge("metric_alarms_reach_reader", ME, quiet, composite, TOPIC)
    assert set(statuses(alone).values()) == {FAIL}


def test_no_alarm() -> None:
    assert statuses(judge("metric_alarms_reach_reader")) == {"plan": FAIL}


@pytest.mark.parametrize(
    ("dimensions", "status"),
    [({"TableName": "t"}, PASS), ({"TableName": "u"}, FAIL), ({"QueueName": "t"}, FAIL)],
)
def test_a_resource_of_a_known_kind_has_an_alarm(
    dimensions: dict[str, str], status: Status
) -> None:
    table = resource("aws_dynamodb_table.t", name="t")
    found = judge("metric_alarms_for_each_resource", table, alarm(dimensions=dimensions))
    assert statuses(found) == {"aws_dynamodb_table.t": status}


@pytest.mark.parametrize(
    ("namespace", "target", "status"),
    [
        ("AWS/EC2", "aws_instance.i", PASS),
        ("AWS/EC2", "aws_instance.other", FAIL),
        ("AWS/EBS", "aws_instance.i", FAIL),
    ],
)
def test_an_alarm_on_an_id_of_the_same_plan_is_followed_by_reference(
    namespace: str, target: str, status: Status
) -> None:
    """The provider leaves the whole map open where one value is: no key of it is in the plan."""
    watching = alarm(namespace=namespace, dimensions=made_from(target))
    found = judge("metric_alarms_for_each_resource", resource("aws_instance.i", id=...), watching)
    assert statuses(found) == {"aws_instance.i": status}


def test_an_anomaly_alarm_watches_the_metric_of_its_query() -> None:
    metric = {"namespace": "AWS/DynamoDB", "metric_name": "m", "dimensions": {"TableName": "t"}}
    band = [{"id": "e", "expression": "ANOMALY_DETECTION_BAND(m, 2)"}, {"metric": [metric]}]
    anomaly = alarm(dimensions=None, metric_name=None, namespace=None, metric_query=band)
    found = judge(
        "metric_alarms_for_each_resource", resource("aws_dynamodb_table.t", name="t"), anomaly
    )
    assert statuses(found) == {"aws_dynamodb_table.t": PASS}


# --- AWS Health ---

HEALTH = json.dumps({"source": ["aws.health"]})


def rule(**values: Any) -> Resource:
    return resource(
        "aws_cloudwatch_event_rule.h", **{"name": "h", "event_pattern": HEALTH, **values}
    )


def target() -> Resource:
    return resource("aws_cloudwatch_event_target.h", rule="h", arn=arn("sns", "alarms"))


@pytest.mark.parametrize(
    ("resources", "status", "words"),
    [
        ((rule(), target(), TOPIC, MAIL), PASS, "reaches email"),
        ((rule(), target(), TOPIC), FAIL, "no subscription"),
        ((rule(), TOPIC, MAIL), FAIL, "no target of it is a topic"),
        ((rule(state="DISABLED"), target(), TOPIC, MAIL), FAIL, "it is disabled"),
        ((rule(state=made_from(opaque=("local.s",))), target(), TOPIC, MAIL), UNKNOWN, "local.s"),
        (
            (rule(), target(), resource("aws_sns_topic.alarms", name="alarms"), MAIL),
            FAIL,
            "its default policy does not let events.amazonaws.com publish",
        ),
        ((rule(event_pattern='{"source": ["aws.ec2"]}'), target(), TOPIC, MAIL), FAIL, "no rule"),
    ],
)
def test_service_health(resources: tuple[Resource, ...], status: Status, words: str) -> None:
    [found] = judge("service_health_reaches_reader", ME, *resources)
    assert found.status is status, found.reason
    assert words in found.reason


# --- saved queries, dashboards ---

DETECTIONS = catalogue.load()
FILTER = resource(
    "aws_cloudwatch_log_metric_filter.f", name="x-root-user-used", log_group_name="g", pattern=""
)
GROUP = resource("aws_cloudwatch_log_group.g", name="g")


def query(**values: Any) -> Resource:
    given = {
        "name": "x/alert root-user-used",
        "log_group_names": ["g"],
        "query_string": "fields @m",
    }
    return resource("aws_cloudwatch_query_definition.q", **{**given, **values})


@pytest.mark.parametrize(
    ("saved", "status", "words"),
    [
        (query(), PASS, "asks its log group"),
        (query(log_group_names=["h"]), FAIL, "does not ask log group g"),
        (query(name="x/alert trail-changed"), FAIL, ""),
        (query(query_string=...), UNKNOWN, "known after apply"),
    ],
)
def test_saved_queries(saved: Resource, status: Status, words: str) -> None:
    [found] = judge("saved_query_for_each_detection", FILTER, GROUP, saved, catalogue=DETECTIONS)
    assert found.status is status, found.reason
    assert words in found.reason


def board(*widgets: dict[str, Any], body: Any = None) -> Resource:
    text = json.dumps({"widgets": [{"properties": one} for one in widgets]})
    return resource(
        "aws_cloudwatch_dashboard.d", dashboard_name="x-watch", dashboard_body=body or text
    )


ALARMS = {"alarms": [arn("cloudwatch", "alarm:a")]}


def queue(name: str) -> dict[str, Any]:
    return {"metrics": [["AWS/SQS", "m", "QueueName", name, {"stat": "Sum"}]]}


@pytest.mark.parametrize(
    ("shown", "status", "words"),
    [
        (board(ALARMS, queue("x-q")), {"aws_cloudwatch_dashboard.d": PASS}, "shows 2 things"),
        (board(ALARMS, queue("theirs")), {"aws_cloudwatch_dashboard.d": PASS}, ""),
        (
            board(ALARMS, queue("x-gone")),
            {"aws_cloudwatch_dashboard.d": FAIL},
            "it shows x-gone, which is not in this plan",
        ),
        (
            board({"alarms": [arn("cloudwatch", "alarm:gone")]}),
            {"aws_cloudwatch_dashboard.d": FAIL},
            "alarm:gone, which is not in this plan",
        ),
        (board(), {"aws_cloudwatch_dashboard.d": FAIL, "plan": FAIL}, "it shows nothing"),
        (board(body=...), {"aws_cloudwatch_dashboard.d": UNKNOWN}, "known after apply"),
    ],
)
def test_dashboards(shown: Resource, status: dict[str, Status], words: str) -> None:
    there = (alarm(), resource("aws_sqs_queue.q", name="x-q"))
    found = judge("dashboards_show_the_plan", shown, *there)
    assert statuses(found) == status, found
    assert words in found[0].reason


def test_nothing_to_look_at() -> None:
    assert statuses(judge("dashboards_show_the_plan")) == {"plan": FAIL}
    assert statuses(judge("saved_query_for_each_detection", catalogue=DETECTIONS)) == {"plan": FAIL}


# --- adopted ---


def test_what_is_adopted_is_declared_and_passed_on() -> None:
    said = {"adopted": {"bucket/theirs": ["its policy must let CloudTrail write"]}}
    [found] = judge("adopted_is_declared", outputs=said)
    assert (found.status, found.subject) == (FAIL, "bucket/theirs")
    assert "its policy must let CloudTrail write" in found.fix
    [silent] = judge("adopted_is_declared", adopting=("module.storage",))
    assert (silent.status, silent.subject) == (FAIL, "module.storage")
    assert statuses(judge("adopted_is_declared")) == {"plan": NONE}
