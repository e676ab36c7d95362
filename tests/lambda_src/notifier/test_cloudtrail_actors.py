"""Who: one case for each type of userIdentity."""

from typing import Any

import pytest

from notifier.facts import cloudtrail, cloudtrail_actors
from notifier.facts.model import Actor
from tests.lambda_src.notifier.alarm_notifications import ACCOUNT, found

_ROLE_SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/operator/alice@example.com"
_ROLE = f"arn:aws:iam::{ACCOUNT}:role/operator"


def _session(mfa: str = "false", **issuer: str) -> dict[str, Any]:
    return {
        "sessionIssuer": issuer,
        "webIdFederationData": {},
        "attributes": {"mfaAuthenticated": mfa, "creationDate": "2025-07-08T02:00:00Z"},
    }


_CASES = {
    "Root": (
        {
            "type": "Root",
            "principalId": ACCOUNT,
            "arn": f"arn:aws:iam::{ACCOUNT}:root",
            "accountId": ACCOUNT,
            "accessKeyId": "ASIAIOSFODNN7EXAMPLE",
            "sessionContext": _session("true"),
        },
        Actor(
            principal=f"arn:aws:iam::{ACCOUNT}:root",
            type="Root",
            name="root",
            mfa=True,
            access_key_id="ASIAIOSFODNN7EXAMPLE",
            account=ACCOUNT,
        ),
    ),
    "IAMUser": (
        {
            "type": "IAMUser",
            "principalId": "AIDACKCEVSQ6C2EXAMPLE",
            "arn": f"arn:aws:iam::{ACCOUNT}:user/ops/alice",
            "accountId": ACCOUNT,
            "accessKeyId": "AKIAIOSFODNN7EXAMPLE",
            "userName": "alice",
        },
        Actor(
            principal=f"arn:aws:iam::{ACCOUNT}:user/ops/alice",
            type="IAMUser",
            name="alice",
            access_key_id="AKIAIOSFODNN7EXAMPLE",
            account=ACCOUNT,
        ),
    ),
    "IAMUser through a service": (
        {
            "type": "IAMUser",
            "principalId": "AIDACKCEVSQ6C2EXAMPLE",
            "arn": f"arn:aws:iam::{ACCOUNT}:user/alice",
            "accountId": ACCOUNT,
            "userName": "alice",
            "invokedBy": "cloudformation.amazonaws.com",
        },
        Actor(
            principal=f"arn:aws:iam::{ACCOUNT}:user/alice",
            type="IAMUser",
            name="alice",
            account=ACCOUNT,
            invoked_by="cloudformation.amazonaws.com",
        ),
    ),
    "AssumedRole": (
        {
            "type": "AssumedRole",
            "principalId": "AROACKCEVSQ6C2EXAMPLE:alice@example.com",
            "arn": _ROLE_SESSION,
            "accountId": ACCOUNT,
            "accessKeyId": "ASIAIOSFODNN7EXAMPLE",
            "sessionContext": {
                **_session("true", type="Role", arn=_ROLE, userName="operator"),
                "sourceIdentity": "alice",
            },
        },
        Actor(
            principal=_ROLE_SESSION,
            type="AssumedRole",
            name="operator",
            session="alice@example.com",
            issuer=_ROLE,
            mfa=True,
            access_key_id="ASIAIOSFODNN7EXAMPLE",
            account=ACCOUNT,
            source_identity="alice",
        ),
    ),
    "AssumedRole without a session context": (
        {"type": "AssumedRole", "principalId": "AROACKCEVSQ6C2EXAMPLE:alice", "accountId": ACCOUNT},
        Actor(
            principal="AROACKCEVSQ6C2EXAMPLE:alice",
            type="AssumedRole",
            name="",
            session="alice",
            account=ACCOUNT,
        ),
    ),
    "FederatedUser": (
        {
            "type": "FederatedUser",
            "principalId": f"{ACCOUNT}:alice",
            "arn": f"arn:aws:sts::{ACCOUNT}:federated-user/alice",
            "accountId": ACCOUNT,
            "accessKeyId": "ASIAIOSFODNN7EXAMPLE",
            "sessionContext": _session(
                type="IAMUser", arn=f"arn:aws:iam::{ACCOUNT}:user/broker", userName="broker"
            ),
        },
        Actor(
            principal=f"arn:aws:sts::{ACCOUNT}:federated-user/alice",
            type="FederatedUser",
            name="alice",
            issuer=f"arn:aws:iam::{ACCOUNT}:user/broker",
            mfa=False,
            access_key_id="ASIAIOSFODNN7EXAMPLE",
            account=ACCOUNT,
        ),
    ),
    "AWSService": (
        {"type": "AWSService", "invokedBy": "autoscaling.amazonaws.com"},
        Actor(
            principal="autoscaling.amazonaws.com",
            type="AWSService",
            name="autoscaling.amazonaws.com",
            invoked_by="autoscaling.amazonaws.com",
        ),
    ),
    "a service event without a type": (
        {"accountId": ACCOUNT, "invokedBy": "ec2.amazonaws.com"},
        Actor(
            principal="ec2.amazonaws.com",
            type="AWSService",
            name="ec2.amazonaws.com",
            account=ACCOUNT,
            invoked_by="ec2.amazonaws.com",
        ),
    ),
    "AWSAccount": (
        {"type": "AWSAccount", "principalId": "AIDAJ45Q7YFFAREXAMPLE", "accountId": "444455556666"},
        Actor(
            principal="AIDAJ45Q7YFFAREXAMPLE",
            type="AWSAccount",
            name="444455556666",
            account="444455556666",
        ),
    ),
    "SAMLUser": (
        {
            "type": "SAMLUser",
            "principalId": "SampleUkh1i4+ExamplexL/jEvs=:alice@example.com",
            "userName": "alice@example.com",
            "identityProvider": "SampleUkh1i4+ExamplexL/jEvs=",
        },
        Actor(
            principal="SampleUkh1i4+ExamplexL/jEvs=:alice@example.com",
            type="SAMLUser",
            name="alice@example.com",
        ),
    ),
    "WebIdentityUser": (
        {
            "type": "WebIdentityUser",
            "principalId": "accounts.example.com:app:user-1",
            "userName": "user-1",
            "identityProvider": "accounts.example.com",
        },
        Actor(principal="accounts.example.com:app:user-1", type="WebIdentityUser", name="user-1"),
    ),
    "IdentityCenterUser": (
        {
            "type": "IdentityCenterUser",
            "accountId": ACCOUNT,
            "onBehalfOf": {
                "userId": "544894e8-80c1-707f-60e3-000000000000",
                "identityStoreArn": f"arn:aws:identitystore::{ACCOUNT}:identitystore/d-1234567890",
            },
            "credentialId": "EXAMPLE",
        },
        Actor(
            principal=(
                f"arn:aws:identitystore::{ACCOUNT}:identitystore/d-1234567890"
                "/544894e8-80c1-707f-60e3-000000000000"
            ),
            type="IdentityCenterUser",
            name="544894e8-80c1-707f-60e3-000000000000",
            account=ACCOUNT,
        ),
    ),
    "Unknown": (
        {"type": "Unknown", "principalId": "", "accountId": "", "userName": ""},
        Actor(principal="", type="Unknown", name=""),
    ),
    "none at all": (None, Actor(principal="", type="Unknown", name="")),
}


@pytest.mark.parametrize(("identity", "actor"), _CASES.values(), ids=_CASES.keys())
def test_who(identity: Any, actor: Actor) -> None:
    assert cloudtrail_actors.read({"userIdentity": identity}) == actor


@pytest.mark.parametrize(
    ("said", "mfa"), [("Yes", True), ("YES", True), ("No", False), (None, None)]
)
def test_a_console_sign_in_says_mfa_beside_the_identity(said: str | None, mfa: bool | None) -> None:
    record = {"userIdentity": {"type": "Root"}, "additionalEventData": {"MFAUsed": said}}

    assert cloudtrail_actors.read(record).mfa is mfa


def test_a_hidden_user_name_is_not_taken_for_a_name() -> None:
    identity = {
        "type": "IAMUser",
        "accountId": ACCOUNT,
        "userName": "HIDDEN_DUE_TO_SECURITY_REASONS",
    }

    assert cloudtrail_actors.read({"userIdentity": identity}).name == ""


def test_actors_are_counted_the_most_active_first() -> None:
    def record(name: str) -> dict[str, Any]:
        return {"userIdentity": {"type": "IAMUser", "userName": name}, "eventName": "CreateVolume"}

    facts = cloudtrail.read(found(record("alice"), record("bob"), record("bob")))

    assert [(counted.item.name, counted.count) for counted in facts.who] == [
        ("bob", 2),
        ("alice", 1),
    ]
