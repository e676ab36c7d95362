"""A configuration wired by reference alone: every link is proved, or said to be open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hinomi.findings import Finding, Status
from hinomi.verdict import Verdict

pytestmark = pytest.mark.terraform


@pytest.fixture
def verdict(by_reference: Path, judge: Callable[..., Verdict], few_detections: Path) -> Verdict:
    return judge(by_reference, few_detections)


def test_a_chain_without_a_single_known_name_is_proved(verdict: Verdict) -> None:
    chain = _finding(verdict, "detection_chain", "root-user-used").chain
    assert chain is not None
    assert [(link.kind, link.name) for link in chain.links] == [
        ("trail", "all"),
        ("log group", 'source["trail"]'),
        ("metric filter", "root-user-used"),
        ("alarm", "root-user-used"),
        ("topic", "alarms"),
        ("function", "notifier"),
        ("topic", "people[0]"),
        ("email", "soc@example.com"),
    ]
    assert _finding(verdict, "detection_chain", "root-user-used").status is Status.PASS


@pytest.mark.parametrize(
    "control",
    [
        "trail_kms",
        "trail_to_cloudwatch_logs",
        "trail_bucket",
        "alarm_topic_encryption_lets_cloudwatch_through",
        "alarm_topic_policy_lets_cloudwatch_publish",
        "notifier_reaches_reader",
    ],
)
def test_references_through_outputs_objects_and_instances_are_followed(
    verdict: Verdict, control: str
) -> None:
    found = {one.status for one in verdict.findings if one.control == control}
    assert Status.PASS in found
    assert Status.FAIL not in found


def test_the_key_is_the_one_behind_the_alias(verdict: Verdict) -> None:
    topic = 'module.notify["main"].aws_sns_topic.alarms'
    finding = _finding(verdict, "alarm_topic_encryption_lets_cloudwatch_through", topic)
    assert finding.reason == "key module.store.aws_kms_key.messages lets CloudWatch through"


def test_a_link_through_a_local_is_open_and_says_which_local(verdict: Verdict) -> None:
    chain = _finding(verdict, "detection_chain", "security-group-rules-changed")
    assert chain.status is Status.UNKNOWN
    assert "local.hidden.actions in module notify" in chain.reason
    flow = _finding(verdict, "vpc_flow_logs_for_each_vpc", "module.collect.aws_vpc.hidden")
    assert flow.status is Status.UNKNOWN
    assert "local.hidden in module collect" in flow.reason


def test_the_vpc_next_to_it_is_proved(verdict: Verdict) -> None:
    flow = _finding(verdict, "vpc_flow_logs_for_each_vpc", "module.collect.aws_vpc.watched")
    assert flow.status is Status.PASS


def _finding(verdict: Verdict, control: str, subject: str) -> Finding:
    found = [one for one in verdict.findings if (one.control, one.subject) == (control, subject)]
    assert len(found) == 1, [(one.control, one.subject) for one in verdict.findings]
    return found[0]
