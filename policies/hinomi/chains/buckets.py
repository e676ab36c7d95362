"""Whether a service, or a role, may write to a bucket: the bucket's policy, evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..evidence import Evidence, Piece
from ..iam import NOT_SENT, Answer, Document, Request
from ..policy_documents import read
from ..resource import Known, Value
from .find import Met, meant, missing, there
from .joins import called
from .links import Check, Link, broken, holds, unproved
from .requests import partition


def bucket_link(evidence: Evidence, value: Value, what: str, fix: str, *checks: Any) -> Link:
    """The link to the bucket that `value` means; `checks` are functions of the bucket."""
    met = best_of(meant(evidence, value, "aws_s3_bucket"))
    if met is None:
        return missing(value, "bucket", what, fix)
    return met.link("bucket", *(check(met.piece) for check in checks))


def best_of(found: list[Met]) -> Met | None:
    return max(found, key=lambda one: one.joined.answer, default=None)


@dataclass(frozen=True, slots=True)
class Source:
    """What a service writes for: the parts of its ARN (None: not known), and its account."""

    arn: tuple[str | None, ...]
    account: str | None


def lets_write(evidence: Evidence, bucket: Piece, service: str, key: str, source: Source) -> Check:
    """Whether the bucket's policy lets a service put an object at `key`, for this account.

    A `*` in the key stands for a part that the plan does not tell.
    """
    document = bucket_policy(evidence, bucket)
    name = called(bucket.name, bucket.address)
    fix = f"Allow s3:PutObject on {name}/{key} to {service} in the policy of {bucket.address}."
    if document is None:
        return broken(f"it has no bucket policy, so {service} may not write to it", fix)
    whole = None if "*" in key or not isinstance(bucket.name, Known) else key
    request = Request(
        "s3:PutObject",
        service=service,
        resource=("arn", partition(bucket.place.region), "s3", "", "", whole and f"{name}/{whole}"),
        address=bucket.address,
        context={
            "aws:securetransport": "true",
            "aws:sourceaccount": source.account,
            "aws:sourcearn": source.arn,
            "aws:principalorgid": NOT_SENT,
            "aws:principalaccount": NOT_SENT,
            "aws:principalarn": NOT_SENT,
            "aws:principalisawsservice": "true",
            "aws:principalservicename": service,
            "s3:x-amz-acl": "bucket-owner-full-control",
        },
    )
    answer = document.answer(request)
    if answer is Answer.YES:
        return holds(f"its policy lets {service} write {key}")
    if answer is Answer.UNSURE:
        why = document.gap or "a condition or a resource in it is not known in the plan"
        return unproved(f"whether its policy lets {service} write {key} is open: {why}", fix)
    return broken(f"its policy does not let {service} write {key}", fix)


def account_of(evidence: Evidence, piece: Piece) -> str | None:
    """The account that a piece stands in: its provider's, else the plan's where it is made by a
    provider that alarms are made by. A log-archive account's is often told by nothing."""
    if piece.resource.account is not None:
        return piece.resource.account
    home = {one.place.provider for one in evidence.alarms}
    return evidence.account if piece.place.provider in home or not home else None


def bucket_policy(evidence: Evidence, bucket: Piece) -> Document | None:
    """The policy on a bucket; one that may be another's is a gap."""
    found: Document | None = None
    for one in there(evidence, "aws_s3_bucket_policy"):
        for met in meant(evidence, one.value("bucket"), "aws_s3_bucket"):
            if met.piece.address == bucket.address:
                if met.joined.answer is Answer.YES:
                    return read(one.value("policy"), evidence.documents)
                found = Document(gap=f"{one.address} may be its policy")
    return found
