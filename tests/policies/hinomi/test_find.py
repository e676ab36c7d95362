"""Which pieces a value means: by reference, by name, or none."""

from __future__ import annotations

import pytest

from hinomi.chains.find import meant
from hinomi.iam import Answer
from hinomi.resource import Absent, Known, Unknown, Value
from tests.policies.hinomi.world import arn, made_from, resource, world

EVIDENCE = world(
    resource("aws_s3_bucket.logs", bucket="logs"),
    resource("aws_s3_bucket.later", bucket=...),
    resource("aws_sqs_queue.letters", name="letters"),
    resource("aws_lambda_function.shipper", function_name="shipper"),
    resource("aws_iam_role.shipper", name="shipper"),
    resource("aws_cloudwatch_log_group.trail", name="/trail"),
)


@pytest.mark.parametrize(
    ("value", "address"),
    [
        (Known("logs"), "aws_s3_bucket.logs"),
        (Known("arn:aws:s3:::logs/AWSLogs/"), "aws_s3_bucket.logs"),
        (Known("arn:aws:s3:::others"), None),
        (Unknown(made_from("aws_s3_bucket.later")), "aws_s3_bucket.later"),
        (Known(arn("sqs", "letters")), "aws_sqs_queue.letters"),
        (
            Known("https://sqs.ap-northeast-1.amazonaws.com/111122223333/letters"),
            "aws_sqs_queue.letters",
        ),
        (Known("arn:aws:sqs:us-east-1:111122223333:letters"), None),
        (Known(arn("lambda", "function:shipper:live")), "aws_lambda_function.shipper"),
        (Known("arn:aws:iam::111122223333:role/team/shipper"), "aws_iam_role.shipper"),
        (Known(arn("logs", "log-group:/trail:*")), "aws_cloudwatch_log_group.trail"),
        (Unknown(made_from(opaque=("local.x",))), None),
        (Absent(), None),
    ],
)
def test_what_a_value_means(value: Value, address: str | None) -> None:
    found = meant(EVIDENCE, value, *EVIDENCE.pieces)
    assert [one.piece.address for one in found] == ([address] if address else [])


def test_a_value_made_from_several_means_perhaps_each() -> None:
    value = Unknown(made_from("aws_s3_bucket.later", "aws_s3_bucket.logs"))
    found = meant(EVIDENCE, value, "aws_s3_bucket")
    assert {one.joined.answer for one in found} == {Answer.UNSURE}
    assert len(found) == 2


def test_a_reference_with_something_written_around_it_is_not_the_thing() -> None:
    value = Known("logs-old", origin=made_from("aws_s3_bucket.logs"))
    assert meant(EVIDENCE, value, "aws_s3_bucket") == []
