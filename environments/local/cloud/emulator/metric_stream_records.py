"""What metric streams send: each minute of a metric, once it is over, as JSON to Firehose.

ministack has no metric streams. The record is that of "Metric stream output in JSON format" in the
CloudWatch User Guide; the additional statistics of a stream are not worked out, and OpenTelemetry's
format is not written at all. AWS is some two to three minutes late, here it is a second.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-metric-streams-formats-json.html
"""

import base64
import json
import logging
import threading
import time
from typing import Any, NamedTuple

from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import cloudwatch, firehose

from cloud.emulator import metric_streams
from cloud.emulator.patch import need, replace

Stream = dict[str, Any]
Point = dict[str, Any]

_MINUTE = 60
_BATCH = 500  # what PutRecordBatch takes
_TICK_SECONDS = 1.0

_log = logging.getLogger("cloud.metric_stream_records")
_counting = threading.Lock()
_open: "dict[Minute, list[Point]]" = {}


class Minute(NamedTuple):
    """A minute of one metric."""

    account: str
    region: str
    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...]
    unit: str
    begin: int


def apply() -> None:
    """Note what is stored while a stream wants it, and start the clock."""
    need(cloudwatch, "_dims_key", "_metrics", "_point_stats")
    need(firehose, "_put_record_batch")

    def mended(
        namespace: str,
        name: str,
        dims: dict[str, str],
        ts: float,
        unit: str,
        value: Any,
        values: Any,
        counts: Any,
        stat_values: Any,
    ) -> None:
        original(namespace, name, dims, ts, unit, value, values, counts, stat_values)
        if any(_wants(stream, namespace, name) for stream in metric_streams.streams.values()):
            point = cloudwatch._metrics[(namespace, name, cloudwatch._dims_key(dims))][-1]
            minute = Minute(
                get_account_id(),
                get_region(),
                namespace,
                name,
                tuple(sorted(dims.items())),
                unit,
                int(ts) // _MINUTE * _MINUTE,
            )
            with _counting:
                _open.setdefault(minute, []).append(point)

    original = replace(cloudwatch, "_store_datum", mended)
    threading.Thread(target=_send_forever, name="metric-streams", daemon=True).start()


def _wants(stream: Stream, namespace: str, name: str) -> bool:
    """Whether a stream's filters let a metric through."""
    if stream["State"] != "running" or stream["OutputFormat"] != "json":
        return False
    named = stream.get("IncludeFilters") or stream.get("ExcludeFilters") or []
    meant = any(
        one["Namespace"] == namespace and name in (one.get("MetricNames") or [name])
        for one in named
    )
    return meant if stream.get("IncludeFilters") else not meant


def _send_forever() -> None:
    while True:
        time.sleep(_TICK_SECONDS)
        over = time.time() - _MINUTE
        with _counting:
            done = {minute: _open.pop(minute) for minute in list(_open) if minute.begin <= over}
        for account, region in {(minute.account, minute.region) for minute in done}:
            with request_scope(account, region):
                here = {
                    minute: points
                    for minute, points in done.items()
                    if (minute.account, minute.region) == (account, region)
                }
                for stream in metric_streams.streams.values():
                    try:
                        _send(stream, here)
                    except Exception:  # noqa: BLE001 - the clock goes on for the other streams
                        _log.exception("the metric stream %s cannot send", stream["Name"])


def _send(stream: Stream, minutes: dict[Minute, list[Point]]) -> None:
    name = stream["FirehoseArn"].rpartition("/")[2]
    records = [
        _record(stream, minute, points)
        for minute, points in minutes.items()
        if _wants(stream, minute.namespace, minute.name)
    ]
    for start in range(0, len(records), _BATCH):
        batch = [
            {"Data": base64.b64encode(one).decode()} for one in records[start : start + _BATCH]
        ]
        status, _headers, body = firehose._put_record_batch(
            {"DeliveryStreamName": name, "Records": batch}
        )
        if status != 200:
            _log.warning("%s: the delivery stream %s refuses: %s", stream["Name"], name, body)


def _record(stream: Stream, minute: Minute, points: list[Point]) -> bytes:
    parts = [cloudwatch._point_stats(point) for point in points]
    document = {
        "metric_stream_name": stream["Name"],
        "account_id": minute.account,
        "region": minute.region,
        "namespace": minute.namespace,
        "metric_name": minute.name,
        "dimensions": dict(minute.dimensions),
        "timestamp": minute.begin * 1000,
        "value": {
            "max": max(part[3] for part in parts),
            "min": min(part[2] for part in parts),
            "sum": sum(part[1] for part in parts),
            "count": sum(part[0] for part in parts),
        },
        "unit": minute.unit,
    }
    return json.dumps(document).encode() + b"\n"
