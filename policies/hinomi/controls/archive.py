"""The S3 archive: the buckets that trails and flow logs write to keep what they got."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from ..chains.find import meant, there
from ..chains.joins import SHOW_THE_VALUE
from ..chains.links import Check, broken, holds, unproved
from ..evidence import Evidence, Piece
from ..findings import Finding
from ..iam import Answer
from ..resource import Absent, Known, Unknown
from .control import Asked, Control

Judge = Callable[[Asked, Piece], Check]


def archives(evidence: Evidence) -> list[Piece]:
    """The buckets that a trail or a flow log of the plan writes to."""
    values = [one.value("s3_bucket_name") for one in there(evidence, "aws_cloudtrail")]
    values += [one.value("log_destination") for one in there(evidence, "aws_flow_log")]
    found = [met.piece for value in values for met in meant(evidence, value, "aws_s3_bucket")]
    return list({one.address: one for one in found}.values())


def _judge(asked: Asked, judge: Judge) -> Iterator[Finding]:
    buckets = archives(asked.evidence)
    for bucket in buckets:
        yield asked.from_check(bucket.address, judge(asked, bucket))
    if not buckets:
        fix = "Let the trail write to the audit bucket of the storage module."
        yield asked.nothing("bucket that a trail or a flow log writes to", fix)


def _of(evidence: Evidence, bucket: Piece, kind: str) -> Piece | None:
    for one in there(evidence, kind):
        for met in meant(evidence, one.value("bucket"), "aws_s3_bucket"):
            if met.piece.address == bucket.address and met.joined.answer is Answer.YES:
                return one
    return None


def _kept(asked: Asked, bucket: Piece) -> Check:
    """No rule of the whole bucket takes objects away before their time."""
    days = int(asked.options["days"])
    one = _of(asked.evidence, bucket, "aws_s3_bucket_lifecycle_configuration")
    if one is None:
        return holds("no lifecycle rule: kept for ever")
    shortest: int | None = None
    count = one.resource.blocks("rule")
    if count is None:
        return unproved("its lifecycle rules are known after apply", SHOW_THE_VALUE)
    for number in range(count):
        if one.value("rule", number, "status") != Known("Enabled") or _is_beside(one, number):
            continue
        expiry = one.value("rule", number, "expiration", 0, "days")
        if isinstance(expiry, Unknown):
            return unproved(f"its expiration is {expiry.shown}", SHOW_THE_VALUE)
        if isinstance(expiry, Known) and expiry.value:
            given = int(expiry.value)
            shortest = given if shortest is None else min(shortest, given)
    if shortest is None:
        return holds("kept for ever")
    if shortest >= days:
        return holds(f"kept {shortest} days")
    fix = f"Set expiration to {days} days or more on {one.address}."
    return broken(f"kept {shortest} days, not {days}", fix)


def _is_beside(one: Piece, number: int) -> bool:
    """A rule of a prefix that holds no delivered logs, such as quarantine/."""
    for place in (("filter", 0, "prefix"), ("filter", 0, "and", 0, "prefix"), ("prefix",)):
        prefix = one.value("rule", number, *place)
        if isinstance(prefix, Known) and prefix.value and "AWSLogs" not in str(prefix.value):
            return True
    return False


def _versioned(asked: Asked, bucket: Piece) -> Check:
    one = _of(asked.evidence, bucket, "aws_s3_bucket_versioning")
    fix = f"Add an aws_s3_bucket_versioning, Enabled, for {bucket.address}."
    if one is None:
        return broken("it is not versioned", fix)
    status = one.value("versioning_configuration", 0, "status")
    if isinstance(status, Unknown):
        return unproved(f"its versioning is {status.shown}", SHOW_THE_VALUE)
    return holds("versioned") if status == Known("Enabled") else broken("it is not versioned", fix)


def _encrypted(asked: Asked, bucket: Piece) -> Check:
    kind = "aws_s3_bucket_server_side_encryption_configuration"
    one = _of(asked.evidence, bucket, kind)
    fix = f"Encrypt {bucket.address} with a customer key."
    if one is None:
        return broken("it is not encrypted with a customer key", fix)
    here = ("rule", 0, "apply_server_side_encryption_by_default", 0)
    algorithm, key = one.value(*here, "sse_algorithm"), one.value(*here, "kms_master_key_id")
    if isinstance(algorithm, Unknown):
        return unproved(f"its encryption is {algorithm.shown}", SHOW_THE_VALUE)
    if algorithm not in (Known("aws:kms"), Known("aws:kms:dsse")):
        return broken(f"it is encrypted with {algorithm.shown}, not a customer key", fix)
    if isinstance(key, Absent):
        return broken("it is encrypted with the AWS managed key", fix)
    return holds("encrypted with a customer key")


def _locked(asked: Asked, bucket: Piece) -> Check:
    """`mode` any asks nothing; governance or compliance asks for that mode or a stronger one."""
    wanted = str(asked.options["mode"]).upper()
    if wanted == "ANY":
        return holds("no lock is asked for")
    one = _of(asked.evidence, bucket, "aws_s3_bucket_object_lock_configuration")
    fix = f"Set object_lock with mode {wanted} on the bucket of {bucket.address}."
    if one is None:
        return broken("it has no Object Lock", fix)
    mode = one.value("rule", 0, "default_retention", 0, "mode")
    if isinstance(mode, Unknown):
        return unproved(f"its lock's mode is {mode.shown}", SHOW_THE_VALUE)
    if mode in (Known(wanted), Known("COMPLIANCE")):
        return holds(f"locked, {mode.shown}")
    return broken(f"its lock's mode is {mode.shown}, not {wanted}", fix)


_CHECKS: dict[str, tuple[str, str, Judge, dict[str, Any]]] = {
    "archive_kept": ("The archive keeps logs long enough", "high", _kept, {"days": 365}),
    "archive_versioned": ("The archive is versioned", "high", _versioned, {}),
    "archive_encrypted": ("The archive is encrypted with a customer key", "medium", _encrypted, {}),
    "archive_locked": ("The archive cannot be deleted", "high", _locked, {"mode": "any"}),
}
CONTROLS = tuple(
    Control(name, title, severity, partial(_judge, judge=judge), options=options, row="archive")
    for name, (title, severity, judge, options) in _CHECKS.items()
)
