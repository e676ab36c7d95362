"""boto3 clients that can reach the local cloud, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config


@dataclass(frozen=True)
class Keys:
    """Whose calls these are."""

    access_key_id: str
    secret_access_key: str
    session_token: str | None = None


@dataclass(frozen=True)
class Clients:
    endpoint_url: str
    region: str
    keys: Keys

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Clients:
        """`environment` as the local cloud gives it; the user's own AWS_* play no part."""
        return cls(
            environment["AWS_ENDPOINT_URL"],
            environment["AWS_REGION"],
            Keys(environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"]),
        )

    def client(self, service: str, region: str | None = None) -> Any:
        return self._session.client(
            service,
            region_name=region or self.region,
            endpoint_url=self.endpoint_url,
            config=Config(
                s3={"addressing_style": "path"},
                retries={"max_attempts": 3, "mode": "standard"},
                connect_timeout=5,
                read_timeout=60,
            ),
        )

    def as_role(self, role: str) -> Clients:
        """The clients that a role has: what it may do is up to its policies."""
        session_name = role.rpartition("/")[2][:64]
        answer = self.client("sts").assume_role(RoleArn=role, RoleSessionName=session_name)
        given = answer["Credentials"]
        keys = Keys(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
        return replace(self, keys=keys)

    @cached_property
    def _session(self) -> Any:
        return boto3.session.Session(
            aws_access_key_id=self.keys.access_key_id,
            aws_secret_access_key=self.keys.secret_access_key,
            aws_session_token=self.keys.session_token,
        )
