"""Small worlds of resources, built directly: what a plan would say of them."""

from __future__ import annotations

import json
from typing import Any

from hinomi.evidence import Evidence, collect
from hinomi.resource import Origin, Path, Resource, Target

REGION = "ap-northeast-1"
ACCOUNT = "111122223333"


def arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


def resource(
    address: str, /, region: str | None = REGION, provider: str = "aws", **values: Any
) -> Resource:
    """A resource with known values. A value that is a Target or an Origin is known after apply,
    made from that; `...` is known after apply and the plan does not say from what."""
    unknown = {name: True for name, value in values.items() if _is_unknown(value)}
    origins = {name: _origin(values[name]) for name in unknown}
    head, _, key = address.partition("[")
    parts = head.split(".")
    mode = "data" if parts[0] == "data" else "managed"

    def origin(path: Path) -> Origin:
        return origins.get(str(path[0]), Origin()) if path else Origin()

    return Resource(
        address=address,
        type=parts[-2],
        name=parts[-1],
        mode=mode,
        key=json.loads(key[:-1]) if key else None,
        region=region,
        provider=provider,
        values={name: value for name, value in values.items() if name not in unknown},
        unknown=unknown,
        origin=origin,
    )


def made_from(*addresses: str, opaque: tuple[str, ...] = ()) -> Origin:
    """What an unknown value refers to, such as `aws_sns_topic.alarms`."""
    return Origin(tuple(Target(address, ("arn",)) for address in addresses), opaque)


def world(*resources: Resource) -> Evidence:
    return collect(resources)


def allow(action: str | list[str], who: object, **more: Any) -> str:
    """A policy with one statement."""
    statement = {"Effect": "Allow", "Action": action, "Principal": who, "Resource": "*", **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _is_unknown(value: object) -> bool:
    return value is ... or isinstance(value, (Target, Origin))


def _origin(value: object) -> Origin:
    if isinstance(value, Target):
        return Origin((value,))
    return value if isinstance(value, Origin) else Origin()
