"""Logs that services deliver to buckets: each link there, cut, and open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hinomi.findings import Finding, Status
from hinomi.resource import Resource
from tests.policies.hinomi.test_controls import judge, statuses
from tests.policies.hinomi.world import ACCOUNT, REGION, allow, made_from, resource

PASS, FAIL, UNKNOWN, NONE = Status.PASS, Status.FAIL, Status.UNKNOWN, Status.NOT_APPLICABLE
ME = resource("data.aws_caller_identity.me", account_id=ACCOUNT)
ELB, DELIVERY = "logdelivery.elasticloadbalancing.amazonaws.com", "delivery.logs.amazonaws.com"


def bucket(name: str, *services: str, prefix: str = "") -> tuple[Resource, ...]:
    policy = allow(
        "s3:PutObject", {"Service": list(services)}, Resource=f"arn:aws:s3:::{name}/{prefix}*"
    )
    return (
        resource(f"aws_s3_bucket.{name}", bucket=name),
        resource(f"aws_s3_bucket_policy.{name}", bucket=name, policy=policy),
    )


def one(control: str, subject: str, *resources: Resource, **more: Any) -> Finding:
    found = [each for each in judge(control, ME, *resources, **more) if each.subject == subject]
    assert len(found) == 1, found
    return found[0]


# --- load balancers ---

ON = [{"enabled": True, "bucket": "logs"}]


@pytest.mark.parametrize(
    ("kind", "values", "services", "status", "words"),
    [
        ("aws_lb", {"access_logs": ON, "connection_logs": ON}, (ELB,), PASS, "reaches bucket"),
        ("aws_lb", {"access_logs": ON, "connection_logs": ON}, (DELIVERY,), FAIL, "does not let"),
        ("aws_lb", {"access_logs": ON, "load_balancer_type": "network"}, (DELIVERY,), PASS, ""),
        ("aws_lb", {"access_logs": ON, "load_balancer_type": "network"}, (ELB,), FAIL, DELIVERY),
        ("aws_lb", {"access_logs": []}, (ELB,), FAIL, "access_logs are off"),
        ("aws_lb", {"access_logs": ...}, (ELB,), UNKNOWN, "known after apply"),
        (
            "aws_lb",
            {"access_logs": [{"enabled": True, "bucket": "elsewhere"}]},
            (ELB,),
            UNKNOWN,
            "policy.yaml does not declare it",
        ),
        ("aws_elb", {"access_logs": [{"bucket": "logs"}]}, (ELB,), PASS, ""),
        ("aws_elb", {}, (ELB,), FAIL, "off"),
    ],
)
def test_a_load_balancer(
    kind: str, values: dict[str, Any], services: tuple[str, ...], status: Status, words: str
) -> None:
    found = one(
        "lb_logs_reach_bucket",
        f"{kind}.l",
        resource(f"{kind}.l", **values),
        *bucket("logs", *services),
    )
    assert found.status is status, found.reason
    assert words in found.reason


def test_connection_logs_are_asked_of_application_load_balancers() -> None:
    balancer = resource("aws_lb.l", access_logs=ON)
    found = judge("lb_logs_reach_bucket", ME, balancer, *bucket("logs", ELB))
    assert statuses(found) == {"aws_lb.l": PASS, "aws_lb.l connection_logs": FAIL}


def test_another_prefix_is_not_let_in() -> None:
    balancer = resource("aws_lb.l", access_logs=[{**ON[0], "prefix": "web"}])
    resources = (balancer, *bucket("logs", ELB, prefix="AWSLogs/"))
    found = one("lb_logs_reach_bucket", "aws_lb.l", *resources)
    assert (found.status, found.address) == (FAIL, "aws_s3_bucket.logs")
    assert f"write web/AWSLogs/{ACCOUNT}/elasticloadbalancing/{REGION}/" in found.reason


def test_no_load_balancer_and_no_output() -> None:
    assert statuses(judge("lb_logs_reach_bucket")) == {"plan": FAIL}
    assert statuses(judge("lb_logs_reach_bucket", required=False)) == {"plan": NONE}


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ({"bucket": "logs", "enabled": True}, PASS),
        ({"bucket": "logs", "enabled": True, "prefix": "other"}, FAIL),
        ({"bucket": "", "enabled": True}, FAIL),
    ],
)
def test_what_is_handed_to_load_balancers_elsewhere(
    settings: dict[str, Any], status: Status
) -> None:
    blocks = {"access_logs": settings, "connection_logs": settings}
    resources = bucket("logs", ELB, DELIVERY, prefix="AWSLogs/")
    for outputs, subject in (
        ({"load_balancers": blocks}, "output load_balancers"),
        ({"load_balancers": {REGION: blocks}}, f"output load_balancers[{REGION!r}]"),
    ):
        found = one("lb_logs_reach_bucket", subject, *resources, outputs=outputs)
        assert found.status is status, found.reason


# --- CloudFront ---


def cloudfront(**change: dict[str, Any]) -> list[Resource]:
    given: dict[str, dict[str, Any]] = {
        "source": {
            "name": "site",
            "log_type": "ACCESS_LOGS",
            "resource_arn": f"arn:aws:cloudfront::{ACCOUNT}:distribution/E1",
        },
        "delivery": {
            "delivery_source_name": "site",
            "delivery_destination_arn": made_from("aws_cloudwatch_log_delivery_destination.d"),
        },
        "destination": {
            "name": "d",
            "delivery_destination_configuration": [
                {"destination_resource_arn": "arn:aws:s3:::logs"}
            ],
        },
    }
    kinds = {
        "source": "aws_cloudwatch_log_delivery_source.d",
        "delivery": "aws_cloudwatch_log_delivery.d",
        "destination": "aws_cloudwatch_log_delivery_destination.d",
    }
    region = change.pop("place", {}).get("region", "us-east-1")
    return [
        resource(kinds[name], region=region, **{**values, **change.get(name, {})})
        for name, values in given.items()
        if change.get(name, {}) is not None
    ]


@pytest.mark.parametrize(
    ("change", "services", "status", "words"),
    [
        ({}, (DELIVERY,), PASS, "reaches bucket logs"),
        ({}, (ELB,), FAIL, "does not let delivery.logs.amazonaws.com write AWSLogs/"),
        ({"place": {"region": REGION}}, (DELIVERY,), FAIL, f"in {REGION}"),
        ({"delivery": {"delivery_source_name": "x"}}, (DELIVERY,), FAIL, "no delivery names"),
        (
            {"delivery": {"delivery_destination_arn": None}},
            (DELIVERY,),
            FAIL,
            "delivery_destination_arn is not set",
        ),
        (
            {"delivery": {"delivery_destination_arn": made_from(opaque=("local.x",))}},
            (DELIVERY,),
            UNKNOWN,
            "local.x",
        ),
        ({"source": {"log_type": "OTHER"}}, (DELIVERY,), FAIL, "not ACCESS_LOGS"),
    ],
)
def test_a_distribution_elsewhere(
    change: dict[str, Any], services: tuple[str, ...], status: Status, words: str
) -> None:
    resources = (*cloudfront(**change), *bucket("logs", *services))
    found = one("cloudfront_logs_reach_bucket", "aws_cloudwatch_log_delivery_source.d", *resources)
    assert found.status is status, found.reason
    assert words in found.reason


def test_every_distribution_of_the_plan() -> None:
    named = {"source": {"resource_arn": made_from("aws_cloudfront_distribution.a")}}
    found = judge(
        "cloudfront_logs_reach_bucket",
        ME,
        *cloudfront(**named),
        *bucket("logs", DELIVERY),
        resource("aws_cloudfront_distribution.a", id=...),
        resource("aws_cloudfront_distribution.b", id=..., logging_config=[{"bucket": "l"}]),
        resource("aws_cloudfront_distribution.c", id=...),
    )
    assert statuses(found) == {
        "aws_cloudwatch_log_delivery_source.d": PASS,
        "aws_cloudfront_distribution.b": PASS,
        "aws_cloudfront_distribution.c": FAIL,
    }
    assert statuses(judge("cloudfront_logs_reach_bucket")) == {"plan": FAIL}


# --- S3 ---


def logging(**change: Any) -> Resource:
    values = {"bucket": "data", "target_bucket": "logs", "target_prefix": "s3-access/data/"}
    return resource("aws_s3_bucket_logging.data", **{**values, **change})


S3 = "logging.s3.amazonaws.com"


@pytest.mark.parametrize(
    ("change", "services", "prefix", "status", "words"),
    [
        ({}, (S3,), "s3-access/", PASS, "reaches bucket logs"),
        ({}, (S3,), "other/", FAIL, "does not let"),
        ({}, (DELIVERY,), "", FAIL, "does not let"),
        ({"target_bucket": "data"}, (S3,), "", FAIL, "its own target"),
        ({"target_prefix": made_from(opaque=("local.p",))}, (S3,), "", UNKNOWN, "local.p"),
        ({"target_bucket": "elsewhere"}, (S3,), "", UNKNOWN, "does not declare it"),
    ],
)
def test_a_buckets_access_logs(
    change: dict[str, Any], services: tuple[str, ...], prefix: str, status: Status, words: str
) -> None:
    resources = (
        resource("aws_s3_bucket.data", bucket="data"),
        logging(**change),
        *bucket("logs", *services, prefix=prefix),
    )
    found = one("s3_access_logs_for_each_bucket", "aws_s3_bucket.data", *resources)
    assert found.status is status, found.reason
    assert words in found.reason


def test_a_bucket_without_access_logs_and_the_target_of_the_others() -> None:
    found = judge(
        "s3_access_logs_for_each_bucket",
        resource("aws_s3_bucket.data", bucket="data"),
        resource("aws_s3_bucket.silent", bucket="silent"),
        logging(),
        *bucket("logs", S3),
    )
    assert statuses(found) == {
        "aws_s3_bucket.data": PASS,
        "aws_s3_bucket.silent": FAIL,
        "aws_s3_bucket.logs": NONE,
    }
    assert statuses(judge("s3_access_logs_for_each_bucket")) == {"plan": FAIL}


# --- CloudTrail ---

TRAIL: dict[str, Any] = {"name": "t", "s3_bucket_name": "audit"}
CT = "cloudtrail.amazonaws.com"


@pytest.mark.parametrize(
    ("change", "services", "prefix", "status", "words"),
    [
        ({}, (CT,), f"AWSLogs/{ACCOUNT}/", PASS, ""),
        ({}, (CT,), "AWSLogs/444455556666/", FAIL, "does not let"),
        ({"s3_key_prefix": "trails"}, (CT,), f"AWSLogs/{ACCOUNT}/", FAIL, "trails/AWSLogs"),
        ({"is_organization_trail": True}, (CT,), f"AWSLogs/{ACCOUNT}/", FAIL, "organisation"),
        ({"is_organization_trail": True}, (CT,), "AWSLogs/o-abcdef1234/", PASS, ""),
        ({"s3_bucket_name": "elsewhere"}, (CT,), "", UNKNOWN, "does not declare it"),
        ({"s3_bucket_name": None}, (CT,), "", FAIL, "s3_bucket_name is not set"),
    ],
)
def test_the_trails_bucket(
    change: dict[str, Any], services: tuple[str, ...], prefix: str, status: Status, words: str
) -> None:
    trail = resource("aws_cloudtrail.t", **{**TRAIL, **change})
    resources = (trail, *bucket("audit", *services, prefix=prefix))
    found = one("trail_may_write", "aws_cloudtrail.t", *resources)
    assert found.status is status, found.reason
    assert words in found.reason


def advanced(**arns: list[str]) -> dict[str, Any]:
    fields = [
        {"field": "eventCategory", "equals": ["Data"]},
        {"field": "resources.type", "equals": ["AWS::S3::Object"]},
    ]
    if arns:
        fields.append({"field": "resources.ARN", **arns})
    return {"advanced_event_selector": [{"field_selector": fields}]}


def basic(*values: str) -> dict[str, Any]:
    data = [{"type": "AWS::S3::Object", "values": list(values)}]
    return {"event_selector": [{"data_resource": data}]}


@pytest.mark.parametrize(
    ("selectors", "status"),
    [
        ({}, NONE),
        (advanced(), FAIL),
        (advanced(not_starts_with=["arn:aws:s3:::audit/"]), PASS),
        (advanced(not_starts_with=["arn:aws:s3:::other/"]), FAIL),
        (advanced(starts_with=["arn:aws:s3:::data/"]), PASS),
        (advanced(starts_with=["arn:aws:s3:::"]), FAIL),
        (basic("arn:aws:s3"), FAIL),
        (basic("arn:aws:s3:::data/"), PASS),
    ],
)
def test_data_events_leave_out_the_trails_own_bucket(
    selectors: dict[str, Any], status: Status
) -> None:
    trail = resource("aws_cloudtrail.t", **TRAIL, **selectors)
    found = judge("trail_data_events_leave_out_logs", trail, *bucket("audit", CT))
    assert [each.status for each in found] == [status], found


def test_no_trail() -> None:
    assert statuses(judge("trail_may_write")) == {"plan": FAIL}


def test_a_bucket_of_the_log_archive_account_logs_for_that_account() -> None:
    """Its provider says whose it is; the plan's own account is another one."""
    mine = {"StringEquals": {"aws:SourceAccount": "444455556666"}}
    policy = allow("s3:PutObject", {"Service": S3}, Condition=mine)
    target = resource("aws_s3_bucket_policy.logs", bucket="logs", policy=policy)
    buckets = (resource(f"aws_s3_bucket.{name}", bucket=name) for name in ("data", "logs"))
    there = (*buckets, target)
    archive = replace(logging(), account="444455556666")
    assert (
        one("s3_access_logs_for_each_bucket", "aws_s3_bucket.data", archive, *there).status is PASS
    )
    here = logging()
    assert one("s3_access_logs_for_each_bucket", "aws_s3_bucket.data", here, *there).status is FAIL


def test_a_bucket_that_is_made_for_the_access_logs_of_others_needs_none() -> None:
    found = judge("s3_access_logs_for_each_bucket", *bucket("waiting", S3))
    assert statuses(found) == {"aws_s3_bucket.waiting": NONE}
