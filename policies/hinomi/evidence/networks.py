"""VPCs, their flow logs, and load balancers."""

from __future__ import annotations

from dataclasses import dataclass

from ..resource import Absent, Resource, Unknown, Value
from .place import Place


@dataclass(frozen=True, slots=True)
class Vpc:
    """A VPC that the plan makes or takes over."""

    address: str
    place: Place
    id: Value

    @classmethod
    def of(cls, resource: Resource) -> Vpc:
        return cls(resource.address, Place.of(resource), resource.value("id"))


@dataclass(frozen=True, slots=True)
class FlowLog:
    """A flow log. `destination` is an ARN; `log_group_name` its older form. `format` is Absent
    where it is left to the default."""

    address: str
    place: Place
    vpc: Value
    traffic: Value
    destination_type: Value
    destination: Value
    log_group_name: Value
    role: Value
    format: Value

    @classmethod
    def of(cls, resource: Resource) -> FlowLog:
        written = resource.value("log_format")
        if isinstance(written, Unknown) and not written.origin.written:
            written = Absent()
        return cls(
            address=resource.address,
            place=Place.of(resource),
            vpc=resource.value("vpc_id"),
            traffic=resource.value("traffic_type"),
            destination_type=resource.value("log_destination_type"),
            destination=resource.value("log_destination"),
            log_group_name=resource.value("log_group_name"),
            role=resource.value("iam_role_arn"),
            format=written,
        )


@dataclass(frozen=True, slots=True)
class LoadBalancer:
    """A load balancer. `logs` says whether its access logs are on, `bucket` where they go."""

    address: str
    kind: Value
    logs: Value
    bucket: Value

    @classmethod
    def of(cls, resource: Resource) -> LoadBalancer:
        here = ("access_logs", 0)
        return cls(
            address=resource.address,
            kind=resource.value("load_balancer_type"),
            logs=resource.value(*here, "enabled"),
            bucket=resource.value(*here, "bucket"),
        )
