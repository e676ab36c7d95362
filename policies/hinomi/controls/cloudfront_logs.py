"""CloudFront: delivery source -> delivery -> destination -> bucket that takes the logs."""

from __future__ import annotations

from collections.abc import Iterator

from ..chains.buckets import Source, best_of, bucket_link, lets_write
from ..chains.find import Met, holds_link, meant, missing, there
from ..chains.links import NONE, Chain, Check, Link, best, broken, holds
from ..chains.requests import partition
from ..evidence import Evidence, Piece
from ..findings import Finding
from ..resource import Absent, Known
from .control import Asked, Control

_SERVICE = "delivery.logs.amazonaws.com"


def _judge(asked: Asked) -> Iterator[Finding]:
    evidence = asked.evidence
    sources = [
        one for one in there(evidence, "aws_cloudwatch_log_delivery_source") if _is_ours(one)
    ]
    told_of = set()
    for source in sources:
        chain = best(_from_source(evidence, source))
        told_of |= {met.piece.address for met in _distributions(evidence, source)}
        yield asked.from_chain(source.address, chain)
    distributions = there(evidence, "aws_cloudfront_distribution")
    for one in distributions:
        if one.address not in told_of:
            yield asked.from_check(one.address, _legacy(one))
    if not sources and not distributions:
        fix = "Name distributions under cloudfront_access_logs."
        yield asked.nothing("delivery source of a CloudFront distribution", fix)


def _is_ours(source: Piece) -> bool:
    resource = source.value("resource_arn")
    if isinstance(resource, Known):
        return ":cloudfront:" in str(resource.value)
    targets = () if isinstance(resource, Absent) else resource.origin.targets
    return any("aws_cloudfront_distribution." in target.address for target in targets)


def _distributions(evidence: Evidence, source: Piece) -> list[Met]:
    return meant(evidence, source.value("resource_arn"), "aws_cloudfront_distribution")


def _legacy(one: Piece) -> Check:
    if isinstance(one.value("logging_config", 0, "bucket"), Absent):
        fix = f"Add a delivery source for {one.address}, or a logging_config."
        return broken("no delivery source names it, and it has no logging_config", fix)
    return holds("standard logging (legacy) to a bucket")


def _from_source(evidence: Evidence, source: Piece) -> Iterator[Chain]:
    home = source.place.region
    fix = f"Make {source.address} with the provider of us-east-1."
    checks = [holds("in us-east-1") if home in (None, "us-east-1") else broken(f"in {home}", fix)]
    if source.value("log_type") != Known("ACCESS_LOGS"):
        checks.append(broken("its log_type is not ACCESS_LOGS", f"Set it on {source.address}."))
    start = Chain((holds_link("delivery source", source, *checks),))
    found = False
    for delivery in there(evidence, "aws_cloudwatch_log_delivery"):
        value = delivery.value("delivery_source_name")
        for met in meant(evidence, value, source.type):
            if met.piece.address == source.address:
                found = True
                link = Link("delivery", "", delivery.address, (met.joined.check(""),))
                yield _to_destination(evidence, start + link, delivery)
    if not found:
        fix = f"Add an aws_cloudwatch_log_delivery for {source.address}."
        yield start + Link("delivery", NONE, "", (broken("no delivery names this source", fix),))


def _to_destination(evidence: Evidence, chain: Chain, delivery: Piece) -> Chain:
    value = delivery.value("delivery_destination_arn")
    fix = f"Set delivery_destination_arn on {delivery.address}."
    met = best_of(meant(evidence, value, "aws_cloudwatch_log_delivery_destination"))
    if met is None:
        return chain + missing(value, "destination", "delivery_destination_arn", fix)
    chain += met.link("destination")
    account = evidence.account
    # CloudFront, and with it the delivery source, is in us-east-1
    source = Source(
        ("arn", partition("us-east-1"), "logs", "us-east-1", account, "delivery-source:x"), account
    )

    def lets(bucket: Piece) -> Check:
        key = f"AWSLogs/{account or '*'}/CloudFront/log.gz"
        return lets_write(evidence, bucket, _SERVICE, key, source)

    here = ("delivery_destination_configuration", 0, "destination_resource_arn")
    bucket = met.piece.value(*here)
    fix = f"Set destination_resource_arn on {met.piece.address} to the bucket's ARN."
    return chain + bucket_link(evidence, bucket, "destination_resource_arn", fix, lets)


CONTROLS = (
    Control(
        "cloudfront_logs_reach_bucket",
        "CloudFront's logs reach a bucket that takes them",
        "medium",
        _judge,
        row="cloudfront_access_logs",
    ),
)
