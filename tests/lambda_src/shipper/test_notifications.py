"""An object is found in every wrapping in which AWS announces it."""

import json
from typing import Any

import pytest

from shipper.errors import UnreadableError
from shipper.sources.notifications import Announced, announced_in, announces

KEY = "AWSLogs/111122223333/a b+ü.gz"
S3 = {
    "Records": [
        {
            "eventSource": "aws:s3",
            "eventName": "ObjectCreated:CompleteMultipartUpload",
            "s3": {
                "bucket": {"name": "audit"},
                "object": {"key": "AWSLogs/111122223333/a+b%2B%C3%BC.gz", "versionId": "v1"},
            },
        }
    ]
}
EVENTBRIDGE = {
    "version": "0",
    "detail-type": "Object Created",
    "source": "aws.s3",
    "detail": {"bucket": {"name": "audit"}, "object": {"key": KEY, "version-id": "v1"}},
}


def sns(message: Any) -> dict[str, Any]:
    return {"Type": "Notification", "Message": json.dumps(message)}


@pytest.mark.parametrize(
    "body",
    [
        S3,
        sns(S3),
        sns(sns(S3)),
        EVENTBRIDGE,
        sns(EVENTBRIDGE),
        {"Records": [{"EventSource": "aws:sns", "Sns": sns(S3)}]},
    ],
    ids=["S3", "SNS", "SNS twice", "EventBridge", "EventBridge by SNS", "SNS to Lambda"],
)
def test_the_object_is_found_with_its_version(body: dict[str, Any]) -> None:
    assert announced_in(json.dumps(body)) == [Announced("audit", KEY, "v1")]


def test_the_version_called_null_is_none() -> None:
    event = json.loads(json.dumps(S3).replace('"v1"', '"null"'))
    assert announced_in(json.dumps(event)) == [Announced("audit", KEY)]


@pytest.mark.parametrize(
    "body",
    ["", "no JSON", "5", "[]", "{}", '{"Records":[5]}', '{"Records":[{}]}', '{"Message":"x"}'],
)
def test_what_announces_nothing_is_unreadable(body: str) -> None:
    with pytest.raises(UnreadableError):
        announced_in(body)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (S3, True),
        (EVENTBRIDGE, True),
        ({"Records": [{"EventSource": "aws:sns"}]}, True),
        ({"Records": []}, False),
        ({"Records": [{"eventSource": "aws:kinesis"}]}, False),
        ({"source": "aws.ec2"}, False),
    ],
)
def test_direct_events_are_known_by_their_shape(event: dict[str, Any], expected: bool) -> None:
    assert announces(event) == expected
