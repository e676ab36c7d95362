"""What is done with each delivery: refused, left out, kept aside, or shipped by the pipeline."""

from collections.abc import Mapping
from typing import Any, Self

import msgspec

from shipper import settings as environment_settings
from shipper.compression import decompressed
from shipper.deadline import Deadline
from shipper.errors import HandedBackError, UnreadableError
from shipper.ledger import Ledger
from shipper.pipeline import Pipeline
from shipper.quarantine import Quarantine
from shipper.search_client import SearchClient
from shipper.settings import Settings
from shipper.sources import log_events
from shipper.sources.notifications import Announced, Nothing, announced_in
from shipper.sources.s3_objects import ObjectGoneError, chunks_of, open_object
from shipper.telemetry import logger, publish

# Sources of ledgers about deliveries that hold no records of any format.
ANNOUNCEMENTS = "s3_announcements"
SUBSCRIPTIONS = "log_subscriptions"


class Shipping:
    """Takes deliveries of every source. Raises HandedBackError for what must be delivered again."""

    def __init__(self, settings: Settings, s3: Any, client: SearchClient) -> None:
        self._settings, self._s3 = settings, s3
        self._quarantine = Quarantine(s3, settings.quarantine_bucket, settings.quarantine_prefix)
        self._pipeline = Pipeline(settings, client, self._quarantine)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Connect as the function's environment says; raises SettingsError."""
        settings = environment_settings.load(environment)
        import boto3
        from botocore.config import Config

        s3 = boto3.client(
            "s3",
            config=Config(
                retries={"mode": "standard", "max_attempts": 4},
                connect_timeout=5,
                read_timeout=20,
            ),
        )
        return cls(settings, s3, SearchClient(settings.search))

    def take_announcements(self, body: str, deadline: Deadline) -> None:
        """Ship every object that one message announces."""
        try:
            announcements = announced_in(body)
        except UnreadableError as error:
            self._keep_delivery(
                ANNOUNCEMENTS, "", body.encode(), "unreadable_message", error.reason
            )
            return
        unfinished: list[HandedBackError] = []
        for announcement in announcements:
            try:
                deadline.check()
                self._take_announcement(announcement, deadline)
            except HandedBackError as error:
                logger.warning("handed back", reason=str(error))
                unfinished.append(error)
        if unfinished:
            raise unfinished[0]

    def take_subscription(self, data: str, deadline: Deadline) -> None:
        """Ship one delivery of a CloudWatch Logs subscription."""
        deadline.check()
        raw = data.encode()
        try:
            raw = log_events.compressed(data)
            payload = log_events.unpack(raw)
        except UnreadableError as error:
            self._keep_delivery(SUBSCRIPTIONS, "", raw, "unreadable_payload", error.reason)
            return
        if payload.message_type == log_events.CONTROL_MESSAGE:
            _leave_out(SUBSCRIPTIONS, payload.log_group, "a control message", 1)
        elif payload.log_group == self._settings.own_log_group:
            logger.error("own log group: remove its subscription filter, it feeds on itself")
            count = len(payload.log_events)
            _leave_out(SUBSCRIPTIONS, payload.log_group, "the shipper's own log group", count)
        else:
            self._pipeline.ship_log_events(payload, deadline)

    def _take_announcement(self, announcement: Announced | Nothing, deadline: Deadline) -> None:
        if isinstance(announcement, Nothing):
            _leave_out(ANNOUNCEMENTS, "", announcement.reason, 1)
            return
        name = f"s3://{announcement.bucket}/{announcement.key}"
        if self._quarantine.holds(announcement.bucket, announcement.key):
            _leave_out(ANNOUNCEMENTS, name, "the quarantine's own object", 1)
            return
        if announcement.key.endswith("/"):
            _leave_out(ANNOUNCEMENTS, name, "a folder's marker", 1)
            return
        try:
            origin, body = open_object(self._s3, announcement)
        except ObjectGoneError as error:
            # Whatever it held was never read: the ledger's line names it, and people are told.
            gone = msgspec.json.encode(announcement)
            self._keep_delivery(ANNOUNCEMENTS, name, gone, "object_gone", str(error))
            return
        try:
            self._pipeline.ship_object(origin, decompressed(chunks_of(body)), deadline)
        finally:
            body.close()

    def _keep_delivery(self, source: str, origin: str, raw: bytes, kind: str, reason: str) -> None:
        """Set a delivery aside. `reason` goes there only: it may quote what could not be read."""
        ledger = Ledger(source, read=1)
        try:
            self._quarantine.keep_delivery(source, raw, {"type": kind, "reason": reason})
            ledger.quarantined = 1
        except HandedBackError:
            ledger.deferred = 1
            raise
        finally:
            publish(ledger, origin, reason=kind)


def _leave_out(source: str, origin: str, reason: str, count: int) -> None:
    publish(Ledger(source, read=count, filtered=count), origin, reason=reason)
