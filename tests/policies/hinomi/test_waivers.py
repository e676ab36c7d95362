"""Waivers: until their last day, that day included, and only where they waive something."""

from __future__ import annotations

from datetime import date

import pytest

from hinomi import waivers
from hinomi.findings import Finding, Status, Waiver

LAST = date(2026, 12, 31)


def finding(status: Status = Status.FAIL, subject: str = "aws_x.a") -> Finding:
    return Finding("trail_kms", "Encrypted", status, subject, "kms_key_id is not set")


def waiver(**changes: str) -> Waiver:
    names = {"control": "trail_kms", "subject": "aws_x.a"} | changes
    return Waiver(
        **names, owner="ops", reason="until the move", expires=LAST, where="policy.yaml:3"
    )


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (date(2026, 6, 1), Status.WAIVED),
        (LAST, Status.WAIVED),
        (date(2027, 1, 1), Status.FAIL),
    ],
)
@pytest.mark.parametrize("before", [Status.FAIL, Status.UNKNOWN])
def test_a_waiver_holds_until_its_last_day(today: date, status: Status, before: Status) -> None:
    outcome = waivers.apply([finding(before)], [waiver()], today)
    assert outcome.problems == ()
    [found] = outcome.findings
    assert found.status is status
    assert found.waiver is not None


def test_an_expired_waiver_is_named_in_the_failure() -> None:
    [found] = waivers.apply([finding()], [waiver()], date(2027, 1, 1)).findings
    assert "its waiver expired on 2026-12-31; owner ops" in found.reason


@pytest.mark.parametrize(
    ("findings", "given", "words"),
    [
        ([finding(Status.PASS)], waiver(), "waives nothing: PASS. Delete it."),
        ([finding()], waiver(subject="aws_x.b"), "Did you mean subject aws_x.a?"),
        ([finding()], waiver(control="trail_kmz"), "Did you mean control trail_kms?"),
        ([finding()], waiver(control="zzz"), "Name a control of the profile."),
        ([], waiver(), "matches no finding"),
    ],
)
def test_a_waiver_that_waives_nothing_is_a_problem(
    findings: list[Finding], given: Waiver, words: str
) -> None:
    outcome = waivers.apply(findings, [given], LAST)
    [problem] = outcome.problems
    assert words in str(problem)
    assert str(problem).startswith("policy.yaml:3")
    assert list(outcome.findings) == findings


def test_the_days_left_count_the_last_day_as_none() -> None:
    assert waiver().days_left(date(2026, 12, 30)) == 1
    assert waiver().days_left(LAST) == 0
