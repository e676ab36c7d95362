"""Policies are answered yes, no or unsure; unsure is never taken for yes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hinomi.iam import NOT_SENT, Answer, Request, arn_like, glob
from hinomi.policy_documents import from_blocks, parse, read
from hinomi.resource import Absent, Known, Unknown
from tests.policies.hinomi.world import made_from, resource

YES, NO, UNSURE = Answer.YES, Answer.NO, Answer.UNSURE
CLOUDWATCH = "cloudwatch.amazonaws.com"
TOPIC = ("arn", "aws", "sns", "ap-northeast-1", "111122223333", "alarms")
ALARM = ("arn", "aws", "cloudwatch", "ap-northeast-1", "111122223333", "alarm:root")
PUBLISH = Request(
    "sns:Publish",
    CLOUDWATCH,
    resource=TOPIC,
    context={
        "aws:sourceaccount": "111122223333",
        "aws:sourcearn": ALARM,
        "aws:securetransport": "true",
        "kms:calleraccount": NOT_SENT,
    },
)


def statement(**changes: Any) -> dict[str, Any]:
    base = {
        "Effect": "Allow",
        "Principal": {"Service": CLOUDWATCH},
        "Action": "sns:Publish",
        "Resource": "arn:aws:sns:ap-northeast-1:111122223333:alarms",
    }
    return {name: value for name, value in (base | changes).items() if value is not None}


def answer(*statements: dict[str, Any], request: Request = PUBLISH) -> Answer:
    return parse(json.dumps({"Statement": list(statements)})).answer(request)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, YES),
        ({"Principal": "*"}, YES),
        ({"Principal": {"AWS": "*"}}, YES),
        ({"Principal": {"Service": ["events.amazonaws.com", CLOUDWATCH]}}, YES),
        ({"Principal": {"Service": "events.amazonaws.com"}}, NO),
        ({"Principal": {"AWS": "arn:aws:iam::111122223333:root"}}, NO),
        ({"Principal": None}, NO),
        ({"Principal": None, "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}}, UNSURE),
        ({"Action": ["SNS:publish"]}, YES),
        ({"Action": "sns:*"}, YES),
        ({"Action": "sns:Pub?ish"}, YES),
        ({"Action": "sns:Subscribe"}, NO),
        ({"Action": None, "NotAction": "sns:Subscribe"}, YES),
        ({"Action": None, "NotAction": "sns:*"}, NO),
        ({"Resource": "*"}, YES),
        ({"Resource": "arn:aws:sns:*:111122223333:*"}, YES),
        ({"Resource": "arn:aws:sns:ap-northeast-1:111122223333:other"}, NO),
        ({"Resource": None, "NotResource": "arn:aws:sns:ap-northeast-1:111122223333:other"}, YES),
    ],
)
def test_principals_actions_and_resources(changes: dict[str, Any], expected: Answer) -> None:
    assert answer(statement(**changes)) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": {"aws:SourceAccount": "111122223333"}}, YES),
        ({"StringEquals": {"AWS:SourceAccount": ["444455556666", "111122223333"]}}, YES),
        ({"StringEquals": {"aws:SourceAccount": "444455556666"}}, NO),
        ({"StringNotEquals": {"aws:SourceAccount": "444455556666"}}, YES),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:cloudwatch:*:111122223333:alarm:*"}}, YES),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:cloudwatch:*:111122223333:alarm:other"}}, NO),
        ({"StringLike": {"aws:SourceArn": "arn:aws:cloudwatch:*"}}, YES),
        ({"Bool": {"aws:SecureTransport": "false"}}, NO),
        ({"StringEquals": {"kms:CallerAccount": "111122223333"}}, NO),
        ({"StringEqualsIfExists": {"kms:CallerAccount": "111122223333"}}, YES),
        ({"StringEquals": {"aws:PrincipalTag/team": "a"}}, UNSURE),
        ({"ForAnyValue:StringEquals": {"aws:SourceAccount": "111122223333"}}, UNSURE),
        ({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, UNSURE),
    ],
)
def test_conditions(condition: dict[str, Any], expected: Answer) -> None:
    assert answer(statement(Condition=condition)) is expected


def test_a_deny_wins_where_it_matches() -> None:
    everything = statement(Effect="Deny", Principal="*", Resource="*")
    assert answer(statement(), everything) is NO
    not_tls = {**everything, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    assert answer(statement(), not_tls) is YES
    perhaps = {**everything, "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}
    assert answer(statement(), perhaps) is UNSURE


def test_a_part_that_is_not_known_is_unsure_not_equal() -> None:
    somewhere = Request("sns:Publish", CLOUDWATCH, resource=(*TOPIC[:4], None, "alarms"))
    assert answer(statement(), request=somewhere) is UNSURE
    assert answer(statement(Resource="arn:aws:sns:*:*:alarms"), request=somewhere) is YES


@pytest.mark.parametrize("text", ["", "not JSON", "[]", "{}", '"text"', "null"])
def test_what_is_no_policy_is_unsure(text: str) -> None:
    assert parse(text).answer(PUBLISH) is UNSURE


def test_identity_policies_have_no_principal() -> None:
    own = Request("sns:Publish", resource=TOPIC)
    assert answer(statement(Principal=None), request=own) is YES


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("arn:aws:iam::111122223333:role/path/notifier", YES),
        ("arn:aws:iam::111122223333:role/other-notifier", NO),
        ("arn:aws:iam::111122223333:root", NO),
        ("*", YES),
    ],
)
def test_roles_are_named(principal: str, expected: Answer) -> None:
    asked = Request("sns:Publish", role="notifier", resource=TOPIC)
    assert answer(statement(Principal={"AWS": principal}), request=asked) is expected


def document(**changes: Any) -> Any:
    block = {
        "effect": None,
        "actions": ["sns:Publish"],
        "resources": ["*"],
        "principals": [{"type": "Service", "identifiers": [CLOUDWATCH]}],
        "condition": [],
    }
    return resource("data.aws_iam_policy_document.p", statement=[block | changes])


def test_a_document_in_blocks_reads_as_its_json_would() -> None:
    assert from_blocks(document()).answer(PUBLISH) is YES
    denied = from_blocks(document(effect="Deny"))
    assert denied.answer(PUBLISH) is NO
    condition = [
        {"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["444455556666"]}
    ]
    assert from_blocks(document(condition=condition)).answer(PUBLISH) is NO


def test_an_unknown_policy_is_read_from_the_document_it_is_made_from() -> None:
    found = read(
        Unknown(made_from("data.aws_iam_policy_document.p")),
        {"data.aws_iam_policy_document.p": document()},
    )
    assert found is not None
    assert found.answer(PUBLISH) is YES


def test_a_policy_from_nowhere_is_unsure_and_none_is_none() -> None:
    unknown = read(Unknown(made_from(opaque=("local.policy",))), {})
    assert unknown is not None
    assert unknown.answer(PUBLISH) is UNSURE
    assert "local.policy" in unknown.gap
    assert read(Absent(), {}) is None
    known = read(Known(json.dumps({"Statement": statement()})), {})
    assert known is not None
    assert known.answer(PUBLISH) is YES


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("a*c", "abc", True),
        ("a?c", "abc", True),
        ("a?c", "abbc", False),
        ("a.c", "abc", False),
        ("[ab]", "a", False),
        ("*", "", True),
        ("a*", "a\nb", True),
    ],
)
def test_wildcards_are_those_of_iam(pattern: str, text: str, *, matches: bool) -> None:
    assert glob(pattern, text) is matches


def test_arns_are_compared_part_by_part() -> None:
    assert arn_like("arn:aws:sns:*:*:alarms", TOPIC) is YES
    assert arn_like("arn:aws:sqs:*", TOPIC) is NO
    assert arn_like("arn:aws:sns*", TOPIC) is YES
