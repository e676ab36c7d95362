"""Announcements of S3 objects, however they are wrapped.

S3 writes `{"Records": [...]}` with URL-encoded keys; SNS wraps it as the text of `Message` (or
not, with raw delivery); EventBridge writes one object an event, with the key as it is. Shapes:
"Event message structure" in the S3 user guide, for notifications and for EventBridge.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus

import msgspec

from shipper.errors import UnreadableError


class Announced(msgspec.Struct, frozen=True):
    """One object that S3 announced. `version` is None in a bucket without versions."""

    bucket: str
    key: str
    version: str | None = None


class Nothing(msgspec.Struct, frozen=True):
    """An announcement of something else than a new object."""

    reason: str


def announced_in(body: str) -> list[Announced | Nothing]:
    """Return everything that one message announces; raises UnreadableError when it is none."""
    try:
        return list(_unwrap(msgspec.json.decode(body)))
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise UnreadableError(f"the message is not JSON: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableError(f"the message announces no S3 object: {error!r}") from error


def announces(event: dict[str, Any]) -> bool:
    """Tell whether a Lambda event, not from a queue, comes from S3, SNS or EventBridge."""
    if event.get("source") == "aws.s3":
        return True
    records = event.get("Records")
    if not isinstance(records, list) or not records or not isinstance(records[0], dict):
        return False
    return records[0].get("EventSource") == "aws:sns" or records[0].get("eventSource") == "aws:s3"


def _unwrap(document: Any) -> Iterator[Announced | Nothing]:
    if document.get("Event") == "s3:TestEvent":
        yield Nothing("s3:TestEvent")
    elif document.get("Type") == "Notification" or "Message" in document:
        yield from _unwrap(msgspec.json.decode(document["Message"]))
    elif "detail-type" in document:
        yield _of_eventbridge(document)
    else:
        for record in document["Records"]:
            if "Sns" in record:
                yield from _unwrap(msgspec.json.decode(record["Sns"]["Message"]))
            else:
                yield _of_notification(record)


def _of_notification(record: dict[str, Any]) -> Announced | Nothing:
    name = record["eventName"]
    if not name.startswith(("ObjectCreated:", "s3:ObjectCreated:")):
        return Nothing(f"S3 event {name}")
    thing = record["s3"]["object"]
    return Announced(
        record["s3"]["bucket"]["name"], unquote_plus(thing["key"]), _version(thing, "versionId")
    )


def _of_eventbridge(document: dict[str, Any]) -> Announced | Nothing:
    if document["detail-type"] != "Object Created":
        return Nothing(f"EventBridge event {document['detail-type']}")
    thing = document["detail"]["object"]
    return Announced(
        document["detail"]["bucket"]["name"], thing["key"], _version(thing, "version-id")
    )


def _version(thing: dict[str, Any], name: str) -> str | None:
    # S3 says "null" for an object that was put before versioning was turned on.
    version = thing.get(name)
    return version if version and version != "null" else None
