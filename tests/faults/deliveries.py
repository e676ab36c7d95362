"""Lambda events in the shapes that AWS delivers, and a shipper to give them to."""

import base64
import gzip
import json
from typing import Any
from urllib.parse import quote_plus

from shipper import handler, settings
from shipper.search_client import SearchClient
from shipper.shipping import Shipping
from tests.faults.object_store import ObjectStore

BUCKET = "hinomi-test-audit"
CLOUDTRAIL_FOLDER = "AWSLogs/111122223333/CloudTrail/ap-northeast-1/2026/07/01"
CLOUDTRAIL_KEY = (
    f"{CLOUDTRAIL_FOLDER}/111122223333_CloudTrail_ap-northeast-1_20260701T0000Z_a1B2c3.json.gz"
)
FLOW_KEY = (
    "AWSLogs/111122223333/vpcflowlogs/ap-northeast-1/2026/07/01/"
    "111122223333_vpcflowlogs_ap-northeast-1_fl-0123456789abcdef0_20260701T0000Z_a1b2c3d4.log.gz"
)


class Context:
    """Lambda's context: so many seconds are left."""

    function_name = "hinomi-test-shipper"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:ap-northeast-1:111122223333:function:hinomi-test-shipper"
    aws_request_id = "00000000-0000-4000-8000-000000000000"

    def __init__(self, seconds: float = 60.0) -> None:
        self._seconds = seconds

    def get_remaining_time_in_millis(self) -> int:
        return int(self._seconds * 1000)


class Shipper:
    """The whole function, on a fake S3 and a search engine at `endpoint`."""

    def __init__(self, endpoint: str) -> None:
        found = settings.load(
            {
                "OPENSEARCH_ENDPOINT": endpoint,
                "OPENSEARCH_AUTH": "none",
                "QUARANTINE_BUCKET": BUCKET,
                "QUARANTINE_PREFIX": "quarantine/",
                "AWS_LAMBDA_FUNCTION_NAME": Context.function_name,
            }
        )
        self.s3 = ObjectStore()
        self._shipping = Shipping(found, self.s3, SearchClient(found.search))

    def handle(self, event: dict[str, Any], seconds: float = 60.0) -> dict[str, Any]:
        return handler.handle(event, Context(seconds), self._shipping)  # type: ignore[arg-type]

    def put(self, key: str, content: bytes) -> dict[str, Any]:
        """Put an object and return the event that announces it."""
        self.s3.objects[BUCKET, key] = content
        return queue_event([sns(s3_event(key))])

    def put_cloudtrail(self, records: list[Any], key: str = CLOUDTRAIL_KEY) -> dict[str, Any]:
        return self.put(key, gzip.compress(json.dumps({"Records": records}).encode()))


def s3_event(*keys: str) -> dict[str, Any]:
    return {
        "Records": [
            {
                "eventSource": "aws:s3",
                "eventName": "ObjectCreated:Put",
                "s3": {"bucket": {"name": BUCKET}, "object": {"key": quote_plus(key, safe="/")}},
            }
            for key in keys
        ]
    }


def sns(message: Any) -> dict[str, Any]:
    return {"Type": "Notification", "MessageId": "m", "Message": json.dumps(message)}


def queue_event(bodies: list[Any]) -> dict[str, Any]:
    return {
        "Records": [
            {
                "messageId": f"message-{number}",
                "receiptHandle": "handle",
                "body": body if isinstance(body, str) else json.dumps(body),
                "attributes": {},
                "messageAttributes": {},
                "md5OfBody": "",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:ap-northeast-1:111122223333:objects",
                "awsRegion": "ap-northeast-1",
            }
            for number, body in enumerate(bodies)
        ]
    }


def subscription_event(
    messages: list[str],
    log_group: str = "/hinomi-test/vpc-flow-logs",
    log_stream: str = "eni-0123456789abcdef0-all",
    message_type: str = "DATA_MESSAGE",
) -> dict[str, Any]:
    payload = {
        "messageType": message_type,
        "owner": "111122223333",
        "logGroup": log_group,
        "logStream": log_stream,
        "subscriptionFilters": ["to-the-shipper"],
        "logEvents": [
            {"id": f"{number:056d}", "timestamp": 1_782_864_000_000, "message": message}
            for number, message in enumerate(messages, 1)
        ],
    }
    packed = gzip.compress(json.dumps(payload).encode())
    return {"awslogs": {"data": base64.b64encode(packed).decode()}}


def record(number: int, **changes: Any) -> dict[str, Any]:
    """Return a small CloudTrail record with an id of its own."""
    return {
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "IAMUser",
            "principalId": "AIDAEXAMPLE",
            "arn": "arn:aws:iam::111122223333:user/alice",
            "accountId": "111122223333",
            "userName": "alice",
        },
        "eventTime": "2026-07-01T00:00:00Z",
        "eventSource": "ec2.amazonaws.com",
        "eventName": "DescribeInstances",
        "awsRegion": "ap-northeast-1",
        "sourceIPAddress": "192.0.2.1",
        "userAgent": "example/1.0",
        "requestParameters": {"maxResults": number},
        "responseElements": None,
        "eventID": f"00000000-0000-4000-8000-{number:012d}",
        "readOnly": True,
        "eventType": "AwsApiCall",
        "recipientAccountId": "111122223333",
        **changes,
    }


def flow_line(number: int) -> str:
    return (
        f"2 111122223333 eni-0123456789abcdef0 192.0.2.{number % 250 + 1} 198.51.100.7 "
        f"{number % 60_000 + 1024} 22 6 20 4249 1782864000 1782864060 REJECT OK"
    )
