"""A key that is made already: a role's policy shows its ARN, where a first plan has a reference."""

from __future__ import annotations

import json

import pytest

from hinomi.chains.keys import KEY_ACTIONS, role_may_use
from hinomi.chains.links import State
from hinomi.policy_documents import read
from hinomi.resource import Known
from tests.policies.hinomi.world import ACCOUNT, allow, arn, resource, world

LEFT_TO_IAM = allow("kms:*", {"AWS": "arn:aws:iam::111122223333:root"})


@pytest.mark.parametrize(
    ("named", "state"),
    [("key/made", State.HOLDS), ("key/other", State.BROKEN), ("key/*", State.HOLDS)],
)
def test_a_role_may_use_the_key_that_its_policy_names(named: str, state: State) -> None:
    evidence = world(
        resource("data.aws_caller_identity.me", account_id=ACCOUNT),
        resource("aws_kms_key.k", key_id="made", arn=arn("kms", "key/made"), policy=LEFT_TO_IAM),
        resource("aws_iam_role.r", name="notifier"),
    )
    [key], [role] = evidence.keys, evidence.roles
    statement = {"Effect": "Allow", "Action": list(KEY_ACTIONS), "Resource": arn("kms", named)}
    rights = read(Known(json.dumps({"Version": "2012-10-17", "Statement": [statement]})), {})
    assert rights is not None
    assert role_may_use(evidence, key, role, rights).state is state
