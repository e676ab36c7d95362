"""More ways to cut the local environment's chains, made in its plan's JSON.

test_cut_links.py makes the seven that matter most in the Terraform itself; a plan of its own for
each of these would take minutes.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hinomi.findings import Finding, Status
from hinomi.verdict import Verdict
from tests.plans.conftest import Uncut
from tests.plans.edits import Edit, drop, edited, put, unknown, within

# One worker plans what these files share.
pytestmark = [pytest.mark.terraform, pytest.mark.xdist_group("plans")]

Judge = Callable[..., Verdict]
M = "module.notification."
ALARMS = f"{M}aws_cloudwatch_metric_alarm.detection*"
FILTERS = f"{M}aws_cloudwatch_log_metric_filter.detection*"
NOTIFIER = f"{M}aws_lambda_function.notifier"
MAIL = f"{M}aws_sns_topic_subscription.mail*"
TRAIL = "module.collection.aws_cloudtrail.trail[0]"
FLOW_LOG = "module.collection.aws_flow_log.vpc*"
KEY = "module.storage.aws_kms_key.messaging[0]"
METRIC = ("metric_transformation", 0)

# what is cut: the change, a detection that it hits, and what the finding must say
CUTS: dict[str, tuple[Edit, str, str]] = {
    "no actions": (
        put(ALARMS, ("alarm_actions",), []),
        "rejected-flows",
        (
            "topic missing after alarm hinomi-local-rejected-flows "
            f'({ALARMS[:-1]}["rejected-flows"]): alarm_actions is empty'
        ),
    ),
    "an action that is no topic": (
        put(ALARMS, ("alarm_actions",), ["arn:aws:automate:ap-northeast-1:ec2:stop"]),
        "rejected-flows",
        "no topic among its alarm_actions",
    ),
    "threshold out of reach": (
        put(ALARMS, ("threshold",), 9999),
        "root-user-used",
        "one incident (1 event in 60 s, 1 each) does not cross Sum >= 9999 in 1 of 1 periods",
    ),
    "a threshold that nothing crosses upwards": (
        put(ALARMS, ("comparison_operator",), "LessThanThreshold"),
        "root-user-used",
        "it compares with LessThanThreshold",
    ),
    "more periods than one event fills": (
        put(ALARMS, ("datapoints_to_alarm",), 2),
        "root-user-used",
        "does not cross Sum >= 1 in 2 of 1 periods",
    ),
    "missing data breaching": (
        put(ALARMS, ("treat_missing_data",), "breaching"),
        "root-user-used",
        "it is in ALARM whenever nothing happens",
    ),
    "missing data ignored": (
        put(ALARMS, ("treat_missing_data",), "ignore"),
        "root-user-used",
        "it stays in ALARM after the first incident",
    ),
    "dimensions on the alarm alone": (
        put(ALARMS, ("dimensions",), {"account": "111122223333"}),
        "root-user-used",
        "it watches dimensions account, the filter publishes none",
    ),
    "another unit": (
        put(ALARMS, ("unit",), "Count"),
        "root-user-used",
        "it watches unit Count, the filter publishes None",
    ),
    "a default value that counts ordinary events": (
        put(FILTERS, (*METRIC, "default_value"), "1"),
        "root-user-used",
        "its filter publishes 1 for every event that does not match",
    ),
    "a metric value that is in no event": (
        put(FILTERS, (*METRIC, "value"), "$.nowhere"),
        "root-user-used",
        "it publishes nothing for root_console_login: value $.nowhere finds no number there",
    ),
    "another namespace": (
        put(FILTERS, (*METRIC, "namespace"), "other"),
        "root-user-used",
        "it watches hinomi-local/detections/root-user-used, the filter publishes other/",
    ),
    "a pattern that AWS refuses": (
        put(FILTERS, ("pattern",), "{ $.eventName = "),
        "root-user-used",
        "CloudWatch Logs refuses its pattern",
    ),
    "a pattern that matches everything": (
        put(FILTERS, ("pattern",), ""),
        "root-user-used",
        "which must stay quiet",
    ),
    "filters on another log group": (
        put(FILTERS, ("log_group_name",), "/elsewhere"),
        "root-user-used",
        "no metric filter on log group /hinomi-local/cloudtrail matches",
    ),
    "a log group without metric filters": (
        put(
            "module.storage.aws_cloudwatch_log_group.source*",
            ("log_group_class",),
            "INFREQUENT_ACCESS",
        ),
        "root-user-used",
        "its class is INFREQUENT_ACCESS, which has no metric filters",
    ),
    "trail without a log group": (
        put(TRAIL, ("cloud_watch_logs_group_arn",), None),
        "root-user-used",
        "it delivers to no log group",
    ),
    "trail without write events": (
        put(
            TRAIL,
            ("event_selector",),
            [
                {
                    "read_write_type": "ReadOnly",
                    "include_management_events": True,
                    "data_resource": [],
                    "exclude_management_event_sources": [],
                }
            ],
        ),
        "security-group-rules-changed",
        "its selectors leave out management write events",
    ),
    "trail that leaves out a service": (
        put(
            TRAIL,
            ("event_selector",),
            [
                {
                    "read_write_type": "All",
                    "include_management_events": True,
                    "data_resource": [],
                    "exclude_management_event_sources": ["rds.amazonaws.com"],
                }
            ],
        ),
        "rds-snapshot-permission-added",
        "it does not record rds_snapshot_shared_with_account",
    ),
    "trail without global services": (
        put(TRAIL, ("include_global_service_events",), False),
        "root-user-used",
        "it does not record root_console_login",
    ),
    "trail removed": (drop(TRAIL), "root-user-used", "the plan has no aws_cloudtrail"),
    "flow log of accepted traffic only": (
        put(FLOW_LOG, ("traffic_type",), "ACCEPT"),
        "rejected-flows",
        "traffic_type ACCEPT leaves out REJECT records",
    ),
    "flow log with fields in another order": (
        put(FLOW_LOG, ("log_format",), "${action} ${srcaddr} ${dstaddr}"),
        "rejected-flows",
        "does not match sample flow_rejected",
    ),
    "key shut to CloudWatch": (
        within(KEY, ("policy",), "cloudwatch.amazonaws.com", "events.amazonaws.com"),
        "root-user-used",
        "the policy of its key module.storage.aws_kms_key.messaging[0] does not allow kms:Decrypt",
    ),
    "key of another account": (
        within(
            KEY,
            ("policy",),
            '"aws:SourceAccount":"111122223333"',
            '"aws:SourceAccount":"444455556666"',
        ),
        "root-user-used",
        "does not allow kms:Decrypt to cloudwatch.amazonaws.com",
    ),
    "key disabled": (
        put(KEY, ("is_enabled",), False),
        "root-user-used",
        "its key module.storage.aws_kms_key.messaging[0] is disabled",
    ),
    "the AWS managed key": (
        put(f"{M}aws_sns_topic.path*", ("kms_master_key_id",), "alias/aws/sns"),
        "root-user-used",
        "it is encrypted with alias/aws/sns",
    ),
    "topic shut to CloudWatch": (
        within(f'{M}aws_sns_topic_policy.path["*s"]', ("policy",), "sns:Publish", "sns:Subscribe"),
        "rejected-flows",
        "its policy does not let cloudwatch.amazonaws.com publish",
    ),
    "topic open to other alarms only": (
        within(
            f'{M}aws_sns_topic_policy.path["alarms"]',
            ("policy",),
            "alarm:hinomi-local-*",
            "alarm:other-*",
        ),
        "rejected-flows",
        "its policy does not let cloudwatch.amazonaws.com publish",
    ),
    "permission removed": (
        drop(f"{M}aws_lambda_permission.notifier"),
        "rejected-flows",
        "no aws_lambda_permission lets topic hinomi-local-alarms invoke it",
    ),
    "permission for another topic": (
        within(f"{M}aws_lambda_permission.notifier", ("source_arn",), "-alarms", "-plain"),
        "rejected-flows",
        "no aws_lambda_permission lets topic hinomi-local-alarms invoke it",
    ),
    "notifier that never runs": (
        put(NOTIFIER, ("reserved_concurrent_executions",), 0),
        "rejected-flows",
        "reserved_concurrent_executions is 0",
    ),
    "notifier without its topic": (
        put(NOTIFIER, ("environment", 0, "variables"), {"LANGUAGES": "en"}),
        "rejected-flows",
        "the function's environment has no NOTIFICATIONS_TOPIC_ARN",
    ),
    "notifier that publishes to itself": (
        put(
            NOTIFIER,
            ("environment", 0, "variables", "NOTIFICATIONS_TOPIC_ARN"),
            "arn:aws:sns:ap-northeast-1:111122223333:hinomi-local-alarms",
        ),
        "rejected-flows",
        "may not publish to it",
    ),
    "notifier that may not publish": (
        within(
            f"{M}aws_iam_role_policy.notifier", ("policy",), "sns:Publish", "sns:GetTopicAttributes"
        ),
        "rejected-flows",
        "module.notification.aws_iam_role.notifier may not publish to it",
    ),
    "notifier that may not use the key": (
        drop(f"{M}aws_iam_role_policy.notifier_key"),
        "rejected-flows",
        f"{M}aws_iam_role.notifier may not use its key {KEY}",
    ),
    "mail without an address": (
        put(MAIL, ("endpoint",), ""),
        "rejected-flows",
        "its endpoint is empty",
    ),
    "mail that is filtered away": (
        put(MAIL, ("filter_policy",), '{"severity": ["critical"]}'),
        "rejected-flows",
        "its filter_policy drops severity medium",
    ),
}


@pytest.mark.parametrize("name", CUTS)
def test_a_cut_is_a_failure_that_names_it(name: str, uncut: Uncut, judge: Judge) -> None:
    edit, detection, words = CUTS[name]
    verdict = judge(edited(uncut.document, edit))
    finding = _chain(verdict, detection)
    assert (verdict.exit_status, finding.status) == (1, Status.FAIL)
    assert words in finding.reason
    assert finding.fix


def test_uncut_the_environment_holds(uncut: Uncut, judge: Judge) -> None:
    verdict = judge(uncut.document)
    failing = [(one.control, one.subject, one.reason) for one in verdict.failing()]
    assert (verdict.exit_status, failing) == (0, [])


def test_the_line_shows_where_it_breaks(uncut: Uncut, judge: Judge) -> None:
    from hinomi.reports.sections import chain_text

    finding = _chain(judge(edited(uncut.document, drop(MAIL))), "rejected-flows")
    assert finding.chain is not None
    assert chain_text(finding.chain) == (
        "flow log of aws_vpc.watched → log group /hinomi-local/vpc-flow-logs → "
        "metric filter hinomi-local-rejected-flows → alarm hinomi-local-rejected-flows → "
        "topic hinomi-local-alarms → function hinomi-local-notifier → "
        "topic hinomi-local-notifications → "
        "✗ sqs arn:aws:sqs:ap-northeast-1:111122223333:hinomi-local-next-action"
    )


def test_a_critical_detection_does_not_need_the_notifier(uncut: Uncut, judge: Judge) -> None:
    finding = _chain(judge(edited(uncut.document, drop(MAIL))), "root-user-used")
    assert finding.status is Status.PASS
    assert finding.chain is not None
    assert "function" not in {link.kind for link in finding.chain.links}


def test_a_look_alike_does_not_stand_in_for_a_cut_chain(uncut: Uncut, judge: Judge) -> None:
    """rejected-remote-access matches the samples of rejected-flows too: it is another's filter."""
    alarm = f'{M}aws_cloudwatch_metric_alarm.detection["rejected-flows"]'
    verdict = judge(edited(uncut.document, put(alarm, ("actions_enabled",), value=False)))
    finding = _chain(verdict, "rejected-flows")
    assert (finding.status, finding.address) == (Status.FAIL, alarm)


ERRORS = f"{M}aws_cloudwatch_metric_alarm.notifier_errors"


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (drop(ERRORS), "no alarm on its errors takes a way that it is not on itself"),
        (
            within(ERRORS, ("alarm_actions", 0), "-plain", "-alarms"),
            "no alarm on its errors takes a way that it is not on itself",
        ),
        (put(ERRORS, ("actions_enabled",), value=False), "actions_enabled is false"),
        (drop(f"{M}aws_sns_topic_subscription.plain_mail*"), "no subscription on topic"),
    ],
)
def test_a_failing_notifier_is_told_about_without_it(
    edit: Edit, words: str, uncut: Uncut, judge: Judge
) -> None:
    verdict = judge(edited(uncut.document, edit))
    finding = next(
        one for one in verdict.findings if one.control == "notifier_failure_reaches_reader"
    )
    assert (verdict.exit_status, finding.status) == (1, Status.FAIL)
    assert words in finding.reason


def test_equivalent_patterns_and_wider_formats_still_hold(uncut: Uncut, judge: Judge) -> None:
    swapped = put(
        f'{M}aws_cloudwatch_log_metric_filter.detection["root-user-used"]',
        ("pattern",),
        '{ ($.eventType != "AwsServiceEvent") && ($.userIdentity.invokedBy NOT EXISTS) && '
        "($.userIdentity.type = Root) }",
    )
    longer = put(
        FLOW_LOG,
        ("log_format",),
        "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} "
        "${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}",
    )
    assert judge(edited(uncut.document, swapped, longer)).exit_status == 0


def test_a_value_through_a_local_is_unknown_and_keeps_the_gate_shut(
    uncut: Uncut, judge: Judge
) -> None:
    alarm = f'{M}aws_cloudwatch_metric_alarm.detection["rejected-flows"]'
    verdict = judge(edited(uncut.document, unknown(alarm, "alarm_actions", ["local.somewhere"])))
    finding = _chain(verdict, "rejected-flows")
    assert (verdict.exit_status, finding.status) == (1, Status.UNKNOWN)
    assert "local.somewhere in module notification" in finding.reason


def _chain(verdict: Verdict, detection: str) -> Finding:
    return next(one for one in verdict.findings if one.subject == detection)
