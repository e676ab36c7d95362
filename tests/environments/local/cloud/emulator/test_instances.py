"""Instances keep their monitoring; rights on log streams are judged on the stream."""

import json
import time

import boto3
import pytest
from botocore.exceptions import ClientError

from cloud.state import REGION


def test_detailed_monitoring_is_kept_and_switched(emulator):
    ec2 = emulator.client("ec2")

    def state(instance):
        answer = ec2.describe_instances(InstanceIds=[instance])
        return answer["Reservations"][0]["Instances"][0]["Monitoring"]["State"]

    given = {"ImageId": "ami-0123456789abcdef0", "MinCount": 1, "MaxCount": 1}
    plain = ec2.run_instances(**given)["Instances"][0]["InstanceId"]
    watched = ec2.run_instances(**given, Monitoring={"Enabled": True})["Instances"][0]["InstanceId"]
    assert (state(plain), state(watched)) == ("disabled", "enabled")

    answer = ec2.monitor_instances(InstanceIds=[plain])["InstanceMonitorings"]
    assert [one["Monitoring"]["State"] for one in answer] == ["enabled"]
    ec2.unmonitor_instances(InstanceIds=[watched])
    assert (state(plain), state(watched)) == ("enabled", "disabled")
    with pytest.raises(ClientError, match=r"InvalidInstanceID\.NotFound"):
        ec2.monitor_instances(InstanceIds=["i-0123456789abcdef0"])


def test_rights_on_a_log_stream_are_judged_on_the_stream(emulator):
    iam, logs = emulator.client("iam"), emulator.client("logs")
    for group in ("/its/own", "/of/others"):
        logs.create_log_group(logGroupName=group)
    arn = logs.describe_log_groups(logGroupNamePrefix="/its/own")["logGroups"][0]["logGroupArn"]
    user = iam.create_user(UserName="writer")["User"]["UserName"]
    statement = {
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": f"{arn}:log-stream:web-*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName=user, PolicyName="write", PolicyDocument=policy)
    key = iam.create_access_key(UserName=user)["AccessKey"]
    writer = boto3.client(
        "logs",
        endpoint_url=emulator.endpoint,
        region_name=REGION,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )

    writer.create_log_stream(logGroupName="/its/own", logStreamName="web-1")
    event = {"timestamp": int(time.time() * 1000), "message": "a line"}
    writer.put_log_events(logGroupName="/its/own", logStreamName="web-1", logEvents=[event])
    for group, stream in (("/its/own", "db-1"), ("/of/others", "web-1")):
        with pytest.raises(ClientError, match="AccessDenied"):
            writer.create_log_stream(logGroupName=group, logStreamName=stream)
