"""CloudWatch dashboards of any size: every widget in a place of its own, and AWS's limits kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.modules.planner import PlanRefusedError, Workspace, workspace

ROOT = "modules/analysis"
HERE = Path(__file__).parent / "analysis"
FUNCTION_METRICS = 5  # of the kind lambda in dashboard_metrics.yaml

pytestmark = [pytest.mark.terraform, pytest.mark.xdist_group(ROOT)]


def planned(alarms: int, functions: int) -> dict[str, Any]:
    """Dashboard name -> body, for so many alarms and so many functions."""
    here: Workspace = workspace(ROOT)
    here.take([HERE / "catalogue"])
    shown = {
        "alarms": [f"alarm-{number:03}" for number in range(alarms)],
        "metrics": {
            f"f{number:03}": {"kind": "lambda", "dimensions": {"FunctionName": f"f{number:03}"}}
            for number in range(functions)
        },
    }
    plan = here.plan([HERE / "common.tfvars"], {"dashboards": shown})
    return {
        one["values"]["dashboard_name"]: json.loads(one["values"]["dashboard_body"])
        for one in plan["planned_values"]["root_module"]["resources"]
        if one["type"] == "aws_cloudwatch_dashboard"
    }


def test_many_alarms_and_resources_find_their_places() -> None:
    # As many resources as a widget takes lines; the alarms need three lists.
    bodies = planned(alarms=230, functions=500)
    assert set(bodies) == {"hinomi-test-watch", "hinomi-test-metrics"}
    for body in bodies.values():
        cells = [
            (widget["x"] + x, widget["y"] + y)
            for widget in body["widgets"]
            for x in range(widget["width"])
            for y in range(widget["height"])
        ]
        assert len(cells) == len(set(cells)), "two widgets overlap"
        assert max(x for x, _ in cells) < 24
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
        assert len(body["widgets"]) <= 500
        for widget in body["widgets"]:
            assert len(widget["properties"].get("alarms", [])) <= 100
            assert len(widget["properties"].get("metrics", [])) <= 500
    watch = bodies["hinomi-test-watch"]["widgets"]
    listed = [name for widget in watch for name in widget["properties"].get("alarms", [])]
    assert len(listed) == len(set(listed)) >= 230
    metrics = [
        metric
        for widget in bodies["hinomi-test-metrics"]["widgets"]
        for metric in widget["properties"]["metrics"]
    ]
    assert len(metrics) == 500 * FUNCTION_METRICS


def test_more_metrics_than_a_dashboard_takes_are_refused() -> None:
    with pytest.raises(PlanRefusedError, match="2505 metrics of 501 resources") as refusal:
        planned(alarms=0, functions=501)
    assert "name fewer resources" in str(refusal.value)
