"""KMS keys, their aliases and their policies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..iam import Document
from ..policy_documents import read
from ..resource import Known, Resource, Value
from .place import Place


@dataclass(frozen=True, slots=True)
class Key:
    """A customer key. `policy` is None where the key resource itself sets none.

    `ids` is its key id, where the source carries it already (directly or in its ARN).
    """

    address: str
    place: Place
    enabled: Value
    policy: Document | None
    ids: frozenset[str]

    @classmethod
    def of(cls, resource: Resource, documents: Mapping[str, Resource]) -> Key:
        ids = (resource.value("key_id"), resource.value("arn"))
        return cls(
            address=resource.address,
            place=Place.of(resource),
            enabled=resource.value("enabled" if "external" in resource.type else "is_enabled"),
            policy=read(resource.value("policy"), documents),
            ids=frozenset(
                str(one.value).rpartition("/")[2] for one in ids if isinstance(one, Known)
            ),
        )


@dataclass(frozen=True, slots=True)
class KeyPolicy:
    """A policy set on a key by a resource of its own."""

    address: str
    key: Value
    policy: Document | None

    @classmethod
    def of(cls, resource: Resource, documents: Mapping[str, Resource]) -> KeyPolicy:
        return cls(
            address=resource.address,
            key=resource.value("key_id"),
            policy=read(resource.value("policy"), documents),
        )


@dataclass(frozen=True, slots=True)
class KeyAlias:
    """A name for a key."""

    address: str
    place: Place
    name: Value
    key: Value

    @classmethod
    def of(cls, resource: Resource) -> KeyAlias:
        return cls(
            address=resource.address,
            place=Place.of(resource),
            name=resource.value("name"),
            key=resource.value("target_key_id"),
        )
