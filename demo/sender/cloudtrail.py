"""CloudTrail's two ways out: gzipped objects in the audit bucket, and events in the log group."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from demo.clock import Clock, milliseconds
from demo.events.decompression import GZIP_MAGIC
from demo.scene import Record, Scene
from demo.sender.log_events import LogStreams
from demo.sender.sent import SentObject

MOST_LOGGED = 256 * 1024
"""Bytes of an event. CloudWatch Logs takes 1 MB since April 2025, but CloudTrail itself sends no
event over 256 KB there; it stands in the object only, so no metric filter ever sees it.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
"""


@dataclass(frozen=True)
class SentCloudTrail:
    objects: tuple[SentObject, ...]
    logged_at: datetime | None
    records: tuple[Record, ...]
    oversized: tuple[Record, ...]


class CloudTrail:
    """Stands in for the service: the local cloud records nothing by itself."""

    def __init__(
        self,
        s3: Any,
        logs: Any,
        clock: Clock,
        *,
        bucket: str,
        group: str,
        account: str,
        region: str,
    ) -> None:
        self._s3 = s3
        self._streams = LogStreams(logs, group)
        self._clock = clock
        self._bucket = bucket
        self._account = account
        self._region = region
        self._count = 0

    def send(self, scene: Scene) -> SentCloudTrail:
        """Writes the objects, then all events of the scene to the log group at one time stamp."""
        objects: list[SentObject] = []
        records: list[Record] = []
        for delivery in scene.deliveries:
            now = self._clock.now()
            part = [draft.at(now) for draft in delivery.drafts]
            body = gzip.compress(log_file(part), compresslevel=6)
            objects.append(self._put(now, body, len(part)))
            records += part
        for file in scene.unreadable:
            sent = self._put(self._clock.now(), file.raw, records=0)
            objects.append(SentObject(sent.key, sent.at, 0, raw_of=file.path))
        oversized = tuple(r for r in records if len(r.body) > MOST_LOGGED)
        logged = [record for record in records if len(record.body) <= MOST_LOGGED]
        logged_at = None
        if logged:
            logged_at = self._clock.now()
            at = milliseconds(logged_at)
            stream = f"{self._account}_CloudTrail_{self._region}"
            self._streams.put(stream, ((at, record.body.decode()) for record in logged))
        return SentCloudTrail(tuple(objects), logged_at, tuple(records), oversized)

    def _put(self, now: datetime, body: bytes, records: int) -> SentObject:
        self._count += 1
        key = object_key(now, self._account, self._region, self._count)
        # A raw file that is no gzip is not declared as one: S3 clients would try to unpack it.
        encoding = {"ContentEncoding": "gzip"} if body.startswith(GZIP_MAGIC) else {}
        self._s3.put_object(
            Bucket=self._bucket, Key=key, Body=body, ContentType="application/json", **encoding
        )
        return SentObject(key, now, records)


def log_file(records: Sequence[Record]) -> bytes:
    """A log file as CloudTrail writes it, each record's own bytes in it."""
    return b'{"Records":[' + b",".join(record.body for record in records) + b"]}"


def object_key(now: datetime, account: str, region: str, count: int) -> str:
    """The name of a log file; the last part is 16 letters and digits.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
    """
    moment = now.astimezone(UTC)
    unique = hashlib.sha256(f"{moment.isoformat()} {count}".encode()).hexdigest()[:16]
    return (
        f"AWSLogs/{account}/CloudTrail/{region}/{moment:%Y/%m/%d}/"
        f"{account}_CloudTrail_{region}_{moment:%Y%m%dT%H%MZ}_{unique}.json.gz"
    )
