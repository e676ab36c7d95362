"""What a format makes of each record: something to index, or something to keep aside."""

import re

import msgspec

# OpenSearch takes an _id of up to 512 bytes. AWS's ids are UUIDs or numbers; anything that would
# have to be escaped in the bulk body is not one of them.
usable_id = re.compile(r"[A-Za-z0-9_.:-]{1,512}").fullmatch


class Entry(msgspec.Struct, gc=False, frozen=True):
    """One document on its way. `position` is the byte offset in an object or a log event's id."""

    index: str
    id: str
    document: bytes
    raw: bytes | msgspec.Raw
    position: int | str


class Rejected(msgspec.Struct, gc=False, frozen=True):
    """One record that no document can be made of."""

    raw: bytes
    position: int | str
    reason: str


class Filtered(msgspec.Struct, gc=False, frozen=True):
    """One record that is known and wanted by nobody (a control message, a digest)."""

    reason: str
