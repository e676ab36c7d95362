"""Metric streams: which objects they are, and lines that are no data point."""

import json

import pytest

from shipper.errors import UnreadableError
from shipper.formats import metric_stream, of_object
from shipper.records import Entry, Rejected
from tests.lambda_src.shipper.test_formats import ORIGIN, SETTINGS, shown

POINT = {
    "metric_stream_name": "hinomi-test-metrics",
    "namespace": "AWS/Lambda",
    "metric_name": "Duration",
    "timestamp": 1782864000000,
    "value": {"count": 2, "sum": 3},
}


def read(content: bytes) -> list[Entry | Rejected]:
    outcomes = list(metric_stream.read_object(iter([content]), ORIGIN, SETTINGS))
    assert all(isinstance(one, Entry | Rejected) for one in outcomes)
    return outcomes  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("key", "dataset"),
    [
        (
            "metrics/111122223333/ap-northeast-1/2026/07/01/00/hinomi-1-2026-07-01-00-0f1e2d3c.gz",
            "metrics",
        ),
        ("kept/2026/hinomi-test-metric-stream-delivery-2-2026-07-01-00-00-00-0f1e2d3c", "metrics"),
        ("metrics-errors/111122223333/ap-northeast-1/processing-failed/x.gz", "plain"),
        ("application/metrics/today.log", "plain"),
        ("AWSLogs/111122223333/CloudTrail/ap-northeast-1/2026/07/01/x.json.gz", "cloudtrail"),
    ],
)
def test_an_object_is_told_by_its_key(key: str, dataset: str) -> None:
    found = of_object(key)
    assert dataset == found.DATASET


@pytest.mark.parametrize("line", [b'{"value":', b'["no","object"]', b'{"value":{"max":1e999}}'])
def test_a_line_that_is_no_data_point_is_kept_aside_and_the_next_is_read(line: bytes) -> None:
    good = json.dumps(POINT).encode()
    first, rejected, last = read(b"\n".join([good, line, good]))
    assert isinstance(first, Entry)
    assert isinstance(last, Entry)
    assert isinstance(rejected, Rejected)
    assert rejected.raw == line
    assert rejected.position == len(good) + 1


def test_another_output_format_is_named() -> None:
    with pytest.raises(UnreadableError, match="set the metric stream's output format to json"):
        read(b"\x8a\x05\n\x87\x05\n\xc4\x01\n\x17\n\x0ecloud.provider")


def test_two_equal_points_are_two_documents() -> None:
    line = json.dumps(POINT).encode()
    one, other = read(line + b"\n" + line)
    assert isinstance(one, Entry)
    assert isinstance(other, Entry)
    assert one.document == other.document
    assert one.id != other.id


def test_a_statistic_of_any_name_is_one_field_and_not_an_object() -> None:
    value = {"p99": 1, "p99.9": 2, "TM(25%:75%)": 3, "PR(:300)": 4, "count": 0, "sum": 0}
    (outcome,) = read(json.dumps(POINT | {"value": value}).encode())
    statistics = shown(outcome)["document"]["aws"]["cloudwatch"]["statistics"]
    assert statistics == {"p99": 1, "p99_9": 2, "tm_25_75": 3, "pr_300": 4, "count": 0, "sum": 0}
