"""What the braces in the tables stand for."""

from __future__ import annotations

from tests.permissions.world import HERE, NAME, REGION, World

OTHER = "999900001111"


def words(world: World) -> dict[str, str]:
    audit = f"{NAME}-audit-{world.archive}-{REGION}"
    return {
        # where this account's own buckets log to, and canaries keep what they saw
        "access_log_bucket": f"arn:aws:s3:::{NAME}-delivery-{HERE}-{REGION}"
        if world.archive == HERE
        else f"arn:aws:s3:::{NAME}-access-logs-{HERE}-{REGION}",
        "access_logs": f"arn:aws:s3:::{NAME}-access-logs-{HERE}-{REGION}",
        "archive": world.archive,
        "audit": f"arn:aws:s3:::{audit}",
        "audit_name": audit,
        "delivery": f"arn:aws:s3:::{NAME}-delivery-{world.archive}-{REGION}",
        "function": f"arn:aws:lambda:{REGION}:{HERE}:function:{NAME}",
        "group": f"arn:aws:logs:{REGION}:{HERE}:log-group",
        "here": HERE,
        "key_audit": world.keys["audit"],
        "key_logs": world.keys["logs"],
        "key_messaging": world.keys["messaging"],
        "key_us_east_1": f"arn:aws:kms:us-east-1:{HERE}:key/us_east_1",
        "management": world.management,
        "name": NAME,
        "prefix": world.prefix,
        "other": OTHER,
        "queue": f"arn:aws:sqs:{REGION}:{HERE}:{NAME}",
        "region": REGION,
        "role": f"arn:aws:iam::{HERE}:role/{NAME}",
        "queue_us_east_1": f"arn:aws:sqs:us-east-1:{HERE}:{NAME}",
        "search": f"arn:aws:es:{REGION}:{HERE}:domain/{NAME}-search",
        "topic_us_east_1": f"arn:aws:sns:us-east-1:{HERE}:{NAME}",
        "topic": f"arn:aws:sns:{REGION}:{HERE}:{NAME}",
    }
