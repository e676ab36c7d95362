"""No wildcard in what is allowed but those that AWS forces, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from tests.permissions.planned import ARCHIVES, world_of
from tests.permissions.words import words
from tests.permissions.world import World

FORCED: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "forced_wildcards.yaml").read_text(encoding="utf-8")
)


def _wildcards(world: World) -> Iterator[tuple[str, str]]:
    """(where, what) of each; a trust policy has no Resource, and its `*` is ours."""
    for document in world.documents:
        where = document.address.replace("module.", "").split("[")[0]
        for statement in document.statements:
            if not statement.allows or ".aws_iam_role." in where:
                continue
            said = (*statement.actions, *statement.all_actions_but, *statement.resources)
            for what in (*said, *statement.all_resources_but):
                if "*" in what or "?" in what:
                    yield where, what


def _entries(world: World, where: str, what: str) -> list[int]:
    known = words(world)
    return [
        number
        for number, entry in enumerate(FORCED)
        if fnmatchcase(where, entry["in"]) and what in [one.format(**known) for one in entry["has"]]
    ]


def test_each_wildcard_is_forced_and_says_why(world: World) -> None:
    wildcards = set(_wildcards(world))
    assert len(wildcards) > 20
    unexplained = [
        f"{where}: {what}" for where, what in wildcards if not _entries(world, where, what)
    ]
    assert not unexplained, "\n".join(sorted(unexplained))


def test_no_action_or_resource_of_a_role_is_a_wildcard_alone(world: World) -> None:
    for where, what in _wildcards(world):
        if "_role" in where:
            assert what != "*", where
            assert what.startswith("arn:"), f"{where}: {what}: name the actions"


def test_each_reason_is_still_needed() -> None:
    worlds = [world_of(name) for name in ARCHIVES]
    for entry in FORCED:
        assert set(entry) == {"because", "has", "in"}
        assert len(entry["because"]) > 20
        for text in entry["has"]:
            assert any(
                fnmatchcase(where, entry["in"]) and what == text.format(**words(world))
                for world in worlds
                for where, what in _wildcards(world)
            ), f"no policy of {entry['in']} says {text} any more"
