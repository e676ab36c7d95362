"""The quarantine in S3: what cannot be indexed, raw, with the error and where it came from.

Two objects for each thing kept: `<key>.raw`, its bytes, and `<key>.json`, which names them. The
key is made of the thing's origin and place, so that no two share one and a retry writes the same.
"""

from typing import Any

import msgspec

from shipper.errors import HandedBackError
from shipper.origin import ObjectOrigin, Origin, digest_of

SCHEMA = "hinomi.quarantine/1"


class Quarantine:
    """Keeps raw bytes under `prefix` of `bucket`. `s3` is a boto3 client."""

    def __init__(self, s3: Any, bucket: str, prefix: str) -> None:
        self._s3, self._bucket, self._prefix = s3, bucket, prefix

    def holds(self, bucket: str, key: str) -> bool:
        """Tell whether an announced object is one of our own, which must not be read again."""
        return bucket == self._bucket and key.startswith(self._prefix)

    def keep_record(
        self, dataset: str, origin: Origin, position: int | str, raw: bytes, error: dict[str, Any]
    ) -> None:
        """Keep one record. `position` is its byte offset, or the id of its log event."""
        place = f"{position:012d}" if isinstance(position, int) else position
        key = f"{self._prefix}{dataset}/{origin.digest}/{place}"
        self._put(f"{key}.raw", raw)
        self._describe(key, dataset, {**origin.coordinates(), "position": position}, error)

    def keep_object(self, dataset: str, origin: ObjectOrigin, error: dict[str, Any]) -> None:
        """Keep a whole object as it is; S3 copies it, so its size does not matter."""
        key = f"{self._prefix}{dataset}/{origin.digest}/object"
        source = {"Bucket": origin.bucket, "Key": origin.key}
        if origin.version_id:
            source["VersionId"] = origin.version_id
        self._attempt(
            self._s3.copy_object, Bucket=self._bucket, Key=f"{key}.raw", CopySource=source
        )
        self._describe(key, dataset, origin.coordinates(), error)

    def keep_delivery(self, source: str, raw: bytes, error: dict[str, Any]) -> None:
        """Keep a delivery that nothing can be read of, under the digest of its bytes."""
        key = f"{self._prefix}{source}/{digest_of(raw.hex())}/delivery"
        self._put(f"{key}.raw", raw)
        self._describe(key, source, {"kind": "delivery"}, error)

    def _describe(
        self, key: str, dataset: str, source: dict[str, Any], error: dict[str, Any]
    ) -> None:
        description = {
            "schema": SCHEMA,
            "dataset": dataset,
            "error": error,
            "source": source,
            "raw": {"bucket": self._bucket, "key": f"{key}.raw"},
        }
        self._put(f"{key}.json", msgspec.json.format(msgspec.json.encode(description)))

    def _put(self, key: str, body: bytes) -> None:
        self._attempt(self._s3.put_object, Bucket=self._bucket, Key=key, Body=body)

    def _attempt(self, call: Any, **arguments: Any) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            call(**arguments)
        except (BotoCoreError, ClientError) as error:
            # Not kept is not quarantined: the source must deliver it again.
            raise HandedBackError(f"the quarantine could not be written: {error}") from error
