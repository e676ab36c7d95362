"""Each row of the specification taken out of the dev environment: the gate names it.

What the environment's settings decide is cut there, all rows in one plan, since each finding speaks
of its own row; the rest is cut in the plan's JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from hinomi.controls import REGISTER
from hinomi.findings import Finding, Status
from hinomi.rows import ROWS
from hinomi.verdict import Verdict
from tests.plans.edits import Document, Edit, drop, edited
from tests.plans.planning import ROOT, Workbench

# One worker plans what these files share.
pytestmark = [pytest.mark.terraform, pytest.mark.xdist_group("plans")]

POLICY = ROOT / "environments/dev/policy.yaml"
Judge = Callable[..., Verdict]

# row: what stands in environments/dev/main.tf, what is written instead, the control that says so
SETTINGS: dict[str, tuple[str, str, str]] = {
    "agent": ("agent             = local.agent", "agent = {}", "agent_configured"),
    "application_logs": (
        "application_logs       = { app = {} }",
        "application_logs = {}",
        "log_groups_are_written",
    ),
    "cloudfront_access_logs": (
        "cloudfront_access_logs = { distributions = var.watched.distributions }",
        "cloudfront_access_logs = null",
        "cloudfront_logs_reach_bucket",
    ),
    "elb_access_logs": ("elb_access_logs   = {}", "elb_access_logs = null", "lb_logs_reach_bucket"),
    "external_checks": (
        "health_checks = { site = var.watched.site }",
        "health_checks = {}",
        "health_checks_reach_reader",
    ),
    "metric_alarms": (
        "metric_alarms  = merge(var.watched.metrics, module.collection.metric_sources)",
        "metric_alarms = {}",
        "metric_alarms_reach_reader",
    ),
    "metric_stream": (
        "metric_stream = {",
        "metric_stream = length(var.name) > 0 ? null : {",
        "metric_stream_reaches_shipper",
    ),
    "saved_queries": (
        "search          = { domain = {}, default_retention_days = 90 }",
        "queries = null\n  search = { domain = {}, default_retention_days = 90 }",
        "saved_query_for_each_detection",
    ),
    "service_health": (
        "service_health = {}",
        "service_health = null",
        "service_health_reaches_reader",
    ),
}

M = "module."
# row: the change in the plan's JSON, the control that says so
EDITS: dict[str, tuple[Edit, str]] = {
    "s3_access_logs": (
        drop(f"{M}storage.aws_s3_bucket_logging.*"),
        "s3_access_logs_for_each_bucket",
    ),
    "cloudtrail": (drop(f"{M}collection.aws_cloudtrail.*"), "trail_present_logging"),
    "vpc_flow_logs": (drop(f"{M}collection.aws_flow_log.*"), "vpc_flow_logs_for_each_vpc"),
    "lambda_logs": (
        drop(f"{M}analysis.aws_cloudwatch_log_group.shipper"),
        "function_log_groups",
    ),
    "archive": (drop(f"{M}storage.aws_s3_bucket_versioning.audit*"), "archive_versioned"),
    "log_groups": (
        drop(f"{M}storage.aws_cloudwatch_log_group.source*"),
        "agent_configured",
    ),
    "detections": (
        drop(f"{M}notification.aws_cloudwatch_log_metric_filter.detection*"),
        "detection_chain",
    ),
    "subscribers": (
        drop(f"{M}notification.aws_sns_topic_subscription.*"),
        "alarm_topic_has_subscription",
    ),
    "dashboards": (drop(f"{M}analysis.aws_cloudwatch_dashboard.*"), "dashboards_show_the_plan"),
    "search": (drop(f"{M}analysis.aws_lambda_invocation.*"), "search_set_up"),
    "pipeline_alarms": (
        drop(f"{M}analysis.aws_cloudwatch_metric_alarm.pipeline*"),
        "pipeline_watched",
    ),
}


@pytest.fixture(scope="module")
def without(dev: Workbench) -> Path:
    """The plan of the environment with all the rows of SETTINGS left out."""
    with ExitStack() as changes:
        for old, new, _ in SETTINGS.values():
            changes.enter_context(dev.changed("environments/dev/main.tf", old, new))
        return dev.plan("without")


@pytest.mark.parametrize("row", SETTINGS)
def test_a_row_that_is_not_set_is_named(
    row: str, without: Path, judge: Judge, few_detections: Path
) -> None:
    *_, control = SETTINGS[row]
    found = _failing(judge(without, few_detections, POLICY), control)
    assert found, f"{control} does not fail without {row}"
    if REGISTER[control].row == row:
        assert f"parameters.rows_off.{row}" in found[0].fix


@pytest.mark.parametrize("row", EDITS)
def test_a_row_that_is_cut_is_named(
    row: str, whole_dev: Document, judge: Judge, few_detections: Path
) -> None:
    edit, control = EDITS[row]
    found = _failing(judge(edited(whole_dev, edit), few_detections, POLICY), control)
    assert found, f"{control} does not fail without {row}"
    assert found[0].fix


def test_uncut_every_row_holds(whole_dev: Document, judge: Judge, few_detections: Path) -> None:
    verdict = judge(whole_dev, few_detections, POLICY)
    failing = [(one.control, one.subject, one.reason) for one in verdict.failing()]
    assert (failing, verdict.problems) == ([], ())


def test_every_row_is_cut() -> None:
    assert {*SETTINGS, *EDITS} == ROWS.keys() - {"adoption"}


def _failing(verdict: Verdict, control: str) -> list[Finding]:
    assert verdict.exit_status == 1, verdict.problems
    return [one for one in verdict.findings if one.control == control and one.status is Status.FAIL]
