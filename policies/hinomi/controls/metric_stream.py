"""The metric stream: stream -> Firehose -> bucket -> an entrance of the shipper."""

from __future__ import annotations

from collections.abc import Iterator

from ..chains.buckets import best_of, bucket_link
from ..chains.find import holds_link, meant, missing, there
from ..chains.joins import SHOW_THE_VALUE
from ..chains.links import Chain, Check, broken, holds, unproved
from ..evidence import Evidence, Piece
from ..findings import Finding
from ..resource import Known
from .control import Asked, Control

_FIREHOSE = "aws_kinesis_firehose_delivery_stream"


def _judge(asked: Asked) -> Iterator[Finding]:
    streams = there(asked.evidence, "aws_cloudwatch_metric_stream")
    for stream in streams:
        yield asked.from_chain(stream.address, _chain(asked.evidence, stream))
    if not streams:
        yield asked.nothing("aws_cloudwatch_metric_stream", "Set metric_stream = {} on analysis.")


def _chain(evidence: Evidence, stream: Piece) -> Chain:
    chain = Chain((holds_link("metric stream", stream),))
    value = stream.value("firehose_arn")
    fix = f"Set firehose_arn on {stream.address}."
    met = best_of(meant(evidence, value, _FIREHOSE))
    if met is None:
        return chain + missing(value, "Firehose", "firehose_arn", fix)
    here = ("extended_s3_configuration", 0)
    prefix = met.piece.value(*here, "prefix")

    def announced(bucket: Piece) -> Check:
        """The shipper reads what the bucket announces: a prefix that holds Firehose's own."""
        if not isinstance(prefix, Known):
            return unproved(f"its prefix is {prefix.shown}", SHOW_THE_VALUE)
        for one in there(evidence, "aws_s3_bucket_notification"):
            mine = meant(evidence, one.value("bucket"), "aws_s3_bucket")
            if all(each.piece.address != bucket.address for each in mine):
                continue
            for kind in ("topic", "queue", "lambda_function"):
                for number in range(one.resource.blocks(kind) or 0):
                    start = one.value(kind, number, "filter_prefix")
                    begins = str(start.value) if isinstance(start, Known) else ""
                    if str(prefix.value).startswith(begins):
                        return holds(f"it announces {begins}")
        change = f"Announce {prefix.value} of {bucket.address} to the shipper."
        return broken(f"it announces nothing under {prefix.value}", change)

    bucket = met.piece.value(*here, "bucket_arn")
    change = f"Set bucket_arn on {met.piece.address}."
    return (
        chain
        + met.link("Firehose")
        + bucket_link(evidence, bucket, "bucket_arn", change, announced)
    )


CONTROLS = (
    Control(
        "metric_stream_reaches_shipper",
        "Metrics are kept for the long term, where the shipper reads them",
        "medium",
        _judge,
        row="metric_stream",
    ),
)
