"""What is kept: the archive, and log groups with their filters."""

from __future__ import annotations

from typing import Any

import pytest

from hinomi.findings import Status
from hinomi.resource import Resource
from tests.policies.hinomi.test_controls import judge, statuses
from tests.policies.hinomi.world import allow, arn, made_from, resource

PASS, FAIL, UNKNOWN, NONE = Status.PASS, Status.FAIL, Status.UNKNOWN, Status.NOT_APPLICABLE
TRAIL = resource("aws_cloudtrail.t", name="t", s3_bucket_name="audit")
AUDIT = resource("aws_s3_bucket.audit", bucket="audit")


def part(kind: str, **values: Any) -> Resource:
    return resource(f"aws_s3_bucket_{kind}.audit", **{"bucket": "audit", **values})


def rule(days: Any, **more: Any) -> dict[str, Any]:
    return {"status": "Enabled", "expiration": [{"days": days}], **more}


def sse(**values: Any) -> Resource:
    settings = [{"apply_server_side_encryption_by_default": [values]}]
    return part("server_side_encryption_configuration", rule=settings)


def lock(mode: Any) -> Resource:
    return part("object_lock_configuration", rule=[{"default_retention": [{"mode": mode}]}])


@pytest.mark.parametrize(
    ("control", "resources", "options", "status"),
    [
        ("archive_kept", (), {}, PASS),
        ("archive_kept", (part("lifecycle_configuration", rule=[rule(400)]),), {}, PASS),
        ("archive_kept", (part("lifecycle_configuration", rule=[rule(90)]),), {}, FAIL),
        ("archive_kept", (part("lifecycle_configuration", rule=[rule(400)]),), {"days": 730}, FAIL),
        ("archive_kept", (part("lifecycle_configuration", rule=...),), {}, UNKNOWN),
        (
            "archive_kept",
            (
                part(
                    "lifecycle_configuration",
                    rule=[rule(400), rule(30, filter=[{"prefix": "quarantine/"}])],
                ),
            ),
            {},
            PASS,
        ),
        (
            "archive_kept",
            (part("lifecycle_configuration", rule=[rule(30, filter=[{"prefix": "AWSLogs/"}])]),),
            {},
            FAIL,
        ),
        ("archive_versioned", (), {}, FAIL),
        (
            "archive_versioned",
            (part("versioning", versioning_configuration=[{"status": "Enabled"}]),),
            {},
            PASS,
        ),
        (
            "archive_versioned",
            (part("versioning", versioning_configuration=[{"status": "Suspended"}]),),
            {},
            FAIL,
        ),
        ("archive_versioned", (part("versioning", versioning_configuration=...),), {}, UNKNOWN),
        ("archive_encrypted", (), {}, FAIL),
        ("archive_encrypted", (sse(sse_algorithm="AES256"),), {}, FAIL),
        ("archive_encrypted", (sse(sse_algorithm="aws:kms"),), {}, FAIL),
        ("archive_encrypted", (sse(sse_algorithm="aws:kms", kms_master_key_id="k"),), {}, PASS),
        (
            "archive_encrypted",
            (part("server_side_encryption_configuration", rule=...),),
            {},
            UNKNOWN,
        ),
        ("archive_locked", (), {}, PASS),
        ("archive_locked", (), {"mode": "governance"}, FAIL),
        ("archive_locked", (lock("GOVERNANCE"),), {"mode": "governance"}, PASS),
        ("archive_locked", (lock("COMPLIANCE"),), {"mode": "governance"}, PASS),
        ("archive_locked", (lock("GOVERNANCE"),), {"mode": "compliance"}, FAIL),
        (
            "archive_locked",
            (part("object_lock_configuration", rule=...),),
            {"mode": "governance"},
            UNKNOWN,
        ),
    ],
)
def test_the_archive(
    control: str, resources: tuple[Resource, ...], options: dict[str, Any], status: Status
) -> None:
    found = judge(control, TRAIL, AUDIT, *resources, **options)
    assert statuses(found) == {"aws_s3_bucket.audit": status}, found


@pytest.mark.parametrize(
    "control", ["archive_kept", "archive_versioned", "archive_encrypted", "archive_locked"]
)
def test_no_archive(control: str) -> None:
    assert statuses(judge(control, AUDIT)) == {"plan": FAIL}


def test_flow_logs_archive_too() -> None:
    log = resource("aws_flow_log.f", log_destination="arn:aws:s3:::audit/flows")
    assert statuses(judge("archive_versioned", log, AUDIT)) == {"aws_s3_bucket.audit": FAIL}


# --- log groups ---


def filters(count: int, pattern: str, kind: str = "metric") -> tuple[Resource, ...]:
    name = "pattern" if kind == "metric" else "filter_pattern"
    return tuple(
        resource(
            f'aws_cloudwatch_log_{kind}_filter.f["{number}"]',
            name=f"f{number}",
            log_group_name="g",
            **{name: pattern},
        )
        for number in range(count)
    )


REGEX = "{ $.eventName = %^Delete% }"
PLAIN = '{ $.eventName = "DeleteTrail" }'


@pytest.mark.parametrize(
    ("resources", "log_class", "status", "words"),
    [
        ((), "INFREQUENT_ACCESS", PASS, "no filter"),
        (filters(1, PLAIN), "STANDARD", PASS, ""),
        (filters(1, PLAIN), "INFREQUENT_ACCESS", FAIL, "takes no filters"),
        (filters(100, PLAIN), "STANDARD", PASS, ""),
        (filters(101, PLAIN), "STANDARD", FAIL, "101 metric filters: a log group takes 100"),
        (filters(5, REGEX), "STANDARD", PASS, "5 with a regex"),
        (filters(6, REGEX), "STANDARD", FAIL, "6 filters with a regular expression"),
        (filters(2, "", "subscription"), "STANDARD", PASS, ""),
        (filters(3, "", "subscription"), "STANDARD", FAIL, "3 subscription filters"),
    ],
)
def test_a_log_groups_filters(
    resources: tuple[Resource, ...], log_class: str, status: Status, words: str
) -> None:
    group = resource("aws_cloudwatch_log_group.g", name="g", log_group_class=log_class)
    [found] = judge("log_group_takes_its_filters", group, *resources)
    assert (found.subject, found.status) == ("aws_cloudwatch_log_group.g", status), found.reason
    assert words in found.reason


def test_filters_on_a_log_group_of_another_plan_have_the_same_limits() -> None:
    found = judge("log_group_takes_its_filters", *filters(6, REGEX))
    assert statuses(found) == {"g": FAIL}
    assert statuses(judge("log_group_takes_its_filters")) == {"plan": FAIL}


def test_a_log_group_by_reference() -> None:
    group = resource("aws_cloudwatch_log_group.g", name=..., log_group_class="INFREQUENT_ACCESS")
    on_it = resource(
        "aws_cloudwatch_log_metric_filter.f",
        name="f",
        pattern=PLAIN,
        log_group_name=made_from("aws_cloudwatch_log_group.g"),
    )
    [found] = judge("log_group_takes_its_filters", group, on_it)
    assert found.status is FAIL


FLOW = {"log_destination": arn("logs", "log-group:g")}
WRITER = allow("logs:PutLogEvents", "*", Resource=arn("logs", "log-group:g:log-stream:*"))


@pytest.mark.parametrize(
    ("writer", "status"),
    [
        (
            resource("aws_cloudtrail.t", cloud_watch_logs_group_arn=arn("logs", "log-group:g:*")),
            PASS,
        ),
        (resource("aws_flow_log.f", **FLOW), PASS),
        (resource("aws_flow_log.f", log_destination=arn("logs", "log-group:other")), FAIL),
        (resource("aws_iam_policy.p", name="p", policy=WRITER), PASS),
        (resource("aws_iam_policy.p", name="p", policy=WRITER.replace(":g:", ":h:")), FAIL),
        (
            resource(
                "aws_lambda_function.f", function_name="f", logging_config=[{"log_group": "g"}]
            ),
            PASS,
        ),
        (resource("aws_lambda_function.f", function_name="f"), FAIL),
    ],
)
def test_something_writes_to_a_log_group(writer: Resource, status: Status) -> None:
    group = resource("aws_cloudwatch_log_group.g", name="g")
    found = judge("log_groups_are_written", group, writer)
    assert statuses(found) == {"aws_cloudwatch_log_group.g": status}
    assert statuses(judge("log_groups_are_written")) == {"plan": NONE}
