"""Several processes count what one does, and one that dies takes only its object along."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hinomi.backtest.archive import LogObject
from hinomi.backtest.errors import BacktestError
from hinomi.backtest.interruption import Interruption
from hinomi.backtest.tally import Counts
from hinomi.backtest.watch import AlarmChanges, watches
from hinomi.backtest.workers import scan_on_all_cores

WATCHES = watches(("trail-tampered",), None, AlarmChanges(), None)
EVENT = {
    "eventVersion": "1.08",
    "eventTime": "2026-07-01T00:00:00Z",
    "eventSource": "cloudtrail.amazonaws.com",
    "eventName": "StopLogging",
    "userIdentity": {"type": "IAMUser", "userName": "eve"},
}


class Deadly(LogObject):
    """Whoever reads it dies, as a process does that the system kills for its memory."""

    def chunks(self) -> Iterator[bytes]:
        os._exit(7)


def scan(objects: list[LogObject], jobs: int = 2) -> Counts:
    counts = Counts()
    for part in scan_on_all_cores(iter(objects), WATCHES, None, jobs, Interruption()):
        counts.merge(part)
    return counts


@pytest.fixture
def objects(tmp_path: Path) -> list[LogObject]:
    found = []
    for number in range(6):
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps({"Records": [EVENT] * (number + 1)}))
        found.append(LogObject(str(file), file.stat().st_size))
    return found


def test_every_object_is_read_once(objects: list[LogObject]) -> None:
    counts = scan(objects)
    assert counts.reading("cloudtrail").objects == 6
    assert counts.reading("cloudtrail").events == counts.tallies[0].matches == 21
    assert counts.tallies[0].principals.top(1) == [("eve", 21)]
    assert counts.bytes_read == sum(one.size for one in objects)


def test_a_killed_process_costs_its_object_which_is_named(objects: list[LogObject]) -> None:
    counts = scan([objects[0], Deadly("the deadly one", 1), *objects[1:]])
    assert counts.reading("cloudtrail").events == 21
    (problem,) = counts.problems
    assert problem.name == "the deadly one"
    assert problem.reason == "the process that read it ended with 7"


def test_without_any_process_left_it_ends(objects: list[LogObject]) -> None:
    with pytest.raises(BacktestError, match="all processes ended"):
        scan([Deadly("a", 1), Deadly("b", 1), *objects])
