"""Metrics that AWS services publish of themselves: a watch on the watch stands on them."""

import json
import time

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.cloud


def total(emulator, namespace, name, **dimensions):
    """The sum of a metric under exactly these dimensions, over the last minutes."""
    answer = emulator.client("cloudwatch").get_metric_statistics(
        Namespace=namespace,
        MetricName=name,
        Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
        StartTime=time.time() - 600,
        EndTime=time.time() + 60,
        Period=60,
        Statistics=["Sum"],
    )
    return sum(point["Sum"] for point in answer["Datapoints"])


@pytest.fixture
def group(emulator, request):
    name = f"/metrics/{request.node.name}"
    logs = emulator.client("logs")
    logs.create_log_group(logGroupName=name)
    logs.create_log_stream(logGroupName=name, logStreamName="one")
    yield name
    logs.delete_log_group(logGroupName=name)


@pytest.fixture
def queue(emulator, request):
    sqs = emulator.client("sqs")
    url = sqs.create_queue(QueueName=request.node.name[:80])["QueueUrl"]
    yield url
    sqs.delete_queue(QueueUrl=url)


def put(emulator, group, *messages):
    now = int(time.time() * 1000)
    emulator.client("logs").put_log_events(
        logGroupName=group,
        logStreamName="one",
        logEvents=[{"timestamp": now, "message": message} for message in messages],
    )


def test_a_log_group_counts_what_reaches_it(emulator, group):
    assert total(emulator, "AWS/Logs", "IncomingLogEvents", LogGroupName=group) == 0
    put(emulator, group, "one", "two")
    put(emulator, group, "three")
    assert total(emulator, "AWS/Logs", "IncomingLogEvents", LogGroupName=group) == 3
    assert total(emulator, "AWS/Logs", "IncomingBytes", LogGroupName=group) == 11 + 3 * 26
    # Nobody subscribes to it.
    forwarded = {"DestinationType": "Lambda", "FilterName": "any", "LogGroupName": group}
    assert total(emulator, "AWS/Logs", "ForwardedLogEvents", **forwarded) == 0


def test_events_for_a_function_that_is_gone_are_delivery_errors(emulator, group):
    emulator.client("logs").put_subscription_filter(
        logGroupName=group,
        filterName="search",
        filterPattern="wanted",
        destinationArn="arn:aws:lambda:ap-northeast-1:111122223333:function:gone",
    )
    put(emulator, group, "wanted one", "other", "wanted two")
    dimensions = {"DestinationType": "Lambda", "FilterName": "search", "LogGroupName": group}
    assert total(emulator, "AWS/Logs", "DeliveryErrors", **dimensions) == 2
    assert total(emulator, "AWS/Logs", "ForwardedLogEvents", **dimensions) == 0


def test_a_queue_counts_each_message_sent_whoever_sends_it(emulator, queue):
    name = queue.rpartition("/")[2]
    sqs, sns, s3 = (emulator.client(service) for service in ("sqs", "sns", "s3"))
    sqs.send_message(QueueUrl=queue, MessageBody="1")
    entries = [{"Id": str(number), "MessageBody": "more"} for number in range(2)]
    sqs.send_message_batch(QueueUrl=queue, Entries=entries)
    assert total(emulator, "AWS/SQS", "NumberOfMessagesSent", QueueName=name) == 3

    topic = sns.create_topic(Name=name)["TopicArn"]
    arn = f"arn:aws:sqs:ap-northeast-1:111122223333:{name}"
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": ["sns.amazonaws.com", "s3.amazonaws.com"]},
                "Action": "sqs:SendMessage",
                "Resource": arn,
            }
        ],
    }
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(policy)})
    sns.publish(TopicArn=topic, Message="4")
    assert total(emulator, "AWS/SQS", "NumberOfMessagesSent", QueueName=name) == 4

    bucket = f"{name.replace('_', '-')[:50]}-b"
    location = {"LocationConstraint": "ap-northeast-1"}
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=location)
    wanted = {"QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}]}
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=wanted)
    before = total(emulator, "AWS/SQS", "NumberOfMessagesSent", QueueName=name)
    s3.put_object(Bucket=bucket, Key="one", Body=b"1")
    assert total(emulator, "AWS/SQS", "NumberOfMessagesSent", QueueName=name) == before + 1


def test_a_message_that_is_refused_is_not_counted(emulator, queue):
    name = queue.rpartition("/")[2]
    with pytest.raises(ClientError):
        emulator.client("sqs").send_message(QueueUrl=queue, MessageBody="")
    assert total(emulator, "AWS/SQS", "NumberOfMessagesSent", QueueName=name) == 0
