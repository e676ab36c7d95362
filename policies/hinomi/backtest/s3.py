"""Objects in S3. boto3 is imported only where an `s3://` path is given."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from .errors import BacktestError


def objects(path: str) -> Iterator[tuple[str, int]]:
    """(name, size) of every object below `s3://bucket/prefix`; raises BacktestError."""
    from botocore.exceptions import BotoCoreError, ClientError

    bucket, _, prefix = path.removeprefix("s3://").partition("/")
    try:
        for page in (
            _client().get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        ):
            for one in page.get("Contents", ()):
                if not one["Key"].endswith("/"):  # the console's folders
                    yield f"s3://{bucket}/{one['Key']}", one["Size"]
    except (BotoCoreError, ClientError) as error:
        raise BacktestError(
            f"the bucket cannot be listed ({error})",
            where=path,
            change="Sign in to the account of the bucket; it takes s3:ListBucket and s3:GetObject.",
        ) from error


def chunks(name: str, size: int) -> Iterator[bytes]:
    """The bytes of an object; raises OSError where it cannot be read."""
    from botocore.exceptions import BotoCoreError, ClientError

    bucket, _, key = name.removeprefix("s3://").partition("/")
    try:
        body = _client().get_object(Bucket=bucket, Key=key)["Body"]
        yield from body.iter_chunks(size)
    except (BotoCoreError, ClientError) as error:
        raise OSError(f"S3 does not give it ({error})") from error


@lru_cache(maxsize=1)
def _client() -> Any:
    try:
        import boto3
    except ModuleNotFoundError as error:
        raise BacktestError(
            "reading from S3 needs boto3", where="s3://", change="Install it: pip install boto3."
        ) from error
    return boto3.client("s3")
