"""boto3 clients that can reach the local cloud, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config


@dataclass(frozen=True)
class AwsClients:
    s3: Any
    logs: Any
    sqs: Any


def aws_clients(environment: Mapping[str, str]) -> AwsClients:
    """`environment` as the local cloud gives it; the user's own AWS_* variables play no part."""
    session = boto3.session.Session(
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        region_name=environment["AWS_REGION"],
    )
    config = Config(
        s3={"addressing_style": "path"},
        retries={"max_attempts": 3, "mode": "standard"},
        connect_timeout=5,
        read_timeout=60,
    )
    made = {
        service: session.client(
            service, endpoint_url=environment["AWS_ENDPOINT_URL"], config=config
        )
        for service in ("s3", "logs", "sqs")
    }
    return AwsClients(**made)
