"""examples/workload planned offline as it stands, for AWS and for the local cloud, and gated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hinomi.cli import cli
from tests.plans.planning import ROOT, Workbench, empty_package

POLICY = ROOT / "examples/workload/policy.yaml"
LOCAL = {"local_cloud": {"search_endpoint": "http://127.0.0.1:9200"}}


def workbench(place: Path, variables: dict[str, object]) -> Workbench:
    package = str(empty_package(place))
    folders = ("modules", "examples/workload", "detections", "metric_alarms")
    return Workbench(
        place,
        {name: ROOT / name for name in folders},
        "examples/workload",
        {
            "function_package": package,
            "notifier_package": package,
            "offline": True,
            "shipper_package": package,
            **variables,
        },
    )


def gate(plan: Path) -> tuple[int, dict[str, Any]]:
    arguments = ["gate", str(plan), "--policy", str(POLICY), "--format", "json"]
    result = CliRunner().invoke(cli, arguments)
    return result.exit_code, json.loads(result.output)


def failing(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (one["control"], one["subject"])
        for one in document["findings"]
        if one["status"] in {"FAIL", "UNKNOWN"}
    ]


@pytest.mark.terraform
@pytest.mark.parametrize("variables", [{}, LOCAL], ids=["aws", "local"])
def test_the_gate_holds_for_the_plan_as_it_stands(
    variables: dict[str, object], tmp_path: Path
) -> None:
    status, document = gate(workbench(tmp_path, variables).plan("whole"))

    assert (document["problems"], failing(document), status) == ([], [], 0)


@pytest.mark.terraform
@pytest.mark.xdist_group("workload-cuts")
def test_what_ties_the_workload_to_the_watch_is_named_when_it_is_cut(tmp_path: Path) -> None:
    """Ids of the workload are known after apply only: each tie has to be followed by reference."""
    bench = workbench(tmp_path, LOCAL)
    main = "examples/workload/main.tf"
    cuts = {
        "distribution": (
            (main, "{ web = { arn = aws_cloudfront_distribution.web.arn } }", "{}"),
            ("cloudfront_logs_reach_bucket", "aws_cloudfront_distribution.web"),
        ),
        "flow-log": (
            (
                main,
                "{ vpcs = { shop = aws_vpc.shop.id } }",
                '{ vpcs = { shop = "vpc-0123456789" } }',
            ),
            ("vpc_flow_logs_for_each_vpc", "aws_vpc.shop"),
        ),
        "alarm": (
            (main, "aws_instance.office.id", '"i-0123456789abcdef0"'),
            ("metric_alarms_for_each_resource", "aws_instance.office"),
        ),
        "connection-log": (
            (
                "examples/workload/load_balancer.tf",
                "enabled = module.collection.load_balancers.connection_logs.enabled",
                "enabled = false",
            ),
            ("lb_logs_reach_bucket", "aws_lb.web"),
        ),
    }
    for name, ((file, old, new), expected) in cuts.items():
        with bench.changed(file, old, new):
            status, document = gate(bench.plan(name))
        assert status == 1, name
        named = {(control, subject.split(" ")[0]) for control, subject in failing(document)}
        assert expected in named, (name, failing(document))
