"""Controls on small worlds: what is missing, what is perhaps there, what is not asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hinomi.catalogue import Catalogue
from hinomi.controls import REGISTER, trail
from hinomi.controls.control import Asked
from hinomi.errors import JudgementError
from hinomi.findings import Finding, Status
from hinomi.resource import Resource
from tests.policies.hinomi.world import arn, made_from, resource, world

PASS, FAIL, UNKNOWN, NONE = Status.PASS, Status.FAIL, Status.UNKNOWN, Status.NOT_APPLICABLE


def judge(
    control: str, *resources: Resource, required: bool = True, **options: Any
) -> list[Finding]:
    chosen = REGISTER[control]
    vpcs = options.pop("vpcs", ())
    held = {name: options.pop(name) for name in ("outputs", "adopting") if name in options}
    asked = Asked(
        name=control,
        title=chosen.title,
        severity=chosen.severity,
        evidence=replace(world(*resources), **held),
        catalogue=options.pop("catalogue", Catalogue([])),
        required=required,
        options={**chosen.options, **options},
        vpcs=vpcs,
    )
    return list(chosen.judge(asked))


def statuses(found: list[Finding]) -> dict[str, Status]:
    return {one.subject: one.status for one in found}


TRAIL_CONTROLS = list(trail.CHECKS)
WHOLE: dict[str, Any] = {
    "name": "t",
    "is_multi_region_trail": True,
    "enable_log_file_validation": True,
    "kms_key_id": made_from("aws_kms_key.k"),
    "s3_bucket_name": "audit",
    "cloud_watch_logs_group_arn": arn("logs", "log-group:t:*"),
    "cloud_watch_logs_role_arn": "arn:aws:iam::111122223333:role/t",
}


@pytest.mark.parametrize("control", TRAIL_CONTROLS)
def test_a_plan_without_a_trail(control: str) -> None:
    assert statuses(judge(control)) == {"plan": FAIL}
    assert statuses(judge(control, required=False)) == {"plan": NONE}


@pytest.mark.parametrize("control", TRAIL_CONTROLS)
def test_a_whole_trail_passes(control: str) -> None:
    assert statuses(judge(control, resource("aws_cloudtrail.t", **WHOLE))) == {
        "aws_cloudtrail.t": PASS
    }


@pytest.mark.parametrize(
    ("control", "change", "status"),
    [
        ("trail_present_logging", {"enable_logging": False}, FAIL),
        ("trail_present_logging", {"enable_logging": ...}, UNKNOWN),
        (
            "trail_present_logging",
            {"event_selector": [{"read_write_type": "WriteOnly"}]},
            FAIL,
        ),
        ("trail_multi_region", {"is_multi_region_trail": None}, FAIL),
        ("trail_log_validation", {"enable_log_file_validation": None}, FAIL),
        ("trail_kms", {"kms_key_id": None}, FAIL),
        ("trail_kms", {"kms_key_id": ""}, FAIL),
        ("trail_kms", {"kms_key_id": made_from(opaque=("local.key",))}, UNKNOWN),
        ("trail_to_cloudwatch_logs", {"cloud_watch_logs_group_arn": None}, FAIL),
        ("trail_to_cloudwatch_logs", {"cloud_watch_logs_role_arn": None}, FAIL),
        (
            "trail_to_cloudwatch_logs",
            {"cloud_watch_logs_group_arn": made_from(opaque=("local.group",))},
            UNKNOWN,
        ),
        ("trail_bucket", {"s3_bucket_name": None}, FAIL),
    ],
)
def test_a_trail_with_one_thing_wrong(control: str, change: dict[str, Any], status: Status) -> None:
    [found] = judge(control, resource("aws_cloudtrail.t", **WHOLE | change))
    assert found.status is status, found.reason


def test_a_bucket_of_the_plan_needs_a_policy() -> None:
    trail, bucket = (
        resource("aws_cloudtrail.t", **WHOLE),
        resource("aws_s3_bucket.b", bucket="audit"),
    )
    assert [one.status for one in judge("trail_bucket", trail, bucket)] == [FAIL]
    policy = resource("aws_s3_bucket_policy.b", bucket=made_from("aws_s3_bucket.b"))
    assert [one.status for one in judge("trail_bucket", trail, bucket, policy)] == [PASS]


def test_of_two_trails_the_one_that_stands_more_is_judged() -> None:
    data = resource(
        "aws_cloudtrail.data",
        name="data",
        event_selector=[{"include_management_events": False, "data_resource": [{}]}],
    )
    found = judge("trail_multi_region", data, resource("aws_cloudtrail.t", **WHOLE))
    assert statuses(found) == {"aws_cloudtrail.t": PASS}


FLOW = {"traffic_type": "ALL", "log_destination": "arn:aws:s3:::logs"}


@pytest.mark.parametrize(
    ("log", "status"),
    [
        ({"vpc_id": made_from("aws_vpc.a")}, PASS),
        ({"vpc_id": made_from("aws_vpc.b")}, FAIL),
        ({"vpc_id": made_from(opaque=("local.vpc",))}, UNKNOWN),
        ({"vpc_id": None, "subnet_id": "subnet-1"}, FAIL),
        ({"vpc_id": made_from("aws_vpc.a"), "traffic_type": "REJECT"}, FAIL),
        ({"vpc_id": made_from("aws_vpc.a"), "log_destination": None}, FAIL),
        (
            {"vpc_id": made_from("aws_vpc.a"), "log_destination": made_from(opaque=("local.d",))},
            UNKNOWN,
        ),
        ({"vpc_id": made_from("aws_vpc.a"), "log_destination": made_from("aws_s3_bucket.b")}, PASS),
        (
            {"vpc_id": made_from("aws_vpc.a"), "log_destination": None, "log_group_name": "flows"},
            FAIL,  # a log group of the plan, and no role to write to it
        ),
    ],
)
def test_flow_logs(log: dict[str, Any], status: Status) -> None:
    found = judge(
        "vpc_flow_logs_for_each_vpc",
        resource("aws_vpc.a", id=...),
        resource("aws_vpc.b", id=...),
        resource("aws_cloudwatch_log_group.flows", name="flows"),
        resource("aws_s3_bucket.b", bucket=...),
        resource("aws_flow_log.a", **FLOW | log),
    )
    assert statuses(found)["aws_vpc.a"] is status


def test_a_vpc_of_the_account_is_named_in_the_policy() -> None:
    log = resource("aws_flow_log.a", vpc_id="vpc-0a", **FLOW)
    found = judge("vpc_flow_logs_for_each_vpc", log, vpcs=("vpc-0a", "vpc-0b"))
    assert statuses(found) == {"vpc-0a": PASS, "vpc-0b": FAIL}


def test_no_vpc_at_all() -> None:
    assert statuses(judge("vpc_flow_logs_for_each_vpc")) == {"plan": FAIL}
    assert statuses(judge("vpc_flow_logs_for_each_vpc", required=False)) == {"plan": NONE}


@pytest.mark.parametrize(
    ("retention", "status"),
    [(None, PASS), (0, PASS), (365, PASS), (3653, PASS), (90, FAIL), (..., UNKNOWN)],
)
def test_retention(retention: Any, status: Status) -> None:
    group = resource("aws_cloudwatch_log_group.g", name="g", retention_in_days=retention)
    assert [one.status for one in judge("log_group_retention_365", group)] == [status]


@pytest.mark.parametrize(
    ("kind", "values", "status"),
    [
        ("aws_lb", {"access_logs": [{"enabled": True, "bucket": "b"}]}, PASS),
        ("aws_lb", {"access_logs": [{"enabled": False, "bucket": "b"}]}, FAIL),
        ("aws_lb", {"access_logs": [{"bucket": "b"}]}, FAIL),
        ("aws_lb", {"access_logs": [{"enabled": True, "bucket": ""}]}, FAIL),
        ("aws_lb", {"access_logs": []}, FAIL),
        ("aws_lb", {"access_logs": ...}, UNKNOWN),
        ("aws_lb", {"load_balancer_type": "gateway"}, PASS),
        ("aws_elb", {"access_logs": [{"bucket": "b"}]}, PASS),
        ("aws_elb", {}, FAIL),
    ],
)
def test_load_balancers(kind: str, values: dict[str, Any], status: Status) -> None:
    found = judge("lb_access_logs_for_each_lb", resource(f"{kind}.l", **values))
    assert [one.status for one in found] == [status]


def topic(name: str, **values: Any) -> Resource:
    return resource(f"aws_sns_topic.{name}", **{"name": name, "arn": ...} | values)


def alarm(actions: Any) -> Resource:
    return resource("aws_cloudwatch_metric_alarm.a", alarm_name="a", alarm_actions=actions)


def mail(name: str) -> Resource:
    return resource(
        f"aws_sns_topic_subscription.{name}",
        topic_arn=made_from(f"aws_sns_topic.{name}"),
        protocol="email",
        endpoint="soc@example.com",
    )


SUBSCRIBED = "alarm_topic_has_subscription"
THROUGH_A_LOCAL = made_from(opaque=("local.topics",))


def test_only_topics_that_alarms_use_are_judged() -> None:
    found = judge(SUBSCRIBED, topic("used"), topic("idle"), alarm([arn("sns", "used")]))
    assert statuses(found) == {"aws_sns_topic.used": FAIL}


def test_topics_that_an_alarm_perhaps_uses_are_open_unless_all_of_them_fail() -> None:
    both = (topic("a"), topic("b"), alarm(THROUGH_A_LOCAL))
    assert statuses(judge(SUBSCRIBED, *both, mail("a"))) == {
        "aws_sns_topic.a": PASS,
        "aws_sns_topic.b": UNKNOWN,
    }
    assert set(statuses(judge(SUBSCRIBED, *both)).values()) == {FAIL}


def test_a_topic_of_another_plan() -> None:
    elsewhere = alarm([arn("sns", "elsewhere")])
    assert [one.status for one in judge(SUBSCRIBED, elsewhere)] == [UNKNOWN]
    assert [one.status for one in judge(SUBSCRIBED, elsewhere, required=False)] == [NONE]


def test_no_alarm_and_alarms_without_a_topic() -> None:
    assert [one.reason for one in judge(SUBSCRIBED)] == ["the plan has no alarm"]
    assert [one.reason for one in judge(SUBSCRIBED, alarm([]))] == [
        "the plan has no alarm with a topic"
    ]


def test_any_subscription_is_enough_where_the_profile_says_so() -> None:
    queue = resource(
        "aws_sns_topic_subscription.q", topic_arn=arn("sns", "a"), protocol="sqs", endpoint="q"
    )
    resources = (topic("a"), alarm([arn("sns", "a")]), queue)
    assert statuses(judge(SUBSCRIBED, *resources)) == {"aws_sns_topic.a": FAIL}
    assert statuses(judge(SUBSCRIBED, *resources, subscriber="any")) == {"aws_sns_topic.a": PASS}


def test_a_detection_that_the_catalogue_does_not_have_cannot_be_judged() -> None:
    with pytest.raises(JudgementError, match="the catalogue has no detection for"):
        judge("detection_chain", detections={"security_hub": "CloudWatch.99"})
