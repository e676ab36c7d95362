"""`hinomi gate`: exit statuses, reports, and no traceback whatever comes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hinomi import cli, judging
from hinomi.cli import cli as command

Gate = Callable[..., Result]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan of one topic: whole, and far from a watch."""
    topic = {
        "address": "aws_sns_topic.alarms",
        "mode": "managed",
        "type": "aws_sns_topic",
        "name": "alarms",
        "provider_name": "hashicorp/aws",
    }
    values = {"name": "alarms", "kms_master_key_id": "alias/aws/sns"}
    change = {"actions": ["create"], "before": None, "after": values, "after_unknown": {}}
    document = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "complete": True,
        "errored": False,
        "planned_values": {
            "root_module": {"resources": [{**topic, "values": values, "sensitive_values": {}}]}
        },
        "resource_changes": [{**topic, "change": change}],
        "configuration": {"root_module": {"resources": [{**topic, "expressions": {}}]}},
    }
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(document))
    return file


@pytest.fixture
def gate() -> Gate:
    def run(*arguments: object) -> Result:
        return CliRunner().invoke(command, ["gate", *map(str, arguments)])

    return run


def test_a_plan_that_does_not_hold_is_exit_1_verdict_line_first(gate: Gate, plan: Path) -> None:
    result = gate(plan)
    assert result.exit_code == 1
    assert result.output.startswith("DOES NOT HOLD: ")
    assert "FAIL trail_present_logging plan" in result.output
    assert "CKV_HINOMI_1" in result.output


@pytest.mark.parametrize("text", ["", "{}", "no JSON", '{"planned_values": {'])
def test_what_cannot_be_judged_is_exit_2_with_the_reason(
    gate: Gate, text: str, tmp_path: Path
) -> None:
    file = tmp_path / "plan.json"
    file.write_text(text)
    result = gate(file)
    assert result.exit_code == 2
    assert result.output.startswith("COULD NOT JUDGE: ")
    assert str(file) in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--profile", "soc2"], "there is no profile 'soc2'"),
        (["--policy", "nowhere.yaml"], "there is no such file"),
        (["--detections", "nowhere"], "nowhere"),
    ],
)
def test_bad_settings_are_exit_2(gate: Gate, plan: Path, arguments: list[str], words: str) -> None:
    result = gate(plan, *arguments)
    assert result.exit_code == 2
    assert words in result.output


def test_an_output_that_is_none_of_the_formats_is_a_usage_error(gate: Gate, plan: Path) -> None:
    result = gate(plan, "--output", "pdf=x.pdf")
    assert result.exit_code == 2
    assert "'pdf=x.pdf' is not FORMAT=FILE" in result.output


def test_reports_are_written_beside_the_output(gate: Gate, plan: Path, tmp_path: Path) -> None:
    outputs = {form: tmp_path / "reports" / form for form in ("json", "sarif", "junit", "markdown")}
    arguments = [part for form, file in outputs.items() for part in ("--output", f"{form}={file}")]
    result = gate(plan, "--format", "json", *arguments)
    document = json.loads(result.output)
    assert (document["schema"], document["exit_status"]) == ("hinomi.gate/1", 1)
    assert {finding["tool"] for finding in document["findings"]} == {"hinomi", "checkov"}
    assert all(file.stat().st_size for file in outputs.values())


def test_a_report_is_written_where_the_plan_could_not_be_read(gate: Gate, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    assert gate(tmp_path / "none.json", "--output", f"json={report}").exit_code == 2
    [problem] = json.loads(report.read_text())["problems"]
    assert "it cannot be read" in problem["seen"]


def test_a_control_that_raises_is_exit_2_and_the_others_still_judge(
    gate: Gate, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = judging._run

    def raising(one: object, *rest: object) -> object:
        if getattr(one, "name", "") == "trail_kms":
            raise ZeroDivisionError("by design")
        return run(one, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(judging, "_run", raising)
    result = gate(plan, "--format", "json")
    document = json.loads(result.output)
    assert result.exit_code == 2
    assert document["problems"][0]["seen"] == "it raised ZeroDivisionError: by design"
    assert document["problems"][0]["where"] == "control trail_kms"
    assert any(one["control"] == "trail_multi_region" for one in document["findings"])


def test_a_control_that_says_nothing_is_exit_2(
    gate: Gate, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hinomi import profiles

    before = profiles.load

    def silent(*arguments: Any) -> profiles.Profile:
        profile = before(*arguments)
        mute = replace(profile.controls[0].control, judge=lambda asked: iter(()))
        controls = (replace(profile.controls[0], control=mute), *profile.controls[1:])
        return replace(profile, controls=controls)

    monkeypatch.setattr(profiles, "load", silent)
    result = gate(plan, "--format", "json")
    assert result.exit_code == 2
    assert "it judged nothing and said nothing" in result.output


def test_a_fault_of_our_own_is_one_line_and_exit_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise RuntimeError("something")

    monkeypatch.setattr(cli, "cli", fail)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 2
    assert capsys.readouterr().err == (
        "hinomi: RuntimeError: something. This is a fault of hinomi.\n"
    )


def test_a_report_that_cannot_be_written_is_exit_2_without_a_traceback(
    plan: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    target = tmp_path / "file" / "report.json"
    run = subprocess.run(
        [sys.executable, "-m", "hinomi.cli", "gate", plan, "--output", f"json={target}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert "the report cannot be written" in run.stderr
    assert "Traceback" not in run.stderr
