"""The worked example as a new user runs it: the command, its exit status, every log found once."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.workload.expected import LOGS
from tests.end_to_end.command import play, processes_about


@pytest.mark.cloud
@pytest.mark.xdist_group("workload")
def test_every_log_of_the_workload_arrives_exactly_once(tmp_path: Path) -> None:
    summary, printed = play("demo.workload", tmp_path, seconds=900)

    assert [log["log"] for log in summary["logs"]] == list(LOGS)
    for log in summary["logs"]:
        assert log["sent"] == log["found"] > 0, log
        assert (log["missing"], log["surplus"], log["reasons"]) == (0, 0, []), log
        assert log["log"] in printed
    assert summary["strangers"] == 0
    assert processes_about(tmp_path) == []
