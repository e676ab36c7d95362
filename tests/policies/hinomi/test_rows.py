"""Rows of the specification that an environment does without."""

from __future__ import annotations

from pathlib import Path

from hinomi import policy
from hinomi.catalogue import Catalogue
from hinomi.controls import trail
from hinomi.findings import Status
from hinomi.judging import Judged, judge
from hinomi.resource import Resource
from tests.policies.hinomi.world import resource, world


def judged(tmp_path: Path, *resources: Resource) -> Judged:
    file = tmp_path / "policy.yaml"
    file.write_text(
        "profile: hinomi\nparameters:\n  rows_off: {vpc_flow_logs: There is no VPC here.}\n"
    )
    return judge(world(*resources), Catalogue([]), policy.load(file))


def test_a_row_that_is_off_is_not_asked_for_and_says_why(tmp_path: Path) -> None:
    found = judged(tmp_path).findings

    [row] = [one for one in found if one.control == "vpc_flow_logs_for_each_vpc"]
    assert (row.status, row.reason) == (
        Status.NOT_APPLICABLE,
        "done without: There is no VPC here.",
    )
    others = {one.status for one in found if one.control in trail.CHECKS}
    assert others == {Status.FAIL}


def test_a_row_that_is_off_and_there_cannot_be_judged(tmp_path: Path) -> None:
    problems = judged(tmp_path, resource("aws_vpc.main", id="vpc-0a1b2c3d")).problems

    assert any(
        "vpc_flow_logs is off, but the plan has aws_vpc.main" in str(one)
        and f"{tmp_path / 'policy.yaml'}: parameters.rows_off.vpc_flow_logs" in str(one)
        for one in problems
    ), problems
