"""The ECS document of one data point of a CloudWatch metric stream."""

import math
import re
from functools import lru_cache
from typing import Any

import msgspec

from shipper import ecs, event_time
from shipper.origin import Origin
from shipper.records import Entry, Rejected

DATASET = "metrics"

# Dimensions that ECS has a place for.
INSTANCE = "InstanceId"


class Point(msgspec.Struct, gc=False):
    """One line, in the types that AWS documents."""

    metric_stream_name: str | None = None
    account_id: str | None = None
    region: str | None = None
    namespace: str | None = None
    metric_name: str | None = None
    dimensions: dict[str, str] = {}
    timestamp: int | None = None
    value: dict[str, float] = {}
    unit: str | None = None


class CloudWatchFields(ecs.Struct):
    """`aws.cloudwatch` of a data point. `resource` is all of the dimensions in one value."""

    namespace: str | None = None
    metric: str | None = None
    unit: str | None = None
    stream: str | None = None
    resource: str | None = None
    dimensions: dict[str, str] | None = None
    statistics: dict[str, float] | None = None


_decode = msgspec.json.Decoder(Point).decode
_TYPES: dict[str, Any] = {field.name: field.type for field in msgspec.structs.fields(Point)}


def document(
    raw: bytes, origin: Origin, record_id: str, position: int | str, received: int
) -> Entry | Rejected:
    """Make the document of one line, or say why there is none.

    Every member of a data point is a field, so the line itself is kept only where one is not.
    """
    tags: tuple[str, ...] = ()
    try:
        point = _decode(raw)
    except msgspec.ValidationError:
        try:
            point, tags = _of_other_types(raw), (ecs.TYPE_CONFLICT,)
        except (msgspec.DecodeError, TypeError) as error:
            return Rejected(bytes(raw), position, f"not a JSON object: {error}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Rejected(bytes(raw), position, f"not a JSON object: {error}")

    seconds = None if point.timestamp is None else point.timestamp // 1000
    timestamp = point.timestamp
    if problem := event_time.problem(seconds, received):
        tags = (*tags, problem)
    if problem or seconds is None:
        seconds, timestamp = received, received * 1000
    dimensions = dict(sorted(point.dimensions.items()))
    instance = dimensions.get(INSTANCE)
    body = ecs.Document(
        timestamp or 0,
        ecs.SCHEMA,
        ecs.Event(
            "metric",
            "aws",
            "aws.metrics",
            original=raw.decode(errors="replace") if tags else None,
        ),
        cloud=ecs.Cloud(
            "aws",
            ecs.Account(point.account_id) if point.account_id else None,
            point.region,
            instance=ecs.Instance(instance) if instance else None,
        ),
        aws=ecs.Aws(
            cloudwatch=CloudWatchFields(
                point.namespace,
                point.metric_name,
                point.unit,
                point.metric_stream_name,
                ", ".join(f"{name}={value}" for name, value in dimensions.items()) or None,
                dimensions or None,
                _statistics(point.value) or None,
            )
        ),
        log=origin.log,
        tags=tags,
    )
    return Entry(
        event_time.index_name(DATASET, seconds), record_id, ecs.encode(body), raw, position
    )


def _of_other_types(raw: bytes) -> Point:
    """Take what is of its documented type, and leave out the rest; TypeError for no object."""
    members = msgspec.json.decode(raw)
    if not isinstance(members, dict):
        raise TypeError(type(members).__name__)
    taken: dict[str, Any] = {}
    for name in _TYPES.keys() & members.keys():
        value = members[name]
        if name in ("dimensions", "value") and isinstance(value, dict):
            kind: Any = str if name == "dimensions" else float
            value = {key: one for key, one in value.items() if _is(one, kind)}
        if _is(value, _TYPES[name]):
            taken[name] = value
    return Point(**taken)


def _is(value: Any, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _statistics(values: dict[str, float]) -> dict[str, float]:
    """Name them as fields may be called, and add the average, which dashboards draw."""
    named = {_field(name): value for name, value in values.items() if math.isfinite(value)}
    count, total = named.get("count"), named.get("sum")
    if count and total is not None and "avg" not in named and math.isfinite(total / count):
        named["avg"] = total / count
    return named


@lru_cache(maxsize=1024)
def _field(statistic: str) -> str:
    """p99.9 -> p99_9, TM(25%:75%) -> tm_25_75: a dot would make an object of p99."""
    return re.sub(r"[^a-z0-9]+", "_", statistic.lower()).strip("_") or "_"
