"""What Firehose writes into a bucket: records together in one object, compressed if so set.

ministack (services/firehose.py) writes an object for every record, never compressed, and forgets in
its answer the time zone (UTC where none is set) and the file extension, so a second plan is never
empty. Streams that transform, convert or partition their records are left to ministack.
https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html
"""

import gzip
import logging
import threading
import time
from typing import Any

from ministack.core.responses import get_account_id, get_region, new_uuid, request_scope
from ministack.services import firehose

from cloud.emulator.patch import need, replace

Stream = dict[str, Any]

# The longest wait for a fuller object; AWS waits for the stream's own buffering hints, which are
# minutes, and so would everybody here.
_BUFFER_SECONDS = 1.0

_log = logging.getLogger("cloud.firehose_objects")
_filling = threading.Lock()
_buffers: dict[tuple[str, str, str, str], tuple[Stream, Stream, list[bytes]]] = {}


def apply() -> None:
    """Patch the description of a destination and the way into the bucket; start the clock."""
    need(firehose, "_arrival_time", "_evaluate_prefix", "_java_time", "_put_s3_object")
    need(firehose, "_s3_bucket_from_arn", "_DeliveryError")

    def mended_description(dest: Stream) -> Stream:
        out: Stream = original_description(dest)
        if dest["type"] == "ExtendedS3":
            described = out["ExtendedS3DestinationDescription"]
            described["CustomTimeZone"] = dest["config"].get("CustomTimeZone") or "UTC"
            described["FileExtension"] = dest["config"].get("FileExtension") or ""
        return out

    def mended_delivery(stream: Stream, dest: Stream, records: list[tuple[str, bytes]]) -> None:
        if _changes_records(dest["config"]):
            original_delivery(stream, dest, records)
            return
        key = (get_account_id(), get_region(), stream["name"], dest["id"])
        with _filling:
            buffered = _buffers.setdefault(key, (stream, dest, []))
            buffered[2].extend(data for _identity, data in records)

    original_description = replace(firehose, "_dest_description", mended_description)
    original_delivery = replace(firehose, "_deliver_records_to_s3", mended_delivery)
    threading.Thread(target=_empty_forever, name="firehose-buffers", daemon=True).start()


def _changes_records(config: Stream) -> bool:
    return any(
        (config.get(part) or {}).get("Enabled")
        for part in (
            "DataFormatConversionConfiguration",
            "DynamicPartitioningConfiguration",
            "ProcessingConfiguration",
        )
    )


def _empty_forever() -> None:
    while True:
        time.sleep(_BUFFER_SECONDS)
        with _filling:
            full = dict(_buffers)
            _buffers.clear()
        for (account, region, name, _dest), (stream, dest, records) in full.items():
            with request_scope(account, region):
                try:
                    _write(stream, dest["config"], b"".join(records))
                except Exception:  # noqa: BLE001 - one stream must not stop the clock of the others
                    _log.exception("the delivery stream %s cannot write", name)


def _write(stream: Stream, config: Stream, data: bytes) -> None:
    now = firehose._arrival_time(config)
    moment = firehose._java_time("yyyy-MM-dd-HH-mm-ss", now)
    compressed = config.get("CompressionFormat") == "GZIP"
    key = (
        firehose._evaluate_prefix(config.get("Prefix", ""), now)
        + f"{stream['name']}-{stream['version']}-{moment}-{new_uuid()}"
        + (config.get("FileExtension") or (".gz" if compressed else ""))
    )
    bucket = firehose._s3_bucket_from_arn(config["BucketARN"])
    firehose._put_s3_object(bucket, key, gzip.compress(data) if compressed else data)
