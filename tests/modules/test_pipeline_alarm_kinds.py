"""pipeline_alarms.yaml: every alarm of the watch on the watch can be made, and says what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

FILE = Path(__file__).resolve().parents[2] / "modules/analysis/pipeline_alarms.yaml"
KINDS: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
MEMBERS = {"comparison", "en", "ja", "metric", "minutes", "missing", "namespace", "per"}
MEMBERS |= {"period", "statistic", "threshold"}
LABEL = 256  # what pipeline_alarms.tf leaves of a longer name
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
DESCRIPTION, DAY, WEEK = 1024, 1440, 10080


@pytest.mark.parametrize("kind", KINDS)
def test_an_alarm_can_be_made(kind: str) -> None:
    has = KINDS[kind]
    assert set(has) - {"minutes_by_source"} == MEMBERS
    assert has["missing"] in ("breaching", "notBreaching")
    assert has["period"] % 60 == 0
    for minutes in [has["minutes"], *has.get("minutes_by_source", {}).values()]:
        assert minutes * 60 % has["period"] == 0
        assert minutes <= (WEEK if has["period"] >= 3600 else DAY)


@pytest.mark.parametrize("kind", KINDS)
def test_an_alarm_says_of_what_and_what_to_do_in_both_languages(kind: str) -> None:
    has = KINDS[kind]
    for language in ("en", "ja"):
        assert has[language].count("{subject}") >= 1
    assert any(ord(letter) > 0x3000 for letter in has["ja"])
    assert len(f"{has['en']}\n{has['ja']}".replace("{subject}", "x" * LABEL)) <= DESCRIPTION


def test_what_only_a_heartbeat_tells_counts_missing_data_as_breaching() -> None:
    beats = {kind for kind, has in KINDS.items() if has["missing"] == "breaching"}
    assert beats == {"silent-log-group", "silent-objects", "forwarding-stopped", "domain-nodes"}
    # A sum below one can only ring while there is data, unless missing data breaches.
    counted = {
        kind
        for kind, has in KINDS.items()
        if has["comparison"].startswith("LessThan") and has["statistic"] == "Sum"
    }
    assert counted <= beats
