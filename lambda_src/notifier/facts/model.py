"""What a message tells of the events behind an alarm. Texts are safe: one line each, bounded."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Counted(Generic[T]):
    """A thing and how many events it stands in."""

    item: T
    count: int


@dataclass(frozen=True)
class Actor:
    """Who made an API call, from CloudTrail's userIdentity."""

    principal: str  # ARN, or the best name that the record has
    type: str
    name: str  # user, role or service, as people say it
    session: str = ""
    issuer: str = ""  # ARN of the role or user that the session's credentials come from
    mfa: bool | None = None  # None: the record does not say
    access_key_id: str = ""
    account: str = ""
    invoked_by: str = ""  # the service that called on the principal's behalf
    source_identity: str = ""


@dataclass(frozen=True)
class Detail:
    """One readable point about a call: a key of `wording.DETAILS` and its values."""

    key: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Action:
    api: str  # "ec2:AuthorizeSecurityGroupIngress"
    resources: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Origin:
    """Where calls came from: an IP address, or the DNS name of the AWS service that called."""

    address: str
    agent: str


@dataclass(frozen=True)
class TrafficSource:
    """Network flows of one source address. Ports as "22/tcp", most seen first."""

    address: str
    count: int  # flow records
    packets: int
    bytes: int
    ports: tuple[str, ...]
    port_count: int
    destinations: tuple[str, ...]
    destination_count: int


@dataclass(frozen=True)
class Tally:
    """What lines without an actor hold, most seen first. `label` is a key of `Words.seen`."""

    label: str  # "address", "user", "path"
    values: tuple[Counted[str], ...]


@dataclass(frozen=True)
class Facts:
    """Lists are in order of count, then of first sight; times in UTC."""

    count: int
    complete: bool  # False: a bound ended the search, so there are at least `count` events
    first: datetime | None
    last: datetime | None
    who: tuple[Counted[Actor], ...] = ()
    what: tuple[Counted[Action], ...] = ()
    origins: tuple[Counted[Origin], ...] = ()
    sources: tuple[TrafficSource, ...] = ()
    seen: tuple[Tally, ...] = ()
    lines: tuple[str, ...] = ()  # of events that are lines, or could not be read as what they are
    accounts: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    event_ids: tuple[str, ...] = ()


def counted(items: Counter[T]) -> tuple[Counted[T], ...]:
    """Items with their counts, most frequent first, then by first sight."""
    return tuple(Counted(item, count) for item, count in items.most_common())
