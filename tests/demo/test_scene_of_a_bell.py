"""A bell stands with the scene that rang it, also when it rings while the next one is played."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from demo.performance import scene_of
from demo.receiver.alerts import Alert
from demo.sender.sent import SentScene

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def sent(identifier: str, second: int, ids: tuple[str, ...], sources: tuple[str, ...]) -> SentScene:
    at = BEGAN + timedelta(seconds=second)
    lines = tuple(f"2 111122223333 eni-1 {source} 10.0.0.1 40000 22 6" for source in sources)
    return SentScene(identifier, at, (), at, ids, 0, (), at, lines)


SCENES = [
    sent("probing", 0, ("a",), ("203.0.113.66", "10.0.0.9")),
    sent("leaked key", 5, ("b",), ("10.0.0.9",)),
    sent("root", 10, ("c",), ("10.0.0.9",)),
]


def bell(second: int, source: str, *ids: str) -> Alert:
    at = BEGAN + timedelta(seconds=second)
    return cast(
        Alert, cast(Any, SimpleNamespace(at=at, source=source, document={"event_ids": ids}))
    )


@pytest.mark.parametrize(
    ("alert", "scene"),
    [
        (bell(7, "203.0.113.66"), "probing"),
        (bell(7, "10.0.0.9"), "leaked key"),
        (bell(12, "203.0.113.66", "b"), "leaked key"),
        (bell(7, "192.0.2.1"), "leaked key"),
    ],
    ids=["by its source", "the last before", "by its event", "source never seen"],
)
def test_the_scene_is_the_one_that_rang_it(alert: Alert, scene: str) -> None:
    assert scene_of(alert, SCENES).id == scene
