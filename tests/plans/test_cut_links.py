"""The local environment with one link cut: the gate says no, and names that link.

Each cut is made in the Terraform itself, in a copy, and planned offline.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from hinomi.findings import Finding, Status
from hinomi.verdict import Verdict
from tests.plans.planning import Workbench

# One worker plans what these files share.
pytestmark = [pytest.mark.terraform, pytest.mark.xdist_group("plans")]

ROWS = ["rejected-flows", "security-group-rules-changed", "volume-created-from-snapshot"]
ALARM = 'module.notification.aws_cloudwatch_metric_alarm.detection["{}"]'
FILTER = 'module.notification.aws_cloudwatch_log_metric_filter.detection["{}"]'
TOPIC = 'module.notification.aws_sns_topic.path["{}"]'


@dataclass(frozen=True)
class Cut:
    """A change, and what the gate must say: of which detections, at which link, in which words."""

    file: str
    old: str
    new: str
    detections: tuple[str, ...]
    kind: str
    address: str
    words: str
    other: tuple[str, ...] = ()  # controls that must fail beside detection_chain


FROM_TRAIL = ("root-user-used", "security-group-rules-changed", "volume-created-from-snapshot")
# root-user-used is critical: its alarm also goes to the plain topic, which needs no notifier.
BY_NOTIFIER = tuple(ROWS)

CUTS = {
    "actions disabled": Cut(
        "modules/notification/log_alarms.tf",
        "actions_enabled     = true",
        'actions_enabled     = each.key != "root-user-used"',
        ("root-user-used",),
        "alarm",
        ALARM.format("root-user-used"),
        "actions_enabled is false",
    ),
    "pattern changed": Cut(
        "modules/notification/log_alarms.tf",
        "pattern        = each.value.pattern",
        'pattern        = replace(each.value.pattern, "CreateVolume", "DeleteVolume")',
        ("volume-created-from-snapshot",),
        "metric filter",
        FILTER.format("volume-created-from-snapshot"),
        "does not match sample volume_created_from_snapshot",
    ),
    "alarm on another metric": Cut(
        "modules/notification/log_alarms.tf",
        "  metric_name         = each.key",
        '  metric_name         = replace(each.key, "group-rules", "group-old-rules")',
        ("security-group-rules-changed",),
        "alarm",
        ALARM.format("security-group-rules-changed"),
        "it watches hinomi-local/detections/security-group-old-rules-changed",
    ),
    "subscription removed": Cut(
        "modules/notification/notifier.tf",
        'resource "aws_sns_topic_subscription" "notifier" {',
        'resource "aws_sns_topic_subscription" "notifier" {\n  count = 0\n',
        BY_NOTIFIER,
        "subscription",
        TOPIC.format("alarms"),
        "no subscription on topic hinomi-local-alarms",
        ("alarm_topic_has_subscription", "pipeline_alarms_reach_reader"),
    ),
    "notifier's topic without a reader": Cut(
        "modules/notification/subscribers.tf",
        'resource "aws_sns_topic_subscription" "mail" {\n  for_each = var.mail',
        'resource "aws_sns_topic_subscription" "mail" {\n  for_each = {}',
        BY_NOTIFIER,
        "sqs",
        "module.notification.aws_sns_topic_subscription.next_action[0]",
        "a queue alone tells nobody",
        (
            "alarm_topic_has_subscription",
            "metric_alarms_reach_reader",
            "notifier_reaches_reader",
            "pipeline_alarms_reach_reader",
            "service_health_reaches_reader",
        ),
    ),
    "trail not logging": Cut(
        "modules/collection/cloudtrail.tf",
        "enable_logging                = true",
        "enable_logging                = false",
        FROM_TRAIL,
        "trail",
        "module.collection.aws_cloudtrail.trail[0]",
        "enable_logging is false",
        ("trail_present_logging",),
    ),
    "flow log removed": Cut(
        "modules/collection/flow_logs.tf",
        'resource "aws_flow_log" "vpc" {\n'
        '  for_each = var.vpc_flow_logs.log_group == "" ? {} : var.vpc_flow_logs.vpcs',
        'resource "aws_flow_log" "vpc" {\n  for_each = {}',
        ("rejected-flows",),
        "flow log",
        "",
        "the plan has no aws_flow_log on a VPC",
        ("log_groups_are_written", "vpc_flow_logs_for_each_vpc"),
    ),
}


# Each of these cuts the chain of another detection, so one plan holds them all.
APART = ("actions disabled", "pattern changed", "alarm on another metric", "flow log removed")
PLANS = {"one link of each detection": APART} | {name: (name,) for name in CUTS.keys() - APART}


@pytest.mark.parametrize("name", sorted(PLANS))
def test_a_cut_link_is_named(
    name: str, local: Workbench, judge: Callable[..., Verdict], few_detections: Path
) -> None:
    cuts = [CUTS[one] for one in PLANS[name]]
    with ExitStack() as changes:
        for cut in cuts:
            changes.enter_context(local.changed(cut.file, cut.old, cut.new))
        plan = local.plan(name.replace(" ", "-"))
    verdict = judge(plan, few_detections)

    assert verdict.exit_status == 1
    assert verdict.problems == ()
    chains = {one.subject: one for one in verdict.findings if one.control == "detection_chain"}
    broken = [detection for cut in cuts for detection in cut.detections]
    assert sorted(one for one in chains if chains[one].status is not Status.PASS) == sorted(broken)
    for cut in cuts:
        for detection in cut.detections:
            _names_the_link(chains[detection], cut, detection)
    others = {one.control for one in verdict.failing()} - {"detection_chain"}
    assert others == {control for cut in cuts for control in cut.other}


def _names_the_link(finding: Finding, cut: Cut, detection: str) -> None:
    assert finding.status is Status.FAIL
    assert finding.chain is not None
    weakest = finding.chain.weakest
    assert weakest is not None
    assert weakest.kind == cut.kind
    assert cut.words.format(detection=detection) in finding.reason
    assert finding.address == (cut.address.format(detection=detection) or detection)
    assert finding.fix
