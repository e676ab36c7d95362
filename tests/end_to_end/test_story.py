"""The main job as a user meets it: the demo's command, its exit status, its summary, no leftovers.

Slow (it applies the whole environment), so there is one; files of one's own are played in
test_environment.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = ROOT / "demo/expected"


def play(work: Path, *arguments: str) -> tuple[dict[str, Any], str]:
    """Runs the demo as `make demo` does; its summary and what it printed."""
    result = subprocess.run(
        [sys.executable, "-m", "demo", "--work", str(work), *arguments],
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
        timeout=600,
    )
    printed = result.stdout + result.stderr
    assert result.returncode == 0, printed[-6000:]
    return json.loads((work / "summary.json").read_text()), printed


def processes_about(work: Path) -> list[str]:
    listing = subprocess.run(
        ["ps", "-axo", "pid=,args="], capture_output=True, text=True, check=True
    ).stdout
    return [line for line in listing.splitlines() if str(work) in line]


def expected_detections(name: str) -> list[str]:
    document = yaml.safe_load((EXPECTED / f"{name}.yaml").read_text(encoding="utf-8"))
    return sorted(alert["detection"] for alert in document["rings"])


@pytest.mark.cloud
@pytest.mark.xdist_group("story")
def test_the_story_rings_what_it_must_and_every_event_is_found_once(tmp_path: Path) -> None:
    summary, _ = play(tmp_path)

    assert sorted(alert["detection"] for alert in summary["alerts"]) == expected_detections("story")
    assert summary["unexpected_alerts"] == []
    assert {row["id"] for row in summary["rows"] if row["holds"]} >= {
        "security-setting-changed",
        "data-exfiltration",
        "signs-of-intrusion",
        "administrator-sign-in",
    }
    assert summary["documents"] == summary["events_sent"] > 5000
    assert summary["duplicates"] == summary["quarantined"] == 0
    assert summary["ledger"]["balanced"]
    assert summary["ledger"]["read"] == summary["events_sent"]
    for alert in summary["alerts"]:
        # A queue for the next action, and a mailbox: both really got it.
        assert len(alert["delivered_to"]) >= 2, alert
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert 'src="http' not in page
    assert processes_about(tmp_path) == []
