"""CloudWatch alarms in the emulator: what is described, judged, and sent."""

import json
import time

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.cloud

ALARM = {
    "Namespace": "test/alarms",
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 2.0,
    "ComparisonOperator": "GreaterThanOrEqualToThreshold",
    "TreatMissingData": "notBreaching",
}
SHIPPER = [{"Name": "service", "Value": "shipper"}]


@pytest.fixture
def topic(emulator, request):
    sns = emulator.client("sns")
    arn = sns.create_topic(Name=request.node.name[:80])["TopicArn"]
    sns.subscribe(TopicArn=arn, Protocol="email", Endpoint="on-call@example.com")
    yield arn
    sns.delete_topic(TopicArn=arn)


def put_alarm(emulator, name, **changed):
    emulator.client("cloudwatch").put_metric_alarm(
        **{"AlarmName": name, "MetricName": name, **ALARM, **changed}
    )


def put_value(emulator, name, value=1.0, **more):
    emulator.client("cloudwatch").put_metric_data(
        Namespace="test/alarms", MetricData=[{"MetricName": name, "Value": value, **more}]
    )


def described(emulator, name):
    answer = emulator.client("cloudwatch").describe_alarms(
        AlarmNames=[name], AlarmTypes=["MetricAlarm", "CompositeAlarm"]
    )
    [alarm] = answer["MetricAlarms"] + answer["CompositeAlarms"]
    return alarm


def mails(emulator, topic):
    found = (json.loads(path.read_text()) for path in sorted(emulator.mail.glob("*.json")))
    return [mail for mail in found if mail["topic_arn"] == topic]


def test_describe_alarms_gives_back_all_that_was_put(emulator, topic):
    given = {
        "AlarmDescription": 'a < b & "c"',
        "ActionsEnabled": False,
        "AlarmActions": [topic],
        "OKActions": [topic],
        "InsufficientDataActions": [topic],
        "Dimensions": SHIPPER,
        "DatapointsToAlarm": 1,
        "Unit": "Count",
    }
    put_alarm(emulator, "described", **given)
    alarm = described(emulator, "described")
    expected = {**ALARM, **given, "MetricName": "described"}
    assert {name: alarm.get(name) for name in expected} == expected
    assert alarm["StateUpdatedTimestamp"].timestamp() == pytest.approx(time.time(), abs=60)


def test_a_percentile_alarm_has_no_plain_statistic(emulator):
    given = {name: value for name, value in ALARM.items() if name != "Statistic"}
    emulator.client("cloudwatch").put_metric_alarm(
        AlarmName="p", MetricName="p", ExtendedStatistic="p95", **given
    )
    alarm = described(emulator, "p")
    assert alarm["ExtendedStatistic"] == "p95"
    assert "Statistic" not in alarm


def test_an_alarm_on_metric_math_is_refused_rather_than_never_judged(emulator):
    with pytest.raises(ClientError, match="does not evaluate metric math"):
        emulator.client("cloudwatch").put_metric_alarm(
            AlarmName="math",
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
            Metrics=[{"Id": "e1", "Expression": "1 + 1"}],
        )


def test_an_alarm_rings_once_its_threshold_is_reached(emulator, topic, eventually):
    put_alarm(emulator, "rings", AlarmActions=[topic], AlarmDescription="Look.")
    assert described(emulator, "rings")["StateValue"] == "OK"
    put_value(emulator, "rings", 1)
    put_value(emulator, "rings", 1)
    [mail] = eventually(lambda: mails(emulator, topic))
    assert mail["to"] == "on-call@example.com"
    assert mail["subject"] == 'ALARM: "rings" in Asia Pacific (Tokyo)'
    body = json.loads(mail["body"])
    assert body["AlarmArn"] == "arn:aws:cloudwatch:ap-northeast-1:111122223333:alarm:rings"
    assert (body["OldStateValue"], body["NewStateValue"]) == ("OK", "ALARM")
    assert body["NewStateReason"].startswith("Threshold Crossed: 1 datapoint [2.0 (")
    assert body["Trigger"]["TreatMissingData"] == "notBreaching"


def test_an_alarm_watches_exactly_its_dimensions(emulator, eventually):
    put_alarm(emulator, "dimensions", Dimensions=SHIPPER)
    put_alarm(emulator, "other", MetricName="dimensions")
    put_value(emulator, "dimensions", 5, Dimensions=SHIPPER)
    rung = lambda: described(emulator, "dimensions")["StateValue"] == "ALARM"  # noqa: E731
    assert eventually(rung)
    assert described(emulator, "other")["StateValue"] == "OK"


def test_two_of_three_needs_two(emulator, eventually):
    put_alarm(emulator, "two", EvaluationPeriods=3, DatapointsToAlarm=2)
    minute = time.time() // 60 * 60
    put_value(emulator, "two", 9, Timestamp=minute - 120)
    put_value(emulator, "two", 1, Timestamp=minute - 60)
    time.sleep(1.5)  # more than a tick of the alarms' clock
    assert described(emulator, "two")["StateValue"] == "OK"
    put_value(emulator, "two", 9, Timestamp=minute - 60)
    assert eventually(lambda: described(emulator, "two")["StateValue"] == "ALARM")


@pytest.mark.parametrize(
    ("treatment", "state"),
    [("breaching", "ALARM"), ("notBreaching", "OK"), ("missing", "INSUFFICIENT_DATA")],
)
def test_an_alarm_without_data(emulator, treatment, state):
    put_alarm(emulator, f"silent-{treatment}", TreatMissingData=treatment)
    assert described(emulator, f"silent-{treatment}")["StateValue"] == state


def test_disabled_actions_are_silent(emulator, topic, eventually):
    put_alarm(emulator, "mute", AlarmActions=[topic], ActionsEnabled=False)
    put_value(emulator, "mute", 5)
    assert eventually(lambda: described(emulator, "mute")["StateValue"] == "ALARM")
    assert mails(emulator, topic) == []


def test_a_topic_whose_policy_leaves_cloudwatch_out_stays_silent(emulator, topic, eventually):
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": topic,
    }
    emulator.client("sns").set_topic_attributes(
        TopicArn=topic,
        AttributeName="Policy",
        AttributeValue=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
    put_alarm(emulator, "denied", AlarmActions=[topic])
    put_value(emulator, "denied", 5)
    assert eventually(lambda: described(emulator, "denied")["StateValue"] == "ALARM")
    assert mails(emulator, topic) == []
    history = emulator.client("cloudwatch").describe_alarm_history(
        AlarmName="denied", HistoryItemType="Action"
    )
    assert "Failed to execute action" in history["AlarmHistoryItems"][0]["HistorySummary"]


RULES = [
    ('ALARM("{a}") AND ALARM("{b}")', ["OK", "OK", "ALARM"]),
    ('ALARM("{a}") OR ALARM("{b}")', ["OK", "ALARM", "ALARM"]),
    ('ALARM("{a}") AND NOT ALARM("{b}")', ["OK", "ALARM", "OK"]),
    ('OK("{a}") OR INSUFFICIENT_DATA("{b}")', ["ALARM", "OK", "OK"]),
]


@pytest.mark.parametrize(("rule", "states"), RULES)
def test_a_composite_alarm_follows_its_children(emulator, topic, rule, states):
    """The first child is put in ALARM, then the second; both begin in OK."""
    cloudwatch = emulator.client("cloudwatch")
    number = RULES.index((rule, states))
    names = {"a": f"child-a-{number}", "b": f"child-b-{number}"}
    for name in names.values():
        put_alarm(emulator, name, ActionsEnabled=False, EvaluationPeriods=3)
    composite = f"composite-{number}"
    cloudwatch.put_composite_alarm(
        AlarmName=composite, AlarmRule=rule.format(**names), AlarmActions=[topic]
    )
    seen = [described(emulator, composite)["StateValue"]]
    for name in names.values():
        put_value(emulator, name, 9, Timestamp=time.time() - 120)
        put_value(emulator, name, 9, Timestamp=time.time() - 60)
        put_value(emulator, name, 9)
        deadline = time.monotonic() + 10
        while described(emulator, name)["StateValue"] != "ALARM" and time.monotonic() < deadline:
            time.sleep(0.1)
        seen.append(described(emulator, composite)["StateValue"])
    assert seen == states
    bodies = [json.loads(mail["body"]) for mail in mails(emulator, topic)]
    assert [body["NewStateValue"] for body in bodies] == ["ALARM"]
    assert bodies[0]["AlarmRule"] == rule.format(**names)
    assert "Trigger" not in bodies[0]
