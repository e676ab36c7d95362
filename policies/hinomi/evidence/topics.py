"""SNS topics, their policies, and who is subscribed to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..iam import Document
from ..policy_documents import read
from ..resource import Resource, Value
from .place import Place


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic. `policy` is None where the topic resource itself sets none."""

    address: str
    place: Place
    name: Value
    arn: Value
    key: Value
    fifo: Value
    policy: Document | None

    @classmethod
    def of(cls, resource: Resource, documents: Mapping[str, Resource]) -> Topic:
        return cls(
            address=resource.address,
            place=Place.of(resource),
            name=resource.value("name"),
            arn=resource.value("arn"),
            key=resource.value("kms_master_key_id"),
            fifo=resource.value("fifo_topic"),
            policy=read(resource.value("policy"), documents),
        )


@dataclass(frozen=True, slots=True)
class TopicPolicy:
    """A policy set on a topic by a resource of its own; it replaces the default one."""

    address: str
    topic: Value
    policy: Document | None

    @classmethod
    def of(cls, resource: Resource, documents: Mapping[str, Resource]) -> TopicPolicy:
        return cls(
            address=resource.address,
            topic=resource.value("arn"),
            policy=read(resource.value("policy"), documents),
        )


@dataclass(frozen=True, slots=True)
class Subscription:
    """Somebody or something that a topic delivers to."""

    address: str
    topic: Value
    protocol: Value
    endpoint: Value
    filter_policy: Value
    filter_scope: Value

    @classmethod
    def of(cls, resource: Resource) -> Subscription:
        return cls(
            address=resource.address,
            topic=resource.value("topic_arn"),
            protocol=resource.value("protocol"),
            endpoint=resource.value("endpoint"),
            filter_policy=resource.value("filter_policy"),
            filter_scope=resource.value("filter_policy_scope"),
        )


@dataclass(frozen=True, slots=True)
class ChatChannel:
    """A Slack or Teams channel of Amazon Q Developer in chat applications (AWS Chatbot)."""

    address: str
    name: Value
    topics: tuple[Value, ...] | None
    topics_value: Value

    @classmethod
    def of(cls, resource: Resource) -> ChatChannel:
        return cls(
            address=resource.address,
            name=resource.value("configuration_name"),
            topics=resource.members("sns_topic_arns"),
            topics_value=resource.value("sns_topic_arns"),
        )
