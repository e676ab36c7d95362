"""The ECS document of a CloudTrail record."""

import msgspec

from shipper import ecs, event_time
from shipper.addresses import is_address
from shipper.cloudtrail_record import (
    NULL,
    CloudTrailRecord,
    Resource,
    UserIdentity,
    decode,
)
from shipper.deep_values import SAFE_BYTES, TRUNCATED, flat_object
from shipper.origin import Origin
from shipper.records import Entry, Rejected, usable_id

DATASET = "cloudtrail"

NOBODY = UserIdentity()
ROOT = "root"
OBJECT = ord("{")
# ECS event.category by the service that was called; AWS names a service by its host.
CATEGORIES = {
    "iam.amazonaws.com": ("iam",),
    "sso.amazonaws.com": ("iam",),
    "identitystore.amazonaws.com": ("iam",),
    "signin.amazonaws.com": ("authentication",),
    "sts.amazonaws.com": ("authentication",),
}
OTHER_CATEGORY = ("api",)
TYPES = {True: ("access",), False: ("change",), None: ()}


class CloudTrailFields(ecs.Struct, rename="camel"):
    """What ECS has no name for, under CloudTrail's own names.

    So an analyst finds `aws.cloudtrail.userIdentity.type` where a filter pattern says
    `$.userIdentity.type`.
    """

    event_version: str | None = None
    event_type: str | None = None
    event_category: str | None = None
    request_id: str | None = msgspec.field(name="requestID", default=None)
    shared_event_id: str | None = msgspec.field(name="sharedEventID", default=None)
    api_version: str | None = None
    read_only: bool | None = None
    management_event: bool | None = None
    vpc_endpoint_id: str | None = None
    user_identity: UserIdentity | None = None
    resources: list[Resource] | None = None
    request_parameters: msgspec.Raw | None = None
    response_elements: msgspec.Raw | None = None
    additional_event_data: msgspec.Raw | None = None
    service_event_details: msgspec.Raw | None = None
    insight_details: msgspec.Raw | None = None
    tls_details: msgspec.Raw | None = None


def document(
    raw: bytes | msgspec.Raw,
    origin: Origin,
    fallback_id: str,
    position: int | str,
    received: int,
) -> Entry | Rejected:
    """Make the document of one record, or say why there is none.

    `received` (epoch seconds) stands in for an event time that is missing or impossible.
    """
    try:
        record, conflict = decode(raw)
        original = str(raw, "utf-8")
    except UnicodeDecodeError as error:
        return Rejected(bytes(raw), position, f"not UTF-8: {error.reason}")
    except msgspec.DecodeError as error:
        return Rejected(bytes(raw), position, f"not a JSON object: {error}")
    except RecursionError:
        return Rejected(bytes(raw), position, "nested too deeply")

    tags: tuple[str, ...] = (ecs.TYPE_CONFLICT,) if conflict else ()
    timestamp = record.event_time or ""
    seconds = event_time.seconds_of(timestamp)
    if seconds is None or (event_time.problem(seconds, received)):
        tags = (*tags, event_time.problem(seconds, received) or "")
        seconds, timestamp = received, event_time.iso(received)
    deep, truncated = _deep(record, len(raw))
    if truncated:
        tags = (*tags, TRUNCATED)

    identity = record.user_identity or NOBODY
    name, names = _names(identity)
    account = record.recipient_account_id or identity.account_id
    address = record.source_address
    addresses = (address,) if address and is_address(address) else ()
    failed = record.error_code or record.error_message or _sign_in_failed(record)
    body = ecs.Document(
        timestamp,
        ecs.SCHEMA,
        ecs.Event(
            "event",
            "aws",
            "aws.cloudtrail",
            record.event_name,
            record.event_source,
            CATEGORIES.get(record.event_source or "", OTHER_CATEGORY),
            TYPES[record.read_only],
            "failure" if failed else "success",
            record.event_id,
            original=original,
        ),
        cloud=ecs.Cloud(
            "aws",
            ecs.Account(account) if account else None,
            record.aws_region,
        ),
        source=ecs.endpoint(address),
        user=ecs.User(identity.principal_id, name) if identity.principal_id or name else None,
        user_agent=ecs.UserAgent(record.user_agent) if record.user_agent else None,
        error=(
            ecs.Error(record.error_code, record.error_message)
            if record.error_code or record.error_message
            else None
        ),
        related=ecs.Related(names, addresses) if names or addresses else None,
        aws=ecs.Aws(
            cloudtrail=CloudTrailFields(
                record.event_version,
                record.event_type,
                record.event_category,
                record.request_id,
                record.shared_event_id,
                record.api_version,
                record.read_only,
                record.management_event,
                record.vpc_endpoint_id,
                record.user_identity,
                record.resources,
                *deep,
            ),
            cloudwatch=origin.cloudwatch,
        ),
        log=origin.log,
        tags=tags,
    )
    event_id = record.event_id
    return Entry(
        event_time.index_name(DATASET, seconds),
        event_id if event_id and usable_id(event_id) else fallback_id,
        ecs.encode(body),
        raw,
        position,
    )


def _deep(record: CloudTrailRecord, size: int) -> tuple[list[msgspec.Raw | None], bool]:
    """Return the sub-trees as their fields take them, and whether one was cut."""
    subtrees = (
        record.request_parameters,
        record.response_elements,
        record.additional_event_data,
        record.service_event_details,
        record.insight_details,
        record.tls_details,
    )
    if size <= SAFE_BYTES:
        # Nothing in a record of this size can be too long, so only the kind of value matters.
        return [
            None
            if subtree == NULL
            else subtree
            if memoryview(subtree)[0] == OBJECT
            else flat_object(subtree)[0]
            for subtree in subtrees
        ], False
    fitted = [flat_object(subtree) for subtree in subtrees]
    return [subtree for subtree, _ in fitted], any(cut for _, cut in fitted)


def _names(identity: UserIdentity) -> tuple[str | None, tuple[str, ...]]:
    """Return user.name, and every name by which one may look for this actor.

    For an assumed role these are the role and the session, which often is a person's address.
    """
    name = identity.user_name
    context = identity.session_context
    if name is None and context is not None and context.session_issuer is not None:
        name = context.session_issuer.user_name
    if name is None and identity.type == "Root":
        name = ROOT
    _, _, session = (identity.principal_id or "").partition(":")
    if name:
        return name, (name, session) if session else (name,)
    return None, (session,) if session else ()


def _sign_in_failed(record: CloudTrailRecord) -> bool:
    # A sign-in that was refused carries {"ConsoleLogin": "Failure"}, and not always an error.
    return record.event_source == "signin.amazonaws.com" and b'"Failure"' in bytes(
        record.response_elements
    )
