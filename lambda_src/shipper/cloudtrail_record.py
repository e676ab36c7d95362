"""A CloudTrail record's fields, decoded by what they are, not by what they should be.

Field names and types: the record contents and userIdentity pages of the CloudTrail user guide.
"""

from functools import cache
from typing import Any, TypeVar

import msgspec

NULL = msgspec.Raw(b"null")


class SessionIssuer(msgspec.Struct, gc=False, omit_defaults=True, rename="camel"):
    type: str | None = None
    principal_id: str | None = None
    arn: str | None = None
    account_id: str | None = None
    user_name: str | None = None


class SessionAttributes(msgspec.Struct, gc=False, omit_defaults=True, rename="camel"):
    creation_date: str | None = None
    mfa_authenticated: str | None = None


class SessionContext(msgspec.Struct, gc=False, omit_defaults=True, rename="camel"):
    session_issuer: SessionIssuer | None = None
    attributes: SessionAttributes | None = None


class UserIdentity(msgspec.Struct, gc=False, omit_defaults=True, rename="camel"):
    type: str | None = None
    principal_id: str | None = None
    arn: str | None = None
    account_id: str | None = None
    access_key_id: str | None = None
    user_name: str | None = None
    invoked_by: str | None = None
    identity_provider: str | None = None
    session_context: SessionContext | None = None


class Resource(msgspec.Struct, gc=False, omit_defaults=True):
    arn: str | None = msgspec.field(name="ARN", default=None)
    account_id: str | None = msgspec.field(name="accountId", default=None)
    type: str | None = None


class CloudTrailRecord(msgspec.Struct, gc=False, rename="camel"):
    """What the document needs of a record; deep sub-trees stay bytes."""

    event_version: str | None = None
    user_identity: UserIdentity | None = None
    event_time: str | None = None
    event_source: str | None = None
    event_name: str | None = None
    aws_region: str | None = None
    source_address: str | None = msgspec.field(name="sourceIPAddress", default=None)
    user_agent: str | None = None
    error_code: str | None = None
    error_message: str | None = None
    request_parameters: msgspec.Raw = NULL
    response_elements: msgspec.Raw = NULL
    additional_event_data: msgspec.Raw = NULL
    service_event_details: msgspec.Raw = NULL
    insight_details: msgspec.Raw = NULL
    resources: list[Resource] | None = None
    tls_details: msgspec.Raw = NULL
    request_id: str | None = msgspec.field(name="requestID", default=None)
    event_id: str | None = msgspec.field(name="eventID", default=None)
    shared_event_id: str | None = msgspec.field(name="sharedEventID", default=None)
    event_type: str | None = None
    event_category: str | None = None
    api_version: str | None = None
    read_only: bool | None = None
    management_event: bool | None = None
    recipient_account_id: str | None = None
    vpc_endpoint_id: str | None = None


_decode = msgspec.json.Decoder(CloudTrailRecord).decode
_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode
_text = msgspec.json.Decoder(str).decode

S = TypeVar("S", bound=msgspec.Struct)


def decode(raw: bytes | msgspec.Raw) -> tuple[CloudTrailRecord, bool]:
    """Decode one record; the flag tells that a field was not of its documented type.

    Raises msgspec.DecodeError, UnicodeDecodeError or RecursionError for what is no JSON object.
    """
    try:
        return _decode(raw), False
    except msgspec.ValidationError:
        return _lenient(raw, CloudTrailRecord), True


def _lenient(raw: bytes | msgspec.Raw, struct: type[S]) -> S:
    """Decode field by field: a number or boolean for a text is its text, the rest is left out.

    AWS services do write other types than the documentation gives. One such field must neither
    lose the record nor reach a keyword field as an object, which OpenSearch refuses.
    """
    members = _members(raw)
    values: dict[str, Any] = {}
    for field in _fields(struct):
        if (member := members.get(field.encode_name)) is not None:
            values[field.name] = _as_type(member, field.type)
    return struct(**values)


# Cached: looking a struct up costs ten times what it takes to read a record by it.
_fields = cache(msgspec.structs.fields)

TEXT, FLAG, RESOURCES = str | None, bool | None, list[Resource] | None
FLAGS = {b"true": True, b'"true"': True, b"false": False, b'"false"': False}


def _as_type(member: msgspec.Raw, wanted: Any) -> Any:
    text = bytes(member)
    if wanted is msgspec.Raw:
        return member
    if text == b"null":
        return None
    if wanted == FLAG:
        return FLAGS.get(text)
    if wanted == TEXT:
        if text.startswith(b'"'):
            return _text(text)
        return None if text.startswith((b"{", b"[")) else text.decode()
    if wanted == RESOURCES:
        elements = _elements(text) if text.startswith(b"[") else []
        return [_lenient(one, Resource) for one in elements if bytes(one).startswith(b"{")]
    return _lenient(member, wanted.__args__[0]) if text.startswith(b"{") else None
