"""Each statement and each condition of a resource's policy is held by a row.

Without a statement some row that is allowed must turn to denied; without a condition, some row that
is denied to allowed. What no row notices could be dropped, or widened, unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.permissions.iam import Policies, Request, Statement, decide
from tests.permissions.test_roles import CALLS, _calls
from tests.permissions.test_table import ROWS, asked, wrong_by_one
from tests.permissions.world import World


def _requests(world: World, name: str) -> Iterator[tuple[Request, bool]]:
    for one in ROWS:
        where, row = one.values
        if where == name:
            who, action, resource, context = asked(world, row)
            request = Request(world.principal(who), action, resource, context)
            yield request, row["answer"] == "allowed"
            if row["answer"] == "allowed":
                for _, wrong in wrong_by_one(world, row):
                    yield replace(request, context=wrong), False
    for role in CALLS:
        for action, resource, context, _ in _calls(role, world):
            yield Request(world.principal(f"role/{role}"), action, resource, context), True


def _mutants(statements: tuple[Statement, ...]) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    for i, statement in enumerate(statements):
        if not statement.allows:
            continue  # TlsOnly: test_table.py asks each allowed row over plain HTTP
        before, after = statements[:i], statements[i + 1 :]
        yield f"{statement.sid} dropped", (*before, *after)
        for condition in statement.conditions:
            rest = tuple(one for one in statement.conditions if one is not condition)
            wider = replace(statement, conditions=rest)
            yield f"{statement.sid} without {condition[1]}", (*before, wider, *after)


def _unnoticed(world: World, name: str) -> Iterator[str]:
    requests: dict[str, list[tuple[Request, bool]]] = {}
    for request, allowed in _requests(world, name):
        requests.setdefault(world.place(request.resource), []).append((request, allowed))
    for arn, policies in world.resources.items():
        for what, mutant in _mutants(policies.statements or ()):
            changed = Policies(policies.owner, mutant)
            if all(
                decide(request, changed).allowed is allowed
                for request, allowed in requests.get(arn, ())
            ):
                yield f"{arn}: {what}"


def test_each_statement_and_condition_is_noticed(world: World, request: Any) -> None:
    name = request.node.callspec.params["world"]
    unnoticed = list(_unnoticed(world, name))
    assert not unnoticed, "no row notices:\n" + "\n".join(unnoticed)
