"""Reads announced S3 objects, a chunk at a time."""

from collections.abc import Iterator
from typing import Any

from shipper.errors import HandedBackError
from shipper.origin import ObjectOrigin
from shipper.sources.notifications import Announced

CHUNK_BYTES = 64 * 1024
GONE = ("NoSuchKey", "NoSuchVersion", "404")


class ObjectGoneError(Exception):
    """The object was deleted before it was read: no retry brings it back."""


def open_object(s3: Any, announced: Announced) -> tuple[ObjectOrigin, Any]:
    """Return where the object comes from, and its open body.

    The very version that was announced is read, so that a redelivery gives the same ids. Raises
    ObjectGoneError or HandedBackError.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    arguments = {"Bucket": announced.bucket, "Key": announced.key}
    if announced.version:
        arguments["VersionId"] = announced.version
    try:
        answer = s3.get_object(**arguments)
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in GONE:
            raise ObjectGoneError(f"s3://{announced.bucket}/{announced.key}: {code}") from error
        raise HandedBackError(f"s3://{announced.bucket}/{announced.key}: {code}") from error
    except BotoCoreError as error:
        raise HandedBackError(f"s3://{announced.bucket}/{announced.key}: {error}") from error
    origin = ObjectOrigin(
        announced.bucket,
        announced.key,
        announced.version,
        answer["ETag"].strip('"'),
        int(answer["LastModified"].timestamp()),
    )
    return origin, answer["Body"]


def chunks_of(body: Any) -> Iterator[bytes]:
    """Yield the object's bytes; raises HandedBackError when the transfer breaks off."""
    from botocore.exceptions import BotoCoreError
    from urllib3.exceptions import HTTPError

    try:
        while chunk := body.read(CHUNK_BYTES):
            yield chunk
    except (BotoCoreError, HTTPError, OSError) as error:
        # The transfer broke, not the object: the rest is there on the next delivery.
        raise HandedBackError(f"reading the object broke off: {type(error).__name__}") from error
