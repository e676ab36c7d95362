"""S3 as far as the shipper uses it, in memory, with faults. Errors are botocore's own."""

import hashlib
import io
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError

MODIFIED = datetime(2026, 7, 2, tzinfo=UTC)


class BreakingBody(io.BytesIO):
    """A body whose transfer breaks off after so many bytes."""

    def __init__(self, content: bytes, after: int) -> None:
        super().__init__(content)
        self._after = after

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= self._after:
            raise ReadTimeoutError(endpoint_url="https://bucket.example.com")
        return super().read(min(size or -1, self._after - self.tell()))


class ObjectStore:
    """Objects by (bucket, key). `refuse` names calls to refuse, `break_after` cuts reads short."""

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], bytes] = {}
        self.refuse: set[str] = set()
        self.break_after: int | None = None
        self.puts: list[str] = []

    def get_object(self, *, Bucket: str, Key: str, VersionId: str = "") -> dict[str, Any]:  # noqa: N803
        self._check("GetObject")
        content = self._content(Bucket, Key)
        return {
            "Body": io.BytesIO(content)
            if self.break_after is None
            else BreakingBody(content, self.break_after),
            "ETag": f'"{hashlib.sha256(content).hexdigest()[:32]}"',
            "LastModified": MODIFIED,
            "VersionId": VersionId,
        }

    def put_object(self, *, Bucket: str, Key: str, Body: bytes) -> None:  # noqa: N803
        self._check("PutObject")
        self.puts.append(Key)
        self.objects[Bucket, Key] = Body

    def copy_object(self, *, Bucket: str, Key: str, CopySource: dict[str, str]) -> None:  # noqa: N803
        self._check("CopyObject")
        self.puts.append(Key)
        self.objects[Bucket, Key] = self._content(CopySource["Bucket"], CopySource["Key"])

    def quarantined(self) -> dict[str, bytes]:
        """Return what is in quarantine, by key without the prefix."""
        return {
            key.removeprefix("quarantine/"): content
            for (_, key), content in self.objects.items()
            if key.startswith("quarantine/")
        }

    def _content(self, bucket: str, key: str) -> bytes:
        if (bucket, key) not in self.objects:
            raise ClientError({"Error": {"Code": "NoSuchKey", "Message": "gone"}}, "GetObject")
        return self.objects[bucket, key]

    def _check(self, call: str) -> None:
        if call in self.refuse:
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, call)
