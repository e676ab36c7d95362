"""Resources that Terraform reads back: flow logs, trails; and policies that want TLS."""

import json

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.cloud

ROLE = "arn:aws:iam::111122223333:role/delivery"
GROUP = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/test/flow-logs"


def test_a_flow_log_keeps_what_it_was_given(emulator):
    ec2 = emulator.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.create_flow_logs(
        ResourceIds=[vpc],
        ResourceType="VPC",
        TrafficType="REJECT",
        LogDestination=GROUP,
        DeliverLogsPermissionArn=ROLE,
        MaxAggregationInterval=60,
        TagSpecifications=[
            {"ResourceType": "vpc-flow-log", "Tags": [{"Key": "team", "Value": "a & b"}]}
        ],
    )
    found = ec2.describe_flow_logs(
        Filters=[{"Name": "log-group-name", "Values": ["/test/flow-logs"]}]
    )
    [log] = found["FlowLogs"]
    assert log["DeliverLogsPermissionArn"] == ROLE
    assert log["MaxAggregationInterval"] == 60
    assert log["LogGroupName"] == "/test/flow-logs"
    assert log["Tags"] == [{"Key": "team", "Value": "a & b"}]
    assert log["LogFormat"].startswith("${version} ${account-id}")
    elsewhere = [{"Name": "traffic-type", "Values": ["ACCEPT"]}]
    assert ec2.describe_flow_logs(Filters=elsewhere)["FlowLogs"] == []


def test_a_flow_log_to_a_bucket_keeps_its_options(emulator):
    ec2 = emulator.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    options = {
        "FileFormat": "parquet",
        "HiveCompatiblePartitions": True,
        "PerHourPartition": False,
    }
    ec2.create_flow_logs(
        ResourceIds=[vpc],
        ResourceType="VPC",
        TrafficType="ALL",
        LogDestinationType="s3",
        LogDestination="arn:aws:s3:::audit",
        DestinationOptions=options,
    )
    [log] = ec2.describe_flow_logs(Filters=[{"Name": "resource-id", "Values": [vpc]}])["FlowLogs"]
    assert log["DestinationOptions"] == options
    assert log["MaxAggregationInterval"] == 600


def test_a_flow_log_to_a_log_group_needs_a_role(emulator):
    with pytest.raises(ClientError, match="DeliverLogsPermissionArn can't be empty"):
        emulator.client("ec2").create_flow_logs(
            ResourceIds=["vpc-1"], ResourceType="VPC", TrafficType="ALL", LogGroupName="/test"
        )


def test_a_trail_keeps_its_log_group_topic_and_tags(emulator):
    trails = emulator.client("cloudtrail")
    made = trails.create_trail(
        Name="trail",
        S3BucketName="audit",
        SnsTopicName="new-objects",
        CloudWatchLogsLogGroupArn=GROUP + ":*",
        CloudWatchLogsRoleArn=ROLE,
        TagsList=[{"Key": "team", "Value": "audit"}],
    )
    [trail] = trails.describe_trails(trailNameList=["trail"])["trailList"]
    for answer in (made, trail):
        assert answer["CloudWatchLogsLogGroupArn"] == GROUP + ":*"
        assert answer["CloudWatchLogsRoleArn"] == ROLE
        assert answer["SnsTopicARN"] == "arn:aws:sns:ap-northeast-1:111122223333:new-objects"
    tags = trails.list_tags(ResourceIdList=[trail["TrailARN"]])["ResourceTagList"][0]["TagsList"]
    assert tags == [{"Key": "team", "Value": "audit"}]
    trails.update_trail(Name="trail", SnsTopicName="")
    [trail] = trails.describe_trails(trailNameList=["trail"])["trailList"]
    assert "SnsTopicARN" not in trail


def test_a_policy_that_denies_all_but_tls_does_not_lock_out(emulator):
    s3 = emulator.client("s3")
    region = {"LocationConstraint": "ap-northeast-1"}
    s3.create_bucket(Bucket="tls-only", CreateBucketConfiguration=region)
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::tls-only", "arn:aws:s3:::tls-only/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    s3.put_bucket_policy(
        Bucket="tls-only", Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    )
    s3.put_object(Bucket="tls-only", Key="a", Body=b"b")
    sqs = emulator.client("sqs")
    queue = sqs.create_queue(QueueName="tls-only")["QueueUrl"]
    statement |= {
        "Action": "sqs:*",
        "Resource": "arn:aws:sqs:ap-northeast-1:111122223333:tls-only",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    assert sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
