"""The evaluator itself: AWS's rules, and that it raises on whatever it does not know."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.permissions.iam import NotUnderstoodError, Policies, Principal, Request, decide, parse

HERE, THERE = "111122223333", "444455556666"
BUCKET = "arn:aws:s3:::logs"
KEY = f"arn:aws:kms:eu-west-1:{HERE}:key/1"
ROOT = {"AWS": f"arn:aws:iam::{HERE}:root"}


def statement(**elements: Any) -> dict[str, Any]:
    return {"Sid": "S", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"} | elements


def read(*statements: dict[str, Any]) -> Any:
    return parse(json.dumps({"Version": "2012-10-17", "Statement": list(statements)}), "test")


def role(*own: dict[str, Any], account: str = HERE) -> Principal:
    return Principal(role=f"arn:aws:iam::{account}:role/reader", own=read(*own) if own else ())


def ask(
    principal: Principal,
    attached: list[dict[str, Any]] | None,
    action: str = "s3:GetObject",
    resource: str = f"{BUCKET}/a/b",
    **context: str,
) -> bool:
    policies = Policies(HERE, read(*attached) if attached else None)
    sent = {key.replace("__", ":"): value for key, value in context.items()}
    return decide(Request(principal, action, resource, sent), policies).allowed


SERVICE = Principal(service="logs.amazonaws.com")
TO_SERVICE = statement(Principal={"Service": "logs.amazonaws.com"})


@pytest.mark.parametrize(
    ("principal", "attached", "allowed"),
    [
        # nobody has said anything
        (SERVICE, [], False),
        (role(), [], False),
        # a service: the resource's policy decides
        (SERVICE, [TO_SERVICE], True),
        (SERVICE, [statement(Principal={"Service": "other.amazonaws.com"})], False),
        (SERVICE, [statement(Principal=ROOT)], False),
        (SERVICE, [TO_SERVICE, statement(Effect="Deny", Principal="*")], False),
        # the same account: either side
        (role(statement()), [], True),
        (role(), [statement(Principal={"AWS": f"arn:aws:iam::{HERE}:role/reader"})], True),
        (role(), [statement(Principal=ROOT)], False),  # leaves it to IAM, which says nothing
        (role(statement(Effect="Deny"), statement()), [statement(Principal="*")], False),
        # another account: both sides
        (role(statement(), account=THERE), [], False),
        (role(statement(), account=THERE), [statement(Principal=ROOT)], False),
        (
            role(statement(), account=THERE),
            [statement(Principal={"AWS": f"arn:aws:iam::{THERE}:root"})],
            True,
        ),
        (role(statement(), account=THERE), [statement(Principal={"AWS": THERE})], True),
        (role(account=THERE), [statement(Principal={"AWS": THERE})], False),
        (role(account=THERE), [statement(Principal="*")], False),
    ],
)
def test_who_decides(principal: Principal, attached: list[dict[str, Any]], allowed: bool) -> None:
    assert ask(principal, attached) is allowed


@pytest.mark.parametrize(
    ("principal", "attached", "allowed"),
    [
        (role(statement(Action="kms:Decrypt")), [], False),  # a key's policy has to have a say
        (role(statement(Action="kms:Decrypt")), [statement(Action="kms:*", Principal=ROOT)], True),
        (role(), [statement(Action="kms:*", Principal=ROOT)], False),
        (
            role(),
            [statement(Action="kms:*", Principal={"AWS": f"arn:aws:iam::{HERE}:role/reader"})],
            True,
        ),
    ],
)
def test_keys(principal: Principal, attached: list[dict[str, Any]], allowed: bool) -> None:
    assert ask(principal, attached, "kms:Decrypt", KEY) is allowed


@pytest.mark.parametrize(
    ("elements", "allowed"),
    [
        ({"Action": "S3:getobject"}, True),  # case does not matter
        ({"Action": "s3:Get*"}, True),
        ({"Action": ["s3:PutObject", "s3:GetObjec?"]}, True),
        ({"Action": "s3:GetObjectVersion"}, False),
        ({"Action": [], "NotAction": "s3:Put*"}, True),
        ({"Action": [], "NotAction": "s3:Get*"}, False),
        ({"Resource": f"{BUCKET}/*"}, True),
        ({"Resource": f"{BUCKET}/a/?"}, True),
        ({"Resource": BUCKET}, False),
        ({"Resource": f"{BUCKET}/A/b"}, False),  # case matters
        ({"Resource": "arn:aws:*:::logs/a/b"}, True),
        ({"Resource": "arn:aws:s3:*"}, None),  # not six parts
        ({"Resource": [], "NotResource": f"{BUCKET}/*"}, False),
        ({"Resource": [], "NotResource": f"{BUCKET}/x/*"}, True),
    ],
)
def test_actions_and_resources(elements: dict[str, Any], allowed: bool | None) -> None:
    elements = {key: value for key, value in elements.items() if value != []}
    whole = statement(**elements)
    if "NotAction" in elements:
        del whole["Action"]
    if "NotResource" in elements:
        del whole["Resource"]
    if allowed is None:
        with pytest.raises(NotUnderstoodError):
            ask(role(whole), [])
    else:
        assert ask(role(whole), []) is allowed


ARN = "arn:aws:logs:eu-west-1:111122223333:delivery/a:b"


@pytest.mark.parametrize(
    ("operator", "key", "wanted", "sent", "holds"),
    [
        ("StringEquals", "aws:SourceAccount", HERE, HERE, True),
        ("StringEquals", "AWS:sourceaccount", HERE, HERE, True),
        ("StringEquals", "aws:SourceAccount", [THERE, HERE], HERE, True),
        ("StringEquals", "aws:SourceAccount", "1111*", HERE, False),
        ("StringEquals", "aws:SourceAccount", HERE, None, False),
        ("StringEqualsIfExists", "aws:SourceAccount", HERE, None, True),
        ("StringEqualsIfExists", "aws:SourceAccount", HERE, THERE, False),
        ("StringEqualsIgnoreCase", "s3:x-amz-acl", "Private", "private", True),
        ("StringNotEquals", "aws:SourceAccount", HERE, THERE, True),
        ("StringNotEquals", "aws:SourceAccount", [THERE, HERE], THERE, False),
        ("StringNotEquals", "aws:SourceAccount", HERE, None, True),
        ("StringLike", "aws:SourceAccount", "1111*", HERE, True),
        ("StringNotLike", "aws:SourceAccount", "1111*", HERE, False),
        ("ArnLike", "aws:SourceArn", "arn:aws:logs:eu-west-1:111122223333:*", ARN, True),
        ("ArnLike", "aws:SourceArn", "arn:aws:logs:*:111122223333:delivery/*", ARN, True),
        ("ArnEquals", "aws:SourceArn", "arn:aws:logs:*:111122223333:*", ARN, True),
        ("ArnLike", "aws:SourceArn", "arn:aws:logs:eu-west-1:444455556666:*", ARN, False),
        ("ArnLike", "aws:SourceArn", "arn:aws:logs:eu-*", ARN, None),  # no wildcard over a colon
        ("ArnLike", "aws:SourceArn", ARN, None, False),
        ("ArnNotLike", "aws:SourceArn", ARN, ARN, False),
        ("Bool", "aws:SecureTransport", "false", "false", True),
        ("Bool", "aws:SecureTransport", "false", "true", False),
        ("Bool", "aws:SecureTransport", "false", None, False),  # AWS always sends it: true
        ("Null", "aws:SourceArn", "true", None, True),
        ("Null", "aws:SourceArn", "false", None, False),
        ("Null", "aws:SourceArn", "false", ARN, True),
        # what is not known
        ("NumericEquals", "aws:SourceAccount", HERE, HERE, None),
        ("IpAddress", "aws:SourceIp", "192.0.2.0/24", None, None),
        ("ForAnyValue:StringEquals", "aws:SourceAccount", HERE, HERE, None),
        ("StringEquals", "aws:PrincipalTag/team", "x", None, None),
        ("StringEquals", "s3:delimiter", "x", None, None),
        ("Bool", "aws:SourceArn", "true", ARN, None),  # not what that key holds
        ("ArnLike", "aws:SecureTransport", "true", None, None),
        ("StringEquals", "aws:SourceArn", "${aws:PrincipalArn}", ARN, None),
        ("Null", "aws:SourceArn", "maybe", ARN, None),
    ],
)
def test_conditions(
    operator: str, key: str, wanted: Any, sent: str | None, holds: bool | None
) -> None:
    whole = TO_SERVICE | {"Condition": {operator: {key: wanted}}}
    context = {} if sent is None else {key.replace(":", "__"): sent}
    if holds is None:
        with pytest.raises(NotUnderstoodError):
            ask(SERVICE, [whole], **context)
    else:
        assert ask(SERVICE, [whole], **context) is holds


def test_all_conditions_must_hold() -> None:
    both = {
        "StringEquals": {"aws:SourceAccount": HERE, "s3:x-amz-acl": "private"},
        "ArnLike": {"aws:SourceArn": ARN},
    }
    sent = {"aws__SourceAccount": HERE, "s3__x-amz-acl": "private", "aws__SourceArn": ARN}
    assert ask(SERVICE, [TO_SERVICE | {"Condition": both}], **sent)
    for lacking in sent:
        less = {key: value for key, value in sent.items() if key != lacking}
        assert not ask(SERVICE, [TO_SERVICE | {"Condition": both}], **less)


@pytest.mark.parametrize(
    "broken",
    [
        {"Effect": "allow"},
        {"NotPrincipal": "*"},
        {"Principal": {"CanonicalUser": "1"}},
        {"Principal": {"Federated": "x"}},
        {"Principal": "arn:aws:iam::111122223333:root"},
        {"Action": None},
        {"Resource": 3},
        {"NotAction": "s3:*"},
        {"Comment": "x"},
        {"Resource": "arn:aws:s3:::${aws:username}"},
    ],
)
def test_a_statement_that_is_not_understood_raises(broken: dict[str, Any]) -> None:
    with pytest.raises(NotUnderstoodError):
        read(statement(**broken))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"Version": "2008-10-17", "Statement": []}',
        '{"Statement": []}',
        '{"Version": "2012-10-17", "Statement": [], "X": 1}',
    ],
)
def test_a_document_that_is_not_understood_raises(text: str) -> None:
    with pytest.raises(NotUnderstoodError):
        parse(text, "test")


def test_a_condition_is_judged_even_where_its_statement_does_not_matter() -> None:
    with pytest.raises(NotUnderstoodError):
        read(TO_SERVICE, statement(Condition={"DateLessThan": {"aws:CurrentTime": "2026-01-01"}}))


def test_a_request_with_a_key_that_is_not_known_raises() -> None:
    with pytest.raises(NotUnderstoodError):
        ask(SERVICE, [TO_SERVICE], aws__SourceArm=ARN)
