"""Lambda functions, who may invoke them, and what their roles may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..iam import Document
from ..policy_documents import read
from ..resource import Resource, Value
from .place import Place


@dataclass(frozen=True, slots=True)
class Function:
    """A function. `resource` keeps the environment, read variable by variable."""

    address: str
    place: Place
    name: Value
    role: Value
    reserved_concurrency: Value
    resource: Resource

    @classmethod
    def of(cls, resource: Resource) -> Function:
        return cls(
            address=resource.address,
            place=Place.of(resource),
            name=resource.value("function_name"),
            role=resource.value("role"),
            reserved_concurrency=resource.value("reserved_concurrent_executions"),
            resource=resource,
        )

    def variable(self, name: str) -> Value:
        """An environment variable of the function."""
        return self.resource.value("environment", 0, "variables", name)


@dataclass(frozen=True, slots=True)
class Permission:
    """A statement of a function's resource policy."""

    address: str
    function: Value
    action: Value
    principal: Value
    source_arn: Value
    source_account: Value

    @classmethod
    def of(cls, resource: Resource) -> Permission:
        return cls(
            address=resource.address,
            function=resource.value("function_name"),
            action=resource.value("action"),
            principal=resource.value("principal"),
            source_arn=resource.value("source_arn"),
            source_account=resource.value("source_account"),
        )


@dataclass(frozen=True, slots=True)
class Role:
    """A role; `inline` are the policies written inside it."""

    address: str
    name: Value
    inline: tuple[Document, ...]

    @classmethod
    def of(cls, resource: Resource, documents: Mapping[str, Resource]) -> Role:
        count = resource.blocks("inline_policy")
        inline = [
            read(resource.value("inline_policy", index, "policy"), documents)
            for index in range(count or 0)
        ]
        return cls(
            address=resource.address,
            name=resource.value("name"),
            inline=tuple(document for document in inline if document is not None),
        )


@dataclass(frozen=True, slots=True)
class RolePolicy:
    """A policy given to a role: its own document, or (`managed`) one that stands alone."""

    address: str
    role: Value
    policy: Document | None
    managed: Value | None = None

    @classmethod
    def of(cls, resource: Resource, documents: Mapping[str, Resource]) -> RolePolicy:
        if resource.type == "aws_iam_role_policy":
            policy = read(resource.value("policy"), documents)
            return cls(resource.address, resource.value("role"), policy)
        return cls(resource.address, resource.value("role"), None, resource.value("policy_arn"))


@dataclass(frozen=True, slots=True)
class ManagedPolicy:
    """A customer managed policy."""

    address: str
    name: Value
    arn: Value
    policy: Document | None

    @classmethod
    def of(cls, resource: Resource, documents: Mapping[str, Resource]) -> ManagedPolicy:
        return cls(
            address=resource.address,
            name=resource.value("name"),
            arn=resource.value("arn"),
            policy=read(resource.value("policy"), documents),
        )
