"""examples/workload planned offline as it stands, for AWS, and gated; then with its ties cut.

For the local cloud it is planned, gated and applied in tests/end_to_end.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from hinomi import catalogue, policy
from hinomi.cli import cli
from hinomi.pipeline import judge_plan
from hinomi.sources import plan as plans
from tests.plans.planning import ROOT, Workbench, workload_example

POLICY = ROOT / "examples/workload/policy.yaml"
MAIN = "examples/workload/main.tf"
# tie: the file, what stands there, what is written instead, the control that says so, of what
TIES = {
    "distribution": (
        MAIN,
        "{ web = { arn = aws_cloudfront_distribution.web.arn } }",
        "{}",
        "cloudfront_logs_reach_bucket",
        "aws_cloudfront_distribution.web",
    ),
    "flow log": (
        MAIN,
        "{ vpcs = { shop = aws_vpc.shop.id } }",
        '{ vpcs = { shop = "vpc-0123456789" } }',
        "vpc_flow_logs_for_each_vpc",
        "aws_vpc.shop",
    ),
    "alarm": (
        MAIN,
        "aws_instance.office.id",
        '"i-0123456789abcdef0"',
        "metric_alarms_for_each_resource",
        "aws_instance.office",
    ),
    "connection log": (
        "examples/workload/load_balancer.tf",
        "enabled = module.collection.load_balancers.connection_logs.enabled",
        "enabled = false",
        "lb_logs_reach_bucket",
        "aws_lb.web",
    ),
}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    return workload_example(tmp_path_factory.mktemp("workload"))


@pytest.mark.terraform
def test_the_gate_holds_for_the_plan_as_it_stands(bench: Workbench) -> None:
    arguments = ["gate", str(bench.plan("whole")), "--policy", str(POLICY), "--format", "json"]
    result = CliRunner().invoke(cli, arguments)
    document = json.loads(result.output)
    failing = [
        (one["control"], one["subject"])
        for one in document["findings"]
        if one["status"] in {"FAIL", "UNKNOWN"}
    ]
    assert (document["problems"], failing, result.exit_code) == ([], [], 0)


@pytest.fixture(scope="module")
def untied(bench: Workbench) -> set[tuple[str, str]]:
    """Control and subject of what fails with all ties cut in one plan."""
    with ExitStack() as changes:
        for file, old, new, *_ in TIES.values():
            changes.enter_context(bench.changed(file, old, new))
        plan = plans.read(bench.plan("untied"))
    today = datetime.now(UTC).date()
    verdict = judge_plan(plan, catalogue.load(), policy.load(POLICY), today, with_checkov=False)
    assert verdict.exit_status == 1
    return {(one.control, one.subject.split(" ")[0]) for one in verdict.failing()}


@pytest.mark.terraform
@pytest.mark.parametrize("tie", TIES)
def test_what_ties_the_workload_to_the_watch_is_named_when_it_is_cut(
    tie: str, untied: set[tuple[str, str]]
) -> None:
    """Ids of the workload are known after apply only: each tie has to be followed by reference."""
    *_, control, subject = TIES[tie]
    assert (control, subject) in untied
