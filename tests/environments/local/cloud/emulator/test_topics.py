"""SNS in the emulator: mails, and what Publish refuses."""

import json

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.cloud


@pytest.fixture
def topic(emulator, request):
    sns = emulator.client("sns")
    arn = sns.create_topic(Name=request.node.name[:80].replace("[", "-").replace("]", ""))[
        "TopicArn"
    ]
    yield arn
    sns.delete_topic(TopicArn=arn)


def mails(emulator, topic):
    found = (json.loads(path.read_text()) for path in sorted(emulator.mail.glob("*.json")))
    return [mail for mail in found if mail["topic_arn"] == topic]


def queue_of(emulator, topic, name):
    sqs = emulator.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = f"arn:aws:sqs:ap-northeast-1:111122223333:{name}"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    emulator.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    return url


def test_each_protocol_gets_its_own_text(emulator, topic):
    sns = emulator.client("sns")
    url = queue_of(emulator, topic, "own-text")
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.com")
    sns.subscribe(TopicArn=topic, Protocol="email-json", Endpoint="b@example.com")
    sns.publish(
        TopicArn=topic,
        Subject="監査",
        MessageStructure="json",
        Message=json.dumps({"default": "short", "email": "本文", "sqs": '{"a": 1}'}),
    )
    plain, structured = mails(emulator, topic)
    assert (plain["to"], plain["subject"], plain["body"]) == ("a@example.com", "監査", "本文")
    assert json.loads(structured["body"])["Message"] == "short"
    [message] = emulator.client("sqs").receive_message(QueueUrl=url)["Messages"]
    assert json.loads(message["Body"])["Message"] == '{"a": 1}'


def test_a_filter_policy_holds_for_mail_too(emulator, topic):
    sns = emulator.client("sns")
    sns.subscribe(
        TopicArn=topic,
        Protocol="email",
        Endpoint="critical@example.com",
        Attributes={"FilterPolicy": json.dumps({"severity": ["critical"]})},
    )
    for severity in ("low", "critical"):
        attribute = {"DataType": "String", "StringValue": severity}
        sns.publish(TopicArn=topic, Message=severity, MessageAttributes={"severity": attribute})
    assert [mail["body"] for mail in mails(emulator, topic)] == ["critical"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"Message": "plain", "MessageStructure": "json"}, "failed to parse"),
        ({"Message": '{"email": "x"}', "MessageStructure": "json"}, "No default entry"),
        ({"Message": "x", "Subject": "two\nlines"}, "Subject"),
        ({"Message": "x", "Subject": "x" * 101}, "Subject"),
    ],
)
def test_messages_that_sns_refuses(emulator, topic, wrong, reason):
    with pytest.raises(ClientError, match=f"InvalidParameter.*{reason}"):
        emulator.client("sns").publish(TopicArn=topic, **wrong)
