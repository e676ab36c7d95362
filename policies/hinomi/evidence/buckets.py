"""S3 buckets."""

from __future__ import annotations

from dataclasses import dataclass

from ..resource import Resource, Value
from .place import Place


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket."""

    address: str
    place: Place
    name: Value

    @classmethod
    def of(cls, resource: Resource) -> Bucket:
        return cls(resource.address, Place.of(resource), resource.value("bucket"))


@dataclass(frozen=True, slots=True)
class BucketPolicy:
    """The policy of a bucket."""

    address: str
    bucket: Value

    @classmethod
    def of(cls, resource: Resource) -> BucketPolicy:
        return cls(resource.address, resource.value("bucket"))
