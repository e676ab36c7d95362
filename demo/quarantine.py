"""What the shipper kept aside because no document could be made of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from demo.errors import DemoError


@dataclass(frozen=True)
class Kept:
    """One thing in quarantine: where its raw bytes lie, where they came from, and why.

    `origin` is the key of the object it came from ("" for a log event); `whole` says that the
    object was kept as it is, not one record of it.
    """

    raw_key: str
    origin: str
    reason: str
    whole: bool


def kept_aside(s3: Any, bucket: str, prefix: str) -> tuple[Kept, ...]:
    """Every description under the prefix (`<key>.json` beside `<key>.raw`)."""
    return tuple(_described(s3, bucket, key) for key in sorted(_keys(s3, bucket, prefix)))


def raw_bytes(s3: Any, bucket: str, kept: Kept) -> bytes:
    """The bytes that were kept."""
    content: bytes = s3.get_object(Bucket=bucket, Key=kept.raw_key)["Body"].read()
    return content


def _described(s3: Any, bucket: str, key: str) -> Kept:
    content = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    try:
        description = json.loads(content)
        source = description["source"]
        return Kept(
            raw_key=description["raw"]["key"],
            origin=source.get("key", ""),
            reason=description["error"]["reason"],
            whole="position" not in source,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DemoError(f"s3://{bucket}/{key} is no description: {error!r}") from error


def _keys(s3: Any, bucket: str, prefix: str) -> Iterator[str]:
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for entry in page.get("Contents", []):
            if entry["Key"].endswith(".json"):
                yield entry["Key"]
