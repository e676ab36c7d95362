"""What stands before AWSLogs/ in the audit bucket, and the trail's ARN, are one fact each.

Where services are told to write they may write; that is announced, and the shipper may read it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.permissions.planned import ARCHIVES, world_of
from tests.permissions.test_table import asked
from tests.permissions.words import words
from tests.permissions.world import World


def _written(world: World) -> Iterator[tuple[str, str]]:
    """Sender and key of an object, as the plan tells the service to write it."""
    known = words(world)
    for one in world.planned("aws_cloudtrail"):
        start = one["s3_key_prefix"]
        key = "/".join(
            [*([start] if start else []), f"AWSLogs/{known['management']}/CloudTrail/a.json.gz"]
        )
        yield "cloudtrail", f"arn:aws:s3:::{one['s3_bucket_name']}/{key}"
    for one in world.planned("aws_flow_log"):
        if one["log_destination_type"] == "s3":
            folder = one["log_destination"].rstrip("/")
            yield "flow logs", f"{folder}/AWSLogs/{known['here']}/vpcflowlogs/a.log.gz"


@pytest.mark.parametrize("where", ARCHIVES)
def test_services_may_write_where_they_are_told_to(where: str) -> None:
    world = world_of(where)
    written = list(_written(world))
    assert {who for who, _ in written} == {"cloudtrail", "flow logs"}
    for who, to in written:
        acts_for = "management" if who == "cloudtrail" else "here"
        row = {"who": who, "from": acts_for, "does": "s3:PutObject", "to": to}
        decision = world.ask(*asked(world, row))
        assert decision, f"{who} to {to}: {decision.because}"


@pytest.mark.parametrize("where", ARCHIVES)
def test_what_they_write_is_announced_and_may_be_read(where: str) -> None:
    world = world_of(where)
    announced = [
        f"arn:aws:s3:::{one['bucket']}/{topic['filter_prefix']}"
        for one in world.planned("aws_s3_bucket_notification")
        for topic in one["topic"]
    ]
    for who, to in _written(world):
        assert any(to.startswith(place) for place in announced), f"{to}: {announced}"
        if who == "cloudtrail":  # flow logs are searched from their log group here
            decision = world.ask("role/hinomi-test-shipper", "s3:GetObject", to)
            assert decision, f"{to}: {decision.because}"


@pytest.mark.parametrize("where", ARCHIVES)
def test_the_trail_has_the_name_that_bucket_and_key_know(where: str) -> None:
    """The sender's ARN of the tables is the one that collection gives the trail."""
    world = world_of(where)
    row = {"who": "cloudtrail", "from": "management", "does": "s3:GetBucketAcl", "to": "{audit}"}
    assert asked(world, row)[3]["aws:SourceArn"] == world.trail_arn
