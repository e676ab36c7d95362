"""The main job as a user meets it: the demo's command, its exit status, its summary, no leftovers.

Slow (it applies the whole environment), so there is one; files of one's own are played in
test_environment.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.end_to_end.command import ROOT, play, processes_about

EXPECTED = ROOT / "demo/expected"


def expected_detections(name: str) -> list[str]:
    document = yaml.safe_load((EXPECTED / f"{name}.yaml").read_text(encoding="utf-8"))
    return sorted(alert["detection"] for alert in document["rings"])


@pytest.mark.cloud
@pytest.mark.xdist_group("story")
def test_the_story_rings_what_it_must_and_every_event_is_found_once(tmp_path: Path) -> None:
    summary, _ = play("demo", tmp_path, seconds=600)

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
