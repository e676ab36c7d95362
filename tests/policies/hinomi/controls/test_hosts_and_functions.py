"""The CloudWatch agent, functions and applications: what writes logs, and where to."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hinomi.findings import Status
from hinomi.resource import Resource
from tests.policies.hinomi.test_controls import judge, statuses
from tests.policies.hinomi.world import ACCOUNT, allow, arn, made_from, resource

PASS, FAIL, UNKNOWN, NONE = Status.PASS, Status.FAIL, Status.UNKNOWN, Status.NOT_APPLICABLE

FILES = {"files": {"collect_list": [{"file_path": "/var/log/secure", "log_group_name": "/auth"}]}}
CONFIGURATION = {"logs": {"logs_collected": FILES}}
GROUP = resource("aws_cloudwatch_log_group.auth", name="/auth")


def parameter(value: Any = None) -> Resource:
    text = json.dumps(CONFIGURATION) if value is None else value
    return resource("aws_ssm_parameter.a", name="AmazonCloudWatch-a", value=text)


def step(document: str, **parameters: str) -> dict[str, Any]:
    inputs = {"documentPath": document, "documentParameters": parameters}
    return {"action": "aws:runDocument", "inputs": inputs}


INSTALL = step("AWS-ConfigureAWSPackage", action="Install", name="AmazonCloudWatchAgent")
CONFIGURE = step("AmazonCloudWatch-ManageAgent", optionalConfigurationLocation="AmazonCloudWatch-a")
TARGETS = [{"key": "tag:logs", "values": ["linux"]}]


def by_document(*steps: dict[str, Any], targets: Any = TARGETS) -> tuple[Resource, ...]:
    return (
        resource("aws_ssm_document.a", name="a", content=json.dumps({"mainSteps": list(steps)})),
        resource("aws_ssm_association.a", name=made_from("aws_ssm_document.a"), targets=targets),
    )


@pytest.mark.parametrize(
    ("resources", "status", "words"),
    [
        ((parameter(), GROUP, *by_document(INSTALL, CONFIGURE)), PASS, "reaches log group /auth"),
        ((parameter(), GROUP, *by_document(CONFIGURE, INSTALL)), FAIL, "does not install it first"),
        ((parameter(), GROUP, *by_document(CONFIGURE)), FAIL, "does not install it first"),
        ((parameter(), GROUP, *by_document(INSTALL)), FAIL, "no association configures the agent"),
        ((parameter(), GROUP), FAIL, "no association configures the agent"),
        ((parameter(), *by_document(INSTALL, CONFIGURE)), FAIL, "not in this plan"),
        (
            (parameter(), GROUP, *by_document(INSTALL, CONFIGURE, targets=[])),
            FAIL,
            "it has no targets",
        ),
        (
            (parameter("{"), GROUP, *by_document(INSTALL, CONFIGURE)),
            FAIL,
            "no configuration of the agent",
        ),
        ((parameter(...), GROUP, *by_document(INSTALL, CONFIGURE)), UNKNOWN, "known after apply"),
        (
            (
                parameter(json.dumps({**CONFIGURATION, "agent": {"x": "y" * 8200}})),
                GROUP,
                *by_document(INSTALL, CONFIGURE),
            ),
            FAIL,
            "Parameter Store takes 8192",
        ),
    ],
)
def test_the_agent(resources: tuple[Resource, ...], status: Status, words: str) -> None:
    [found] = judge("agent_configured", *resources)
    assert (found.status, found.subject) == (status, "aws_ssm_parameter.a")
    assert words in found.reason


@pytest.mark.parametrize(
    ("targets", "waits", "status", "words"),
    [
        (TARGETS, True, PASS, "reaches log group"),
        (TARGETS, False, FAIL, "does not wait for it"),
        ([{"key": "tag:logs", "values": ["windows"]}], True, FAIL, "other targets"),
    ],
)
def test_two_associations_are_on_the_same_targets_and_in_order(
    targets: Any, waits: bool, status: Status, words: str
) -> None:
    more = {"depends_on": made_from("aws_ssm_association.install")} if waits else {}
    [found] = judge(
        "agent_configured",
        parameter(),
        GROUP,
        resource("aws_ssm_association.install", name="AWS-ConfigureAWSPackage", targets=targets),
        resource(
            "aws_ssm_association.configure",
            name="AmazonCloudWatch-ManageAgent",
            targets=TARGETS,
            parameters={"optionalConfigurationLocation": "AmazonCloudWatch-a"},
            **more,
        ),
    )
    assert found.status is status, found.reason
    assert words in found.reason


def test_no_agent() -> None:
    assert statuses(judge("agent_configured")) == {"plan": FAIL}
    assert statuses(judge("agent_configured", required=False)) == {"plan": NONE}


KEPT = {"retention_in_days": 365, "kms_key_id": "key"}


@pytest.mark.parametrize(
    ("function", "group", "status", "words"),
    [
        ({}, {"name": "/aws/lambda/f", **KEPT}, PASS, "reaches log group"),
        ({}, {"name": "/aws/lambda/g", **KEPT}, FAIL, "Lambda makes it without retention"),
        ({}, {"name": "/aws/lambda/f", "kms_key_id": "key"}, FAIL, "keeps events for ever"),
        ({}, {"name": "/aws/lambda/f", "retention_in_days": 30}, FAIL, "no customer key"),
        ({"logging_config": [{"log_group": "/own"}]}, {"name": "/own", **KEPT}, PASS, ""),
        ({"function_name": ...}, {"name": "/aws/lambda/f", **KEPT}, UNKNOWN, ""),
    ],
)
def test_a_functions_log_group(
    function: dict[str, Any], group: dict[str, Any], status: Status, words: str
) -> None:
    made = resource("aws_lambda_function.f", **{"function_name": "f", **function})
    [found] = judge("function_log_groups", made, resource("aws_cloudwatch_log_group.g", **group))
    assert found.status is status, found.reason
    assert words in found.reason


STREAMS = arn("logs", "log-group:/app:log-stream:*")


@pytest.mark.parametrize(
    ("policy", "status", "words"),
    [
        (allow("logs:PutLogEvents", "*", Resource=STREAMS), PASS, ""),
        (allow("logs:PutLogEvents", "*", Resource="*"), FAIL, "every log group"),
        (
            allow("logs:PutLogEvents", "*", Resource=f"arn:aws:logs:*:{ACCOUNT}:log-group:*"),
            FAIL,
            "every log group",
        ),
        (allow("logs:*", "*", Resource=STREAMS), FAIL, "it allows logs:*"),
    ],
)
def test_a_writers_policy(policy: str, status: Status, words: str) -> None:
    [found] = judge("log_writers_limited", resource("aws_iam_policy.p", name="p", policy=policy))
    assert found.status is status, found.reason
    assert words in found.reason


def test_policies_that_write_no_logs_are_not_writers() -> None:
    other = resource("aws_iam_policy.p", name="p", policy=allow("s3:GetObject", "*"))
    assert statuses(judge("log_writers_limited", other)) == {"plan": FAIL}
    assert statuses(judge("function_log_groups")) == {"plan": FAIL}
