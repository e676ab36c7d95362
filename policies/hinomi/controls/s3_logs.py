"""S3: every bucket of the plan, and those that are named, write server access logs somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from ..chains.buckets import Source, account_of, bucket_link, bucket_policy, lets_write
from ..chains.find import holds_link, meant, there
from ..chains.joins import SHOW_THE_VALUE
from ..chains.links import NONE, Chain, Check, Link, broken, holds, unproved
from ..chains.requests import partition
from ..evidence import Evidence, Piece
from ..findings import Finding, Status
from ..resource import Known, Unknown
from .control import Asked, Control

_SERVICE = "logging.s3.amazonaws.com"


def _judge(asked: Asked) -> Iterator[Finding]:
    evidence = asked.evidence
    logging = there(evidence, "aws_s3_bucket_logging")
    targets = {
        met.piece.address
        for one in logging
        for met in meant(evidence, one.value("target_bucket"), "aws_s3_bucket")
    }
    logged = set()
    for one in logging:
        sources = meant(evidence, one.value("bucket"), "aws_s3_bucket")
        logged |= {met.piece.address for met in sources}
        subject = sources[0].piece.address if len(sources) == 1 else one.address
        yield asked.from_chain(subject, _chain(evidence, one))
    buckets = there(evidence, "aws_s3_bucket")
    for bucket in buckets:
        if bucket.address in logged or bucket.address in evidence.declared:
            continue
        if bucket.address in targets or _takes_logs(evidence, bucket):
            reason = "it takes access logs itself; logging it would never end"
            yield asked.finding(Status.NOT_APPLICABLE, bucket.address, reason)
            continue
        fix = f"Add an aws_s3_bucket_logging for {bucket.address}."
        broken_link = Link("server access logging", NONE, "", (broken("it is off", fix),))
        yield asked.from_chain(bucket.address, Chain((holds_link("bucket", bucket), broken_link)))
    if not logging and not buckets:
        yield asked.nothing("bucket", "Name the buckets under s3_access_logs.")


def _takes_logs(evidence: Evidence, bucket: Piece) -> bool:
    """Whether a bucket is made for the access logs of others, though none of this plan uses it."""
    document = bucket_policy(evidence, bucket)
    return any(
        one.effect == "Allow" and _SERVICE in ((one.principals or {}).get("Service") or ())
        for one in (document.statements if document else ())
    )


def _chain(evidence: Evidence, one: Piece) -> Chain:
    source = one.value("bucket")
    name = str(source.value) if isinstance(source, Known) else None
    prefix = one.value("target_prefix")
    fix = f"Set target_bucket on {one.address}."

    def not_itself(target: Piece) -> Check:
        own = {met.piece.address for met in meant(evidence, source, "aws_s3_bucket")}
        if own == {target.address}:
            change = f"Name another bucket of the same account and region on {one.address}."
            return broken("it is its own target: each log makes the next one", change)
        return holds("not its own target")

    def lets(target: Piece) -> Check:
        if isinstance(prefix, Unknown):
            return unproved(f"its target_prefix is {prefix.shown}", SHOW_THE_VALUE)
        start = str(prefix.value) if isinstance(prefix, Known) else ""
        arn = ("arn", partition(one.place.region), "s3", "", "", name)
        source_of = Source(arn, account_of(evidence, one))
        return lets_write(evidence, target, _SERVICE, f"{start}log", source_of)

    link = Link("bucket", name or one.address, one.address, (holds("server access logging on"),))
    value = one.value("target_bucket")
    return Chain((link, bucket_link(evidence, value, "target_bucket", fix, not_itself, lets)))


CONTROLS = (
    Control(
        "s3_access_logs_for_each_bucket",
        "Buckets write server access logs to a bucket that takes them",
        "medium",
        _judge,
        row="s3_access_logs",
    ),
)
