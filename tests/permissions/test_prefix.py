"""What stands before AWSLogs/ in the audit bucket is one fact: where services are told to write, they
may write, what they write is announced, and the shipper may read it."""

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
            [*([start] if start else []), f"AWSLogs/{known['here']}/CloudTrail/a.json.gz"]
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
        row = {"who": who, "from": "here", "does": "s3:PutObject", "to": to}
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
