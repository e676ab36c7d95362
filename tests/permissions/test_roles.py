"""The roles may do what calls.yaml lists, and nothing else; the code does nothing else either."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore.session
import yaml
from botocore import xform_name

from tests.permissions.iam.conditions import arn_glob, glob
from tests.permissions.words import words
from tests.permissions.world import World

CHECKOUT = Path(__file__).resolve().parents[2]
CALLS: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "calls.yaml").read_text(encoding="utf-8")
)
OURS: list[str] = CALLS.pop("ours")
SERVICES = (
    "cloudwatch",
    "es",
    "kms",
    "lambda",
    "logs",
    "s3",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "sts",
)


def _calls(role: str, world: World) -> Iterator[tuple[str, str, dict[str, str], str]]:
    known = words(world)
    for call in CALLS[role]:
        assert not set(call) - {"by", "does", "to", "with"}
        context = {key: text.format(**known) for key, text in call.get("with", {}).items()}
        for action in call["does"]:
            for resource in call["to"]:
                yield action, resource.format(**known), context, call["by"]


def test_every_role_is_listed(world: World) -> None:
    assert set(CALLS) == set(world.roles)


def test_each_call_is_allowed(world: World) -> None:
    for role in CALLS:
        for action, resource, context, by in _calls(role, world):
            decision = world.ask(f"role/{role}", action, resource, context)
            assert decision, f"{role}: {action} on {resource} ({by}): {decision.because}"


def test_no_role_may_everything_but(world: World) -> None:
    """NotAction and NotResource in what is allowed would pass the test below unseen."""
    for role, statements in world.roles.items():
        for statement in statements:
            but = statement.all_actions_but or statement.all_resources_but
            assert not (statement.allows and but), f"{role}: {statement.sid}"


def test_nothing_else_is_granted(world: World) -> None:
    unused = [
        f"{role}: {action} on {resource} ({statement.sid})"
        for role, statements in world.roles.items()
        for statement in statements
        if statement.allows
        for action in statement.actions
        for resource in statement.resources
        if not any(
            glob(action.lower(), done.lower())
            and arn_glob(resource, to)
            and statement.conditions_hold({key.lower(): value for key, value in context.items()})
            for done, to, context, _ in _calls(role, world)
        )
    ]
    assert not unused, "granted and used by no call:\n" + "\n".join(unused)


def test_each_call_is_where_the_list_says() -> None:
    for role, calls in CALLS.items():
        for call in calls:
            if call["by"].startswith("https://"):
                continue
            file, text = call["by"].split(" ", 1)
            assert text in (CHECKOUT / file).read_text(encoding="utf-8"), f"{role}: {call['by']}"


def test_the_code_makes_no_call_that_is_not_listed() -> None:
    """By the names of boto3's methods, wherever one is called or handed on."""
    session = botocore.session.get_session()
    operations = {
        xform_name(operation)
        for service in SERVICES
        for operation in session.get_service_model(service).operation_names
    }
    made = {
        f"{file.relative_to(CHECKOUT)} {node.attr}"
        for file in (CHECKOUT / "lambda_src").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in operations
    }
    assert len(made) > 4
    listed = {call["by"] for calls in CALLS.values() for call in calls} | set(OURS)
    assert made <= listed, f"list these in calls.yaml: {sorted(made - listed)}"
