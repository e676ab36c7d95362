"""Against what others wrote: AWS's own texts, and records of real attacks.

These read ../shared/data, which is kept beside the repository and is no part of it.
"""

import json
from pathlib import Path

import pytest

from hinomi.catalogue import DEFAULT_DIRECTORY, load
from hinomi.catalogue.companions import load_not_covered

CATALOGUE = load()
DATA = DEFAULT_DIRECTORY.parents[1] / "shared" / "data"


def kept_beside_the_repository(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.fail(f"../shared/data/{name} is not there: this test needs it", pytrace=False)
    return path


def test_security_hub_texts_are_kept_to_the_letter() -> None:
    name = "awsdocs/aws-security-hub-user-guide__cloudwatch-controls.blocks.txt"
    blocks = kept_beside_the_repository(name).read_text(encoding="utf-8").split("%%%%")
    published = {f"CloudWatch.{number}": text.strip() for number, text in enumerate(blocks, 1)}
    ours = {hub: d.pattern_text for d in CATALOGUE for hub in d.references.security_hub}
    assert ours == published


def techniques() -> list[str]:
    return sorted(path.stem for path in (DATA / "stratus").glob("*.jsonl"))


@pytest.mark.parametrize("technique", techniques() or ["(none found)"])
def test_technique_rings_or_is_said_not_to(technique: str) -> None:
    path = kept_beside_the_repository(f"stratus/{technique}.jsonl")
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rung = {d.id for d in CATALOGUE.of("cloudtrail") for r in records if d.pattern.match_json(r)}
    excused = {entry.what for entry in load_not_covered() if technique in entry.what}
    assert rung or excused, f"{technique} rings nothing, and not_covered.yaml does not say why"


def test_real_flow_log_lines() -> None:
    lines = kept_beside_the_repository("vrl/vpcflow.jsonl").read_text(encoding="utf-8")
    entries = [json.loads(line) for line in lines.splitlines()]
    default = [entry["line"] for entry in entries if entry["format"] is None]
    rejected = [line for line in default if " REJECT " in line]
    pattern = CATALOGUE["rejected-flows"].pattern
    assert [line for line in default if pattern.match(line)] == rejected
    assert rejected
    assert len(rejected) < len(default)


# Which detection is to ring for which event of the agent's text format.
WINDOWS = {
    "4625": "windows-failed-logons",
    "1102": "windows-log-cleared",
    "104": "windows-log-cleared",
    "4720": "windows-account-created",
    "7045": "windows-service-installed",
    "4697": "windows-service-installed",
    "4719": "windows-audit-policy-changed",
}


def test_real_windows_events_in_the_agents_text_format() -> None:
    lines = kept_beside_the_repository("otrf-windows/cwagent_text.jsonl").read_text("utf-8")
    events = [json.loads(line) for line in lines.splitlines()]
    for event in events:
        rung = [d.id for d in CATALOGUE.of("windows_events") if d.pattern.match(event["message"])]
        expected = WINDOWS.get(event["event_id"])
        assert rung == ([expected] if expected else []), event["message"][:100]
    seen = {event["event_id"] for event in events}
    assert seen >= WINDOWS.keys()
    assert seen - WINDOWS.keys()  # and others, which ring nothing
