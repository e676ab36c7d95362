"""Where records come from: the part of an id, of a document and of a quarantine key that tells."""

import hashlib
from functools import cached_property

import msgspec


class ObjectOrigin:
    """One version of one S3 object. `modified` is the object's time in epoch seconds."""

    kind = "s3_object"

    def __init__(
        self, bucket: str, key: str, version_id: str | None, etag: str, modified: int
    ) -> None:
        self.bucket, self.key, self.version_id, self.modified = bucket, key, version_id, modified
        # In a bucket without versions the ETag tells two contents of one key apart.
        self.version = version_id or etag
        self.name = f"s3://{bucket}/{key}"
        self.log = msgspec.Raw(msgspec.json.encode({"file": {"path": self.name}}))
        self.cloudwatch: msgspec.Raw | None = None

    @cached_property
    def digest(self) -> str:
        """Stands for bucket, key and version in ids and quarantine keys; the same on a retry."""
        return digest_of(self.bucket, self.key, self.version)

    def coordinates(self) -> dict[str, str]:
        return {
            "kind": self.kind,
            "bucket": self.bucket,
            "key": self.key,
            "version": self.version,
        }


class LogStreamOrigin:
    """One log stream, as a subscription delivers it."""

    kind = "log_stream"

    def __init__(self, owner: str, log_group: str, log_stream: str) -> None:
        self.owner, self.log_group, self.log_stream = owner, log_group, log_stream
        self.name = f"{log_group}:{log_stream}"
        self.log: msgspec.Raw | None = None
        self.cloudwatch = msgspec.Raw(
            msgspec.json.encode({"log_group": log_group, "log_stream": log_stream})
        )

    @cached_property
    def digest(self) -> str:
        return digest_of(self.owner, self.log_group, self.log_stream)

    def coordinates(self) -> dict[str, str]:
        return {
            "kind": self.kind,
            "owner": self.owner,
            "log_group": self.log_group,
            "log_stream": self.log_stream,
        }


Origin = ObjectOrigin | LogStreamOrigin


def digest_of(*parts: str) -> str:
    """Return 24 hexadecimal digits that stand for these parts, in this order."""
    # JSON keeps ("a", "bc") and ("ab", "c") apart. 12 bytes: one collision in about 10^14 objects.
    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=12).hexdigest()
