"""The clients that the story needs of the local cloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from demo.clients import Clients


@dataclass(frozen=True)
class AwsClients:
    s3: Any
    logs: Any
    sqs: Any


def aws_clients(environment: Mapping[str, str]) -> AwsClients:
    """`environment` as the local cloud gives it; the user's own AWS_* variables play no part."""
    clients = Clients.of(environment)
    return AwsClients(**{service: clients.client(service) for service in ("s3", "logs", "sqs")})
