"""The worked example as a new user runs it: the command, its exit status, every log found once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from demo.workload.expected import LOGS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.cloud
@pytest.mark.xdist_group("workload")
def test_every_log_of_the_workload_arrives_exactly_once(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "demo.workload", "--work", str(tmp_path)],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(
                str(ROOT / part) for part in ("policies", "lambda_src", "environments/local", "")
            ),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    printed = result.stdout + result.stderr
    assert result.returncode == 0, printed[-6000:]

    summary = json.loads((tmp_path / "summary.json").read_text())
    assert [log["log"] for log in summary["logs"]] == list(LOGS)
    for log in summary["logs"]:
        assert log["sent"] == log["found"] > 0, log
        assert (log["missing"], log["surplus"], log["reasons"]) == (0, 0, []), log
        assert log["log"] in printed
    assert summary["strangers"] == 0
    processes = subprocess.run(
        ["ps", "-axo", "pid=,args="], capture_output=True, text=True, check=True
    ).stdout
    assert [line for line in processes.splitlines() if str(tmp_path) in line] == []
