"""Every row of table/*.yaml holds, and none could hold by accident."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.permissions.iam.conditions import glob
from tests.permissions.planned import ARCHIVES, world_of
from tests.permissions.words import OTHER, words
from tests.permissions.world import HERE, World

TABLE = Path(__file__).parent / "table"
COLUMNS = {"answer", "does", "from", "only", "to", "who", "with"}
# Where a request comes in by AWS's endpoint, plain HTTP has to be refused by policy.
OVER_HTTP = ("s3:", "sns:", "sqs:")
SENDERS = yaml.safe_load((TABLE / "senders.yaml").read_text(encoding="utf-8"))


def _rows() -> Iterator[Any]:
    for file in sorted(TABLE.glob("*.yaml")):
        if file.name == "senders.yaml":
            continue
        for number, row in enumerate(yaml.safe_load(file.read_text(encoding="utf-8")), start=1):
            for where in [row["only"]] if "only" in row else ARCHIVES:
                name = f"{file.stem}-{number}-{row['who']}-{row['does']}-{row['answer']}-{where}"
                yield pytest.param(where, row, id=name.replace(" ", "_"))


ROWS = list(_rows())


def asked(world: World, row: dict[str, Any]) -> tuple[str, str, str, dict[str, str]]:
    """Who asks, for what, of what, with which context."""
    assert not set(row) - COLUMNS, f"columns are {sorted(COLUMNS)}: {row}"
    known = words(world)
    known["from"] = known[row["from"]] if "from" in row else ""
    sender = SENDERS.get(row["who"]) or {"service": row["who"], "sends": {}}
    sent = {**sender["sends"], **row.get("with", {})}
    if "{from}" in str(sent):
        assert known["from"], f"for which account does it act? Add `from`: {row}"
    context = {key: text.format(**known) for key, text in sent.items() if text is not None}
    return sender["service"].format(**known), row["does"], row["to"].format(**known), context


@pytest.mark.parametrize(("where", "row"), ROWS)
def test_the_row_holds(where: str, row: dict[str, Any]) -> None:
    world = world_of(where)
    decision = world.ask(*asked(world, row))
    assert row["answer"] in ("allowed", "denied")
    assert decision.allowed is (row["answer"] == "allowed"), decision.because


@pytest.mark.parametrize(
    ("where", "row"),
    [
        one
        for one in ROWS
        if one.values[1]["answer"] == "allowed" and one.values[1]["does"].startswith(OVER_HTTP)
    ],
)
def test_the_row_does_not_hold_over_plain_http(where: str, row: dict[str, Any]) -> None:
    world = world_of(where)
    who, action, resource, context = asked(world, row)
    decision = world.ask(who, action, resource, {**context, "aws:SecureTransport": "false"})
    assert decision.because == "denied by TlsOnly", decision


def wrong_by_one(world: World, row: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """The context of an allowed row with one key wrong that the sender is held to."""
    context = asked(world, row)[3]
    for key, actions in SENDERS.get(row["who"], {"held_to": {}})["held_to"].items():
        if glob(actions.lower(), row["does"].lower()):
            right = context[key]
            wrong = right
            for account in (HERE, world.archive, world.management):
                wrong = wrong.replace(account, OTHER)
            yield key, {**context, key: f"{right}-of-another" if wrong == right else wrong}


@pytest.mark.parametrize(
    ("where", "row"), [one for one in ROWS if one.values[1]["answer"] == "allowed"]
)
def test_the_row_does_not_hold_with_one_key_wrong(where: str, row: dict[str, Any]) -> None:
    world = world_of(where)
    who, action, resource, _ = asked(world, row)
    for key, context in wrong_by_one(world, row):
        decision = world.ask(who, action, resource, context)
        assert not decision, f"{key} = {context[key]}: {decision.because}"


def test_every_resource_that_takes_requests_over_http_refuses_them(world: World) -> None:
    """From whoever has every right: so it is the resource's own policy that refuses."""
    actions = {"s3": "s3:GetObject", "sns": "sns:Publish", "sqs": "sqs:SendMessage"}
    asked_of = [arn for arn in world.resources if arn.split(":")[2] in actions]
    assert len(asked_of) > 10
    for arn in asked_of:
        service = arn.split(":")[2]
        owner = world.resources[arn].owner
        decision = world.ask(
            f"arn:aws:iam::{owner}:role/administrator",
            actions[service],
            f"{arn}/any" if service == "s3" else arn,
            {"aws:SecureTransport": "false"},
        )
        assert decision.because == "denied by TlsOnly", f"{arn}: {decision}"


def test_nobody_outside_may_do_anything(world: World) -> None:
    """An administrator of another account, on every resource, with every action there is."""
    actions = {
        action
        for document in world.documents
        for statement in document.statements
        for action in statement.actions
        if "*" not in action
    }
    stranger = f"arn:aws:iam::{OTHER}:role/administrator"
    for arn in world.resources:
        for action in actions | {
            "kms:Decrypt",
            "kms:PutKeyPolicy",
            "s3:PutBucketPolicy",
            "sns:Subscribe",
        }:
            for resource in (
                (arn, f"{arn}/AWSLogs/{OTHER}/CloudTrail/a") if ":s3:::" in arn else (arn,)
            ):
                assert not world.ask(stranger, action, resource), f"{action} on {resource}"


def test_every_sender_is_used() -> None:
    used = {one.values[1]["who"] for one in ROWS}
    assert set(SENDERS) <= used
