"""No wildcard in what is allowed but those that AWS forces, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.permissions.planned import ARCHIVES, world_of
from tests.permissions.words import words
from tests.permissions.world import World

FORCED: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "forced_wildcards.yaml").read_text(encoding="utf-8")
)


def _wildcards(world: World) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(where, what, the statement's actions); a trust policy has no Resource, its `*` is ours."""
    for document in world.documents:
        where = document.address.replace("module.", "").split("[")[0]
        for statement in document.statements:
            if not statement.allows or ".aws_iam_role." in where:
                continue
            said = (*statement.actions, *statement.all_actions_but, *statement.resources)
            for what in (*said, *statement.all_resources_but):
                if "*" in what or "?" in what:
                    yield where, what, tuple(sorted(statement.actions))


def _explains(
    entry: dict[str, Any], world: World, wildcard: tuple[str, str, tuple[str, ...]]
) -> bool:
    where, what, actions = wildcard
    return (
        fnmatchcase(where, entry["in"])
        and what in [one.format(**words(world)) for one in entry["has"]]
        and ("of" not in entry or actions == tuple(sorted(entry["of"])))
        and ("of" in entry or what != "*" or ".aws_kms_key." in where)
    )


def test_each_wildcard_is_forced_and_says_why(world: World) -> None:
    wildcards = set(_wildcards(world))
    assert len(wildcards) > 20
    unexplained = [one for one in wildcards if not any(_explains(e, world, one) for e in FORCED)]
    assert not unexplained, "\n".join(map(str, sorted(unexplained)))


def test_no_action_of_a_role_is_a_wildcard(world: World) -> None:
    for where, what, actions in _wildcards(world):
        if "aws_iam_" in where:
            assert what not in actions, f"{where}: {what}: name the actions"


@pytest.mark.terraform
@pytest.mark.xdist_group("permissions")  # no fixture says so: it looks at both worlds at once
def test_each_reason_is_still_needed() -> None:
    worlds = [world_of(name) for name in ARCHIVES]
    for entry in FORCED:
        assert set(entry) - {"of"} == {"because", "has", "in"}
        assert len(entry["because"]) > 20
        for text in entry["has"]:
            alone = {**entry, "has": [text]}
            assert any(
                _explains(alone, world, wildcard)
                for world in worlds
                for wildcard in _wildcards(world)
            ), f"no policy of {entry['in']} says {text} any more"
