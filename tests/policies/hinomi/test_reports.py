"""Reports: what people read first, and what machines take."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

from hinomi.chains.links import Chain, Link, broken, holds
from hinomi.errors import PlanError
from hinomi.findings import Finding, Status, Waiver
from hinomi.reports import FORMATS, render
from hinomi.reports.terminal import show
from hinomi.resource import Removal
from hinomi.verdict import Verdict

TODAY = date(2026, 12, 30)
CHAIN = Chain(
    (
        Link("trail", "t", "aws_cloudtrail.t", (holds("logging"),)),
        Link("alarm", "root", "aws_alarm.root", (broken("actions_enabled is false", "Enable."),)),
    )
)
WAIVER = Waiver(
    "trail_kms", "aws_cloudtrail.t", "ops", "Until the move.", date(2026, 12, 31), "p:1"
)


def finding(status: Status, **changes: Any) -> Finding:
    base = Finding(
        "detection_chain",
        "What happens reaches somebody",
        status,
        "root-user-used",
        CHAIN.reason if status is Status.FAIL else "reaches email soc@example.com",
        fix="Enable." if status is Status.FAIL else "",
        address="aws_alarm.root",
        severity="critical",
        chain=CHAIN,
        rows=("administrator-sign-in",),
    )
    return replace(base, **changes)


def verdict(*findings: Finding, **changes: Any) -> Verdict:
    base = Verdict("plan.json", "hinomi", TODAY, unknown_fails=True, findings=findings, resources=7)
    return replace(base, **changes)


FAILED = finding(Status.FAIL)
WAIVED = finding(
    Status.WAIVED,
    control="trail_kms",
    subject="aws_cloudtrail.t",
    rows=(),
    chain=None,
    waiver=WAIVER,
)
CHECKOV = finding(
    Status.FAIL,
    control="CKV_AWS_26",
    title="Encrypted",
    reason="Encrypted (reads kms_master_key_id)",
    subject="aws_sns_topic.a",
    address="aws_sns_topic.a",
    severity="medium",
    chain=None,
    rows=(),
    tool="checkov",
)
PROBLEM = PlanError("the plan is errored", where="plan.json", change="Plan again.")


@pytest.mark.parametrize(
    ("given", "status", "headline"),
    [
        (verdict(finding(Status.PASS)), 0, "HOLDS: the watch of this plan is complete"),
        (verdict(WAIVED), 0, "HOLDS: the watch of this plan is complete, 1 waived"),
        (verdict(FAILED), 1, "DOES NOT HOLD: 1 finding fails (1 of hinomi)"),
        (
            verdict(FAILED, CHECKOV),
            1,
            "DOES NOT HOLD: 2 findings fail (1 of hinomi, 1 of checkov)",
        ),
        (verdict(finding(Status.UNKNOWN)), 1, "DOES NOT HOLD: 1 finding fails (1 of hinomi)"),
        (
            verdict(finding(Status.UNKNOWN), unknown_fails=False),
            0,
            "HOLDS: the watch of this plan is complete, 1 open",
        ),
        (verdict(finding(Status.NOT_APPLICABLE)), 2, "COULD NOT JUDGE: nothing in this plan"),
        (verdict(problems=(PROBLEM,)), 2, "COULD NOT JUDGE: a problem"),
        (
            verdict(FAILED, problems=(PROBLEM,)),
            2,
            "COULD NOT JUDGE: a problem; 1 finding fails as well",
        ),
    ],
)
def test_the_exit_status_and_the_verdict_line(given: Verdict, status: int, headline: str) -> None:
    assert given.exit_status == status
    assert given.headline.startswith(headline)
    for form in ("terminal", "markdown"):
        assert headline.split(":")[0] in render(given, form).splitlines()[0]


def test_a_failure_is_read_with_its_chain_and_its_fix() -> None:
    text = render(verdict(FAILED), "terminal")
    assert "FAIL detection_chain root-user-used (critical)" in text
    assert "alarm root (aws_alarm.root): actions_enabled is false" in text
    assert "trail t → ✗ alarm root" in text
    assert "fix: Enable." in text
    assert text.index("What does not hold") < text.index("Chains by row of the specification")


def test_findings_of_one_cause_are_one_entry() -> None:
    cause = {"reason": "topic t: its key is disabled"}
    several = [finding(Status.FAIL, subject=f"detection-{n}", **cause) for n in range(6)]
    text = render(verdict(*several), "terminal")
    assert text.count("topic t: its key is disabled") == 1
    assert "detection-0, detection-1, detection-2, detection-3 and 2 more" in text


def test_deletions_of_the_watch_are_called_out() -> None:
    removal = Removal("aws_cloudwatch_metric_alarm.gone", "aws_cloudwatch_metric_alarm", "delete")
    given = verdict(finding(Status.PASS), removals=(removal,))
    for form in ("terminal", "markdown"):
        assert "takes parts of the watch away" in render(given, form)
    assert json.loads(render(given, "json"))["removals"][0]["action"] == "delete"


def test_waivers_are_shown_with_the_days_left() -> None:
    for form in ("terminal", "markdown"):
        assert "2026-12-31 (1 day left)" in render(verdict(WAIVED), form)


def test_a_terminal_gets_colours_and_a_pipe_does_not() -> None:
    out = io.StringIO()
    show(verdict(FAILED), Console(file=out, force_terminal=True, width=120))
    assert "\x1b[1;31m" in out.getvalue()
    assert "\x1b" not in render(verdict(FAILED), "terminal")


HOSTILE = "a\x1b[2Jb\nc|d@everyone<script>`x`[l](u)"


@pytest.mark.parametrize("form", FORMATS)
def test_names_out_of_a_plan_are_only_text(form: str) -> None:
    link = Link("alarm", HOSTILE, HOSTILE, (broken("cut", "fix"),))
    bad = finding(Status.FAIL, subject=HOSTILE, reason=HOSTILE, chain=Chain((link,)), fix=HOSTILE)
    text = render(verdict(bad, source=HOSTILE), form)
    assert "\x1b" not in text
    if form == "markdown":
        assert "<script>" not in _outside_code(text)
        assert "@everyone" not in _outside_code(text)


def _outside_code(text: str) -> str:
    return "".join(text.replace("\\`", "").split("`")[::2])


def test_json_carries_every_link_and_check() -> None:
    document = json.loads(render(verdict(FAILED, WAIVED, CHECKOV), "json"))
    assert document["schema"] == "hinomi.gate/1"
    assert document["counts"] == {"hinomi": {"FAIL": 1, "WAIVED": 1}, "checkov": {"FAIL": 1}}
    first = document["findings"][0]
    assert first["rows"] == ["administrator-sign-in"]
    assert first["chain"]["state"] == "broken"
    assert [link["state"] for link in first["chain"]["links"]] == ["holds", "broken"]
    assert first["chain"]["links"][1]["checks"][0]["why"] == "actions_enabled is false"
    assert document["findings"][1]["waiver"]["expires"] == "2026-12-31"


def test_sarif_names_rule_place_and_suppression() -> None:
    placed = replace(FAILED, file="modules/notification/log_alarms.tf", line=30)
    document = json.loads(render(verdict(placed, WAIVED, CHECKOV, finding(Status.PASS)), "sarif"))
    ours, theirs = document["runs"]
    assert document["version"] == "2.1.0"
    assert [result["ruleId"] for result in ours["results"]] == ["detection_chain", "trail_kms"]
    first, waived = ours["results"]
    assert ours["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == "detection_chain"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "modules/notification/log_alarms.tf"
    assert place["region"]["startLine"] == 30
    assert first["level"] == "error"
    assert waived["suppressions"][0]["justification"].startswith("Until the move.")
    assert [result["ruleId"] for result in theirs["results"]] == ["CKV_AWS_26"]


def test_sarif_says_that_judging_failed() -> None:
    document = json.loads(render(verdict(problems=(PROBLEM,)), "sarif"))
    invocation = document["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert "errored" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_junit_counts_failures_errors_and_what_was_left_aside() -> None:
    root = ET.fromstring(  # noqa: S314 -- our own output
        render(verdict(FAILED, WAIVED, CHECKOV, problems=(PROBLEM,)), "junit")
    )
    suites = {suite.get("name"): suite for suite in root}
    ours = suites["hinomi"]
    assert (ours.get("tests"), ours.get("failures"), ours.get("skipped")) == ("2", "1", "1")
    failure = ours.find("testcase/failure")
    assert failure is not None
    assert "trail t → ✗ alarm root" in (failure.text or "")
    assert suites["judging"].get("errors") == "1"
    assert suites["checkov"].find("testcase/failure") is not None
