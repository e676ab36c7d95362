"""Emulated functions: what a topic sends is retried and kept, and alarms see the failures."""

import io
import json
import time
import zipfile

import pytest

pytestmark = pytest.mark.cloud

SOURCE = """
def handler(event, context):
    print("tried")
    raise RuntimeError("out of order")
"""


TALKATIVE = """
def handler(event, context):
    for number in range(event["lines"]):
        print(f"line {number}")
"""


def package_of(name, source):
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr(name, source)
    return package.getvalue()


def role_of(emulator, name):
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    iam = emulator.client("iam")
    answer = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    return answer["Role"]["Arn"]


@pytest.fixture
def failing(emulator):
    """The ARN of a function that fails, is tried once more, and has a queue for its failures."""
    functions = emulator.client("lambda")
    arn = functions.create_function(
        FunctionName="failing",
        Runtime="python3.13",
        Role=role_of(emulator, "failing"),
        Handler="failing.handler",
        Code={"ZipFile": package_of("failing.py", SOURCE)},
    )["FunctionArn"]
    emulator.client("sqs").create_queue(QueueName="failures")
    functions.put_function_event_invoke_config(
        FunctionName="failing",
        MaximumRetryAttempts=1,
        DestinationConfig={
            "OnFailure": {"Destination": "arn:aws:sqs:ap-northeast-1:111122223333:failures"}
        },
    )
    return arn


def alarm_state(emulator, name):
    [alarm] = emulator.client("cloudwatch").describe_alarms(AlarmNames=[name])["MetricAlarms"]
    return alarm["StateValue"]


def test_a_function_that_fails_on_a_message_is_retried_then_its_alarms_ring(
    emulator, failing, eventually
):
    cloudwatch = emulator.client("cloudwatch")
    watched = {
        "errors": ("AWS/Lambda", "Errors", "FunctionName", "failing"),
        "failures": ("AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "failures"),
    }
    for alarm, (namespace, metric, dimension, value) in watched.items():
        cloudwatch.put_metric_alarm(
            AlarmName=alarm,
            Namespace=namespace,
            MetricName=metric,
            Dimensions=[{"Name": dimension, "Value": value}],
            Statistic="Maximum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanOrEqualToThreshold",
            TreatMissingData="notBreaching",
        )
        assert alarm_state(emulator, alarm) == "OK"
    sns = emulator.client("sns")
    topic = sns.create_topic(Name="to-failing")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=failing)
    sns.publish(TopicArn=topic, Message="hello")

    sqs = emulator.client("sqs")
    queue = sqs.get_queue_url(QueueName="failures")["QueueUrl"]
    failures = {"QueueUrl": queue, "AttributeNames": ["ApproximateNumberOfMessages"]}
    visible = "ApproximateNumberOfMessages"
    assert eventually(lambda: sqs.get_queue_attributes(**failures)["Attributes"][visible] == "1")
    assert eventually(lambda: alarm_state(emulator, "errors") == "ALARM")
    assert eventually(lambda: alarm_state(emulator, "failures") == "ALARM")
    [record] = sqs.receive_message(QueueUrl=queue)["Messages"]
    notification = json.loads(record["Body"])["requestPayload"]["Records"][0]["Sns"]
    assert notification["Message"] == "hello"
    assert {"SigningCertUrl", "UnsubscribeUrl", "MessageAttributes"} <= set(notification)
    tried = emulator.client("logs").filter_log_events(
        logGroupName="/aws/lambda/failing", filterPattern="tried"
    )
    assert len(tried["events"]) == 2
    errors = cloudwatch.get_metric_statistics(
        Namespace="AWS/Lambda",
        MetricName="Errors",
        Dimensions=[{"Name": "FunctionName", "Value": "failing"}],
        StartTime=time.time() - 600,
        EndTime=time.time() + 60,
        Period=3600,
        Statistics=["Sum"],
    )
    assert sum(point["Sum"] for point in errors["Datapoints"]) == 2


@pytest.mark.parametrize("lines", [0, 3, 60_000])
def test_a_function_s_log_holds_all_that_it_wrote(emulator, lines):
    functions, logs = emulator.client("lambda"), emulator.client("logs")
    name = f"talkative-{lines}"
    functions.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Role=role_of(emulator, name),
        Handler="talkative.handler",
        Code={"ZipFile": package_of("talkative.py", TALKATIVE)},
    )
    functions.get_waiter("function_active_v2").wait(FunctionName=name)
    functions.invoke(FunctionName=name, Payload=json.dumps({"lines": lines}))
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=f"/aws/lambda/{name}", filterPattern="line"
    )
    found = [event["message"] for page in pages for event in page["events"]]
    assert found == [f"line {number}" for number in range(lines)]
