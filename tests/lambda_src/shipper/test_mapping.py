"""The index templates on a real OpenSearch: every odd document is taken, and is found.

What a mapping refuses goes to quarantine, so each case here is one that must not be refused.
"""

import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest
from opensearchpy import OpenSearch

import cloud
from shipper.deadline import Deadline
from shipper.search_client import SearchClient
from shipper.search_setup import SetUpError, Wanted, set_up
from shipper.search_setup.templates import TEMPLATES
from shipper.search_setup.wanted import wanted_of
from shipper.settings import SearchSettings
from tests.faults.deliveries import CLOUDTRAIL_KEY, FLOW_KEY, Shipper, record

pytestmark = pytest.mark.cloud

LONG = "y" * 40_000
RECORDS: list[dict[str, Any]] = [
    record(1),
    # The same member as object, text, number, array and null, from one record to the next.
    record(2, requestParameters={"filter": {"name": "x"}}, responseElements={"x": 1}),
    record(3, requestParameters={"filter": "x"}, responseElements=[{"x": {"y": 2}}]),
    record(4, requestParameters={"filter": [1, None, ["a"]]}, responseElements="none"),
    record(5, requestParameters=None, responseElements=5, additionalEventData=[[1], "a"]),
    record(6, requestParameters={"": "empty", "a.b": 1, "a": {"b": 2}, ".": 3, "a..b": 4}),
    record(7, requestParameters={"policy": LONG}, errorMessage=LONG, userAgent=LONG),
    record(8, requestParameters={LONG: {LONG: LONG}}, serviceEventDetails={"list": [LONG]}),
    record(9, sourceIPAddress="192.000.002.1"),
    record(10, sourceIPAddress="autoscaling.amazonaws.com", eventTime="not a time"),
    record(11, userIdentity="text", resources="text", readOnly="perhaps", apiVersion=2),
    record(12, eventName={"not": "text"}, eventSource=7, recipientAccountId=111122223333),
]
LINES = """\
version account-id srcaddr dstaddr srcport dstport bytes start end action log-status tcp-flags
2 111122223333 192.0.2.1 198.51.100.7 1024 22 4249 1782864000 1782864060 REJECT OK 2
2 111122223333 - - - - - 1782864000 1782864060 - NODATA -
2 unknown 192.0.2.999 example x -1 99999999999999999999 1 999999999999999999 ACCEPT OK many
not a line of this file
"""
PERCENTILE = "aws.cloudwatch.statistics.p99_9"
METRICS_KEY = "metrics/111122223333/ap-northeast-1/2026/07/01/00/hinomi-1-2026-07-01-00-00-00-0f1e"
POINT: dict[str, Any] = {
    "metric_stream_name": "hinomi-test-metrics",
    "account_id": "111122223333",
    "region": "ap-northeast-1",
    "namespace": "AWS/Lambda",
    "metric_name": "Duration",
    "dimensions": {"FunctionName": "worker"},
    "timestamp": 1782864000000,
    "value": {"count": 2, "sum": 30, "max": 20.5, "min": 9.5, "p99": 20, "p99.9": 20.4},
    "unit": "Milliseconds",
}
POINTS: list[dict[str, Any]] = [
    POINT,
    POINT | {"dimensions": {"FunctionName": "other", "a.b": "c", "": "d", "x" * 2000: "y" * 9000}},
    POINT | {"dimensions": {}, "value": {"count": 0, "sum": 0, "max": 0, "min": 0}},
    POINT | {"dimensions": "none", "value": [1], "metric_name": 7, "timestamp": "soon"},
]


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenSearch]:
    with (
        cloud.running(tmp_path_factory.mktemp("cloud")) as running,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("POWERTOOLS_METRICS_NAMESPACE", "hinomi-test/pipeline")
        endpoint = running.search_endpoint
        set_up(SearchClient(SearchSettings(endpoint, "none", "")), Wanted(), Deadline(60))
        shipper = Shipper(endpoint)
        shipper.handle(shipper.put_cloudtrail(RECORDS))
        numbers = b'{"Records":[{"eventID":"numbers","requestParameters":{"n":1e999,"m":%b}}]}'
        content = numbers % (b"9" * 60)
        shipper.handle(shipper.put(CLOUDTRAIL_KEY.replace("a1B2c3", "d4E5f6"), content))
        shipper.handle(shipper.put(FLOW_KEY, gzip.compress(LINES.encode())))
        points = "\n".join(json.dumps(point) for point in POINTS)
        shipper.handle(shipper.put(METRICS_KEY, gzip.compress(points.encode())))
        assert shipper.s3.quarantined() == {}
        client = OpenSearch(hosts=[endpoint])
        client.indices.refresh(index="hinomi-*")
        yield client


def found(search: OpenSearch, query: dict[str, Any]) -> set[str]:
    """Return the last digits of the ids of what a query finds in CloudTrail's indices."""
    answer = search.search(index="hinomi-cloudtrail-*", body={"query": query, "size": 100})
    return {hit["_id"].split("-")[-1].lstrip("0") for hit in answer["hits"]["hits"]}


def test_every_document_is_there_once(search: OpenSearch) -> None:
    assert search.count(index="hinomi-cloudtrail-*")["count"] == len(RECORDS) + 1
    assert search.count(index="hinomi-vpc_flow_logs-*")["count"] == 4
    assert search.count(index="hinomi-metrics-*")["count"] == len(POINTS)


def test_no_record_added_a_field(search: OpenSearch) -> None:
    mappings = search.indices.get_mapping(index="hinomi-*")
    declared = search.indices.simulate_index_template(name="hinomi-cloudtrail-2000.01")
    expected = declared["template"]["mappings"]
    assert all(one["mappings"] == expected for one in mappings.values())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"term": {"aws.cloudtrail.requestParameters.filter.name": "x"}}, {"2"}),
        ({"term": {"aws.cloudtrail.requestParameters.filter": "x"}}, {"3"}),
        ({"term": {"aws.cloudtrail.responseElements.value": "none"}}, {"4"}),
        ({"prefix": {"aws.cloudtrail.requestParameters.policy": "yyy"}}, {"7"}),
        ({"term": {"tags": "value_truncated"}}, {"7", "8"}),
        ({"term": {"tags": "type_conflict"}}, {"11", "12"}),
        ({"term": {"tags": "event_time_missing"}}, {"10", "numbers"}),
        ({"term": {"source.domain": "192.000.002.1"}}, {"9"}),
        (
            {"term": {"source.ip": "192.0.2.0/29"}},
            {*"12345678", "11", "12"},
        ),
        ({"query_string": {"query": "autoscaling.amazonaws.com"}}, {"10"}),
        ({"match_phrase": {"event_text": "filter name"}}, {"2"}),
    ],
    # By the query alone: a set prints in another order in each process.
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_documents_are_found(search: OpenSearch, query: dict[str, Any], expected: set[str]) -> None:
    assert found(search, query) == expected


def test_a_metric_is_drawn_and_its_dimensions_are_found(search: OpenSearch) -> None:
    longest = {"max": {"field": "aws.cloudwatch.statistics.max"}}
    answer = search.search(
        index="hinomi-metrics-*",
        body={
            "query": {"term": {"aws.cloudwatch.dimensions.FunctionName": "worker"}},
            "aggs": {"longest": longest, "p999": {"max": {"field": PERCENTILE}}},
        },
    )
    assert answer["hits"]["total"]["value"] == 1
    assert answer["aggregations"]["longest"]["value"] == 20.5
    assert answer["aggregations"]["p999"]["value"] == 20.4


@pytest.mark.parametrize("feature", ["retention", "roles", "dashboards"])
def test_this_engine_is_without_what_is_asked_for_and_says_so(
    search: OpenSearch, feature: str
) -> None:
    host = search.transport.hosts[0]
    client = SearchClient(SearchSettings(f"http://{host['host']}:{host['port']}", "none", ""))
    wanted = wanted_of({"features": [feature], "shipper_role": "arn:aws:iam::111122223333:role/x"})
    with pytest.raises(SetUpError, match=f"take `{feature}` out of search.features"):
        set_up(client, wanted, Deadline(30))


def test_the_original_is_there_whole(search: OpenSearch) -> None:
    index = "hinomi-cloudtrail-2026.07"
    document = search.get(index=index, id=RECORDS[6]["eventID"])["_source"]
    assert json.loads(document["event"]["original"]) == RECORDS[6]


def test_templates_may_be_put_again(search: OpenSearch) -> None:
    endpoint = search.transport.hosts[0]
    settings = SearchSettings(f"http://{endpoint['host']}:{endpoint['port']}", "none", "")
    set_up(SearchClient(settings), Wanted(), Deadline(60))


def test_files_in_the_package_are_all_put(search: OpenSearch) -> None:
    names = {f"hinomi-{path.stem}" for path in TEMPLATES.glob("*.json")}
    there = search.cluster.get_component_template(name="hinomi-*")["component_templates"]
    assert {one["name"] for one in there} == names
