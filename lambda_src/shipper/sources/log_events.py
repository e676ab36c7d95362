"""A CloudWatch Logs subscription: the payload that Lambda gets, unpacked.

Shape: "Subscription filters" in the CloudWatch Logs user guide. The whole is at most 1 MB when
compressed; a DATA_MESSAGE holds the log events, a CONTROL_MESSAGE only probes the destination.
"""

import base64
import binascii
from collections.abc import Iterator
from typing import Any

import msgspec

from shipper.compression import decompressed
from shipper.errors import UnreadableError

# 1 MB of gzip holds at most about 1 GB; CloudWatch Logs never packs more than some ten MB.
MAX_PAYLOAD_BYTES = 256 * 1024 * 1024

CONTROL_MESSAGE = "CONTROL_MESSAGE"


class LogEvent(msgspec.Struct, gc=False, frozen=True):
    """One log event; `timestamp` is in milliseconds, and the id is the same on each delivery."""

    id: str
    timestamp: int
    message: str

    @property
    def raw(self) -> bytes:
        return self.message.encode()

    @property
    def seconds(self) -> int:
        return self.timestamp // 1000


class Payload(msgspec.Struct, gc=False, frozen=True, rename="camel"):
    """What a subscription delivers: the log events of one log stream."""

    message_type: str
    owner: str
    log_group: str
    log_stream: str
    log_events: list[LogEvent]


def data_of(event: dict[str, Any]) -> str | None:
    """Return the encoded payload when this is an event of a subscription."""
    logs = event.get("awslogs")
    data = logs.get("data") if isinstance(logs, dict) else None
    return data if isinstance(data, str) else None


def compressed(data: str) -> bytes:
    """Undo the base64 encoding; raises UnreadableError."""
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnreadableError(f"the subscription's data is not base64: {error}") from error


def unpack(body: bytes) -> Payload:
    """Unpack one delivery; raises UnreadableError for what is not a subscription's payload."""
    try:
        return msgspec.json.decode(
            b"".join(decompressed(_once(body), MAX_PAYLOAD_BYTES)), type=Payload
        )
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableError(f"not a payload of CloudWatch Logs: {error}") from error


def _once(body: bytes) -> Iterator[bytes]:
    yield body
