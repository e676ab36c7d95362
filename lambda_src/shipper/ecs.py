"""Documents under the names of the Elastic Common Schema 8.17.

Defaults are left out when a document is written. `gc=False`: no document refers to itself, and
the collector would else walk tens of thousands of them (a quarter of the time when measured).
"""

from typing import Any

import msgspec

from shipper.addresses import is_address

VERSION = "8.17"


class Struct(msgspec.Struct, gc=False, omit_defaults=True):
    """A part of a document."""


class Ecs(Struct):
    version: str | None = None


class Event(Struct):
    kind: str | None = None
    module: str | None = None
    dataset: str | None = None
    action: str | None = None
    provider: str | None = None
    category: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    outcome: str | None = None
    id: str | None = None
    start: int | None = None
    end: int | None = None
    original: str | None = None


class Account(Struct):
    id: str | None = None


class Instance(Struct):
    id: str | None = None


class Cloud(Struct):
    provider: str | None = None
    account: Account | None = None
    region: str | None = None
    availability_zone: str | None = None
    instance: Instance | None = None


class Endpoint(Struct):
    """`source` or `destination`: `address` always, `ip` or `domain` by what it is."""

    address: str | None = None
    ip: str | None = None
    domain: str | None = None
    port: int | None = None


class Network(Struct):
    transport: str | None = None
    type: str | None = None
    iana_number: str | None = None
    direction: str | None = None
    bytes: int | None = None
    packets: int | None = None


class User(Struct):
    id: str | None = None
    name: str | None = None


class UserAgent(Struct):
    original: str | None = None


class Error(Struct):
    code: str | None = None
    message: str | None = None


class Related(Struct):
    user: tuple[str, ...] = ()
    ip: tuple[str, ...] = ()


class Aws(Struct):
    """What ECS has no name for, under the names that each AWS service gives it."""

    cloudtrail: Any = None
    vpcflow: Any = None
    cloudwatch: Any = None  # where a log event comes from, or a metric's data point


class Document(Struct):
    timestamp: str | int = msgspec.field(name="@timestamp")
    ecs: Ecs | None = None
    event: Event | None = None
    message: str | None = None
    cloud: Cloud | None = None
    source: Endpoint | None = None
    destination: Endpoint | None = None
    network: Network | None = None
    user: User | None = None
    user_agent: UserAgent | None = None
    error: Error | None = None
    related: Related | None = None
    aws: Aws | None = None
    log: msgspec.Raw | None = None
    tags: tuple[str, ...] = ()


SCHEMA = Ecs(VERSION)

encode = msgspec.json.Encoder().encode


def endpoint(address: str | None, port: int | None = None) -> Endpoint | None:
    """Place an address: as `ip` only when it is one, since services name themselves by host."""
    if not address:
        return None if port is None else Endpoint(port=port)
    if is_address(address):
        return Endpoint(address, ip=address, port=port)
    return Endpoint(address, domain=address, port=port)


# Tags that any format may set.
TYPE_CONFLICT = "type_conflict"  # a field was not of its documented type and was left out
NOT_UNDERSTOOD = "line_not_understood"  # only event.original is known of this line
