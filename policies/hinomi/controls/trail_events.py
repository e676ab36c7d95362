"""The trail's data events, and an organisation's prefix: nothing of the watch records itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..chains.buckets import Source, bucket_link, bucket_policy, lets_write
from ..chains.find import holds_link, there
from ..chains.joins import SHOW_THE_VALUE
from ..chains.links import Chain, Check, broken, holds, unproved
from ..chains.requests import partition
from ..evidence import Evidence, Piece
from ..findings import Finding, Status
from ..resource import Known, Unknown, Value
from .archive import archives
from .control import PLAN, Asked, Control

_SERVICE = "cloudtrail.amazonaws.com"


def _data_events(asked: Asked) -> Iterator[Finding]:
    """A trail that records writes to the bucket that it writes to records itself, for ever."""
    trails = [one for one in there(asked.evidence, "aws_cloudtrail") if _has_data_events(one)]
    buckets = _log_buckets(asked.evidence)
    for trail in trails:
        checks = [_leaves_out(trail, bucket) for bucket in buckets]
        check = min(checks, key=lambda one: one.state, default=holds("no log bucket in the plan"))
        yield asked.from_check(trail.address, check)
    if not trails:
        yield asked.finding(Status.NOT_APPLICABLE, PLAN, "no trail records data events")


def _log_buckets(evidence: Evidence) -> list[str]:
    """The names of the buckets that services of this plan write logs to."""
    names = [str(one.name.value) for one in archives(evidence) if isinstance(one.name, Known)]
    for one in there(evidence, "aws_s3_bucket_logging"):
        target = one.value("target_bucket")
        if isinstance(target, Known):
            names.append(str(target.value))
    return sorted(set(names))


def _has_data_events(trail: Piece) -> bool:
    resource = trail.resource
    for number in range(resource.blocks("event_selector") or 0):
        if resource.blocks("event_selector", number, "data_resource"):
            return True
    return any(
        _fields(trail, number).get("eventCategory", ((), ()))[0] == ("Data",)
        for number in range(resource.blocks("advanced_event_selector") or 0)
    )


_Fields = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]


def _fields(trail: Piece, number: int) -> _Fields:
    """Field -> (values that it must equal or begin with, values that it must not begin with)."""
    found: _Fields = {}
    here = ("advanced_event_selector", number, "field_selector")
    for index in range(trail.resource.blocks(*here) or 0):
        name = trail.value(*here, index, "field")
        wanted = [
            *_texts(trail, *here, index, "equals"),
            *_texts(trail, *here, index, "starts_with"),
        ]
        but = [
            *_texts(trail, *here, index, "not_starts_with"),
            *_texts(trail, *here, index, "not_equals"),
        ]
        if isinstance(name, Known):
            found[str(name.value)] = (tuple(wanted), tuple(but))
    return found


def _texts(trail: Piece, *path: str | int) -> list[str]:
    members = trail.resource.members(*path)
    return [str(one.value) for one in members or () if isinstance(one, Known)]


def _leaves_out(trail: Piece, bucket: str) -> Check:
    """Whether no selector takes object events of `bucket`."""
    objects = f"arn:aws:s3:::{bucket}/"
    fix = f"Leave {objects} out of the data events of {trail.address} (not_starts_with)."
    if trail.resource.partly_unknown("advanced_event_selector"):
        return unproved("its selectors are known after apply", SHOW_THE_VALUE)
    for number in range(trail.resource.blocks("event_selector") or 0):
        here = ("event_selector", number, "data_resource")
        for index in range(trail.resource.blocks(*here) or 0):
            values = _texts(trail, *here, index, "values")
            if any(_covers(value, objects) for value in values):
                return broken(f"it records what is written to its log bucket {bucket}", fix)
    for number in range(trail.resource.blocks("advanced_event_selector") or 0):
        fields = _fields(trail, number)
        if fields.get("eventCategory", ((), ()))[0] != ("Data",):
            continue
        if "AWS::S3::Object" not in fields.get("resources.type", ((), ()))[0]:
            continue
        wanted, but = fields.get("resources.ARN", ((), ()))
        taken = not wanted or any(_covers(value, objects) for value in wanted)
        if taken and not any(objects.startswith(value) for value in but):
            return broken(f"it records what is written to its log bucket {bucket}", fix)
    return holds("its data events leave out the log buckets")


def _covers(value: str, objects: str) -> bool:
    return objects.startswith(value) or value.startswith(objects)


def _delivery(asked: Asked) -> Iterator[Finding]:
    """Every trail's bucket lets CloudTrail write, at the account's prefix or the organisation's."""
    trails = there(asked.evidence, "aws_cloudtrail")
    for trail in trails:
        if trail.address in asked.evidence.declared:
            continue  # its owner answers for where it writes
        yield asked.from_chain(trail.address, _to_bucket(asked.evidence, trail))
    if not trails:
        yield asked.nothing("aws_cloudtrail", "Add a multi-region trail.")
    elif all(one.address in asked.evidence.declared for one in trails):
        yield asked.finding(Status.NOT_APPLICABLE, PLAN, "the trail is declared, not made here")


def _to_bucket(evidence: Evidence, trail: Piece) -> Chain:
    organisation = trail.value("is_organization_trail")
    prefix = trail.value("s3_key_prefix")
    fix = f"Set s3_bucket_name on {trail.address}."

    def lets(bucket: Piece) -> Check:
        if isinstance(organisation, Unknown) or isinstance(prefix, Unknown):
            return unproved("its prefix is known after apply", SHOW_THE_VALUE)
        start = f"{prefix.value}/" if isinstance(prefix, Known) else ""
        if organisation == Known(True):
            return _organisation_writes(evidence, bucket, trail, start)
        key = f"{start}AWSLogs/{evidence.account or '*'}/CloudTrail/log.json.gz"
        return lets_write(evidence, bucket, _SERVICE, key, _source(trail, evidence.account))

    value: Value = trail.value("s3_bucket_name")
    link = bucket_link(evidence, value, "s3_bucket_name", fix, lets)
    return Chain((holds_link("trail", trail), link))


def _source(trail: Piece, account: str | None) -> Source:
    name = f"trail/{trail.name.value}" if isinstance(trail.name, Known) else None
    region = trail.place.region
    return Source(("arn", partition(region), "cloudtrail", region, account, name), account)


def _organisation_writes(evidence: Evidence, bucket: Piece, trail: Piece, start: str) -> Check:
    """The plan does not tell the organisation's id, nor its management account, whose number the
    trail's ARN bears: both are taken as the policy gives them.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    """
    document = bucket_policy(evidence, bucket)
    statements = document.statements if document else ()
    texts = [text for one in statements for text in one.resources or ()]
    texts += [
        text for one in statements for _, _, values in one.conditions for text in values or ()
    ]
    organisations = sorted({found for text in texts for found in _ORGANISATION.findall(text)})
    accounts = sorted({found for text in texts for found in _TRAIL_ACCOUNT.findall(text)})
    if not organisations and not (document and document.gap):
        change = f"Allow {_SERVICE} to write AWSLogs/<organisation>/* in the policy of it."
        return broken("its policy has no prefix of an organisation (AWSLogs/o-...)", change)
    return max(
        (
            lets_write(
                evidence,
                bucket,
                _SERVICE,
                f"{start}AWSLogs/{one}/{evidence.account}/CloudTrail/log.json.gz",
                _source(trail, account),
            )
            for one in organisations or ["*"]
            for account in accounts or [evidence.account]
        ),
        key=lambda check: check.state,
    )


_ORGANISATION = re.compile(r"AWSLogs/(o-[a-z0-9]{10,32})/")
_TRAIL_ACCOUNT = re.compile(r":cloudtrail:[^:]*:([0-9]{12}):trail/")

CONTROLS = (
    Control(
        "trail_data_events_leave_out_logs",
        "The trail does not record the writing of its own logs",
        "high",
        _data_events,
        row="cloudtrail",
    ),
    Control(
        "trail_may_write",
        "The bucket of every trail lets CloudTrail write there",
        "high",
        _delivery,
        row="cloudtrail",
    ),
)
