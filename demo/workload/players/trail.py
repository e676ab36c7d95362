"""CloudTrail: the calls that made the workload, as objects in the bucket of the trail."""

from __future__ import annotations

import gzip
import json
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime

from demo.clients import Clients
from demo.clock import cloudtrail_time, milliseconds
from demo.sender.cloudtrail import object_key
from demo.sender.log_events import LogStreams
from demo.workload.expected import TRAIL
from demo.workload.log import NotConfigured, ObjectPlace, Outcome, Written
from demo.workload.players.workload import Workload
from demo.workload.visits import Visit

_CALLS = (
    ("ec2.amazonaws.com", "DescribeInstances"),
    ("elasticloadbalancing.amazonaws.com", "DescribeLoadBalancers"),
    ("lambda.amazonaws.com", "GetFunction20150331v2"),
    ("ssm.amazonaws.com", "ListAssociations"),
)


def play(
    clients: Clients, workload: Workload, visits: Sequence[Visit], now: datetime
) -> Iterator[Outcome]:
    trails = clients.client("cloudtrail")
    trail = trails.get_trail(Name=workload.trail)["Trail"]
    if not trails.get_trail_status(Name=workload.trail)["IsLogging"]:
        yield NotConfigured(TRAIL, f"the trail {workload.trail} does not log")
        return
    account, region = workload.account, workload.region
    records = [
        {
            "eventVersion": "1.11",
            "userIdentity": {
                "type": "AssumedRole",
                "principalId": "AROAEXAMPLEDEPLOYER12:pipeline",
                "arn": f"arn:aws:sts::{account}:assumed-role/deployer/pipeline",
                "accountId": account,
            },
            "eventTime": cloudtrail_time(visits[number].at),
            "eventSource": source,
            "eventName": name,
            "awsRegion": region,
            "sourceIPAddress": "198.51.100.200",
            "userAgent": "APN/1.0 HashiCorp/1.0 Terraform/1.11.4",
            "requestParameters": None,
            "responseElements": None,
            "requestID": str(uuid.uuid4()),
            "eventID": str(uuid.uuid4()),
            "readOnly": True,
            "eventType": "AwsApiCall",
            "managementEvent": True,
            "recipientAccountId": account,
            "eventCategory": "Management",
        }
        for number, (source, name) in enumerate(_CALLS)
    ]
    lines = tuple(json.dumps(record, separators=(",", ":")) for record in records)
    key = object_key(now, account, region, 1)
    body = gzip.compress(f'{{"Records":[{",".join(lines)}]}}'.encode())
    clients.client("s3").put_object(Bucket=trail["S3BucketName"], Key=key, Body=body)
    if group := trail.get("CloudWatchLogsLogGroupArn", "").partition(":log-group:")[2]:
        # For the detections; what is searched comes from the bucket.
        events = [(milliseconds(now), line) for line in lines]
        streams = LogStreams(clients.client("logs"), group.removesuffix(":*"))
        streams.put(f"{account}_CloudTrail_{region}", events)
    yield Written(TRAIL, ObjectPlace(trail["S3BucketName"], key), lines, now)
