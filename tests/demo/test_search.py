"""Asking OpenSearch: pages, patience with an index that is being made, no partial answer."""

from typing import Any

import pytest
from opensearchpy.exceptions import NotFoundError, TransportError

from demo.search import PATIENCE, Search
from demo.searches.run import saved_searches
from demo.searches.traffic import OTHERS, Count, traffic


class Engine:
    """Answers in turn; an exception in the list is raised."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []
        self.params: list[dict[str, str]] = []
        self.cleared: list[str] = []

    def search(self, index: str, body: dict[str, Any], params: dict[str, str]) -> dict[str, Any]:
        self.asked.append(body)
        self.params.append(params)
        return self._next()

    def scroll(self, body: dict[str, str]) -> dict[str, Any]:
        return self._next()

    def clear_scroll(self, body: dict[str, list[str]]) -> None:
        self.cleared += body["scroll_id"]

    def _next(self) -> dict[str, Any]:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        found: dict[str, Any] = answer
        return found


def page(*ids: str) -> dict[str, Any]:
    hits = [{"_id": i, "_source": {"event": {"id": i, "original": f"line {i}"}}} for i in ids]
    return {"_scroll_id": "s", "hits": {"hits": hits}}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demo.search.time.sleep", lambda seconds: None)


def test_occurrences_count_every_page_and_every_id() -> None:
    engine = Engine(page("a", "b"), page("b"), page())
    assert Search(engine).occurrences(["b", "a", "c"]) == {"a": 1, "b": 2, "c": 0}
    assert engine.asked[0]["query"]["terms"]["event.id"] == ["a", "b", "c"]
    assert engine.cleared == ["s"]


def test_many_ids_are_asked_in_parts() -> None:
    ids = [f"id-{n}" for n in range(2500)]
    engine = Engine(page(), page(), page())
    assert sum(Search(engine).occurrences(ids).values()) == 0
    assert [len(body["query"]["terms"]["event.id"]) for body in engine.asked] == [1000, 1000, 500]


def test_an_index_that_is_being_made_is_asked_again() -> None:
    busy = TransportError(503, "search_phase_execution_exception")
    engine = Engine(busy, busy, {"hits": {"total": {"value": 7}}})
    assert Search(engine).count("x") == 7
    assert len(engine.asked) == 3


def test_an_index_that_stays_unavailable_is_an_error_and_so_is_any_other() -> None:
    busy = TransportError(503, "search_phase_execution_exception")
    with pytest.raises(TransportError):
        Search(Engine(*[busy] * (PATIENCE + 1))).count("x")
    with pytest.raises(TransportError):
        Search(Engine(TransportError(400, "parsing_exception"))).count("x")


def test_no_index_is_no_document() -> None:
    missing = NotFoundError(404, "index_not_found_exception")
    assert Search(Engine(missing)).counts() == {}
    assert Search(Engine(missing)).count("x") == 0
    assert list(Search(Engine(missing)).originals("x")) == []


def test_a_partial_answer_is_never_asked_for() -> None:
    engine = Engine({"hits": {"total": {"value": 0}}}, page())
    Search(engine).count("x")
    list(Search(engine).originals("x"))
    assert {params["allow_partial_search_results"] for params in engine.params} == {"false"}


def test_saved_searches_become_tables() -> None:
    hit = {
        "_source": {
            "@timestamp": "t",
            "event": {"action": "ListUsers", "provider": "iam.amazonaws.com"},
            "error": {"code": "AccessDenied"},
        }
    }
    buckets = [{"key": ["cloudtrail", "success"], "doc_count": 1234}]
    engine = Engine(
        {"hits": {"total": {"value": 1}, "hits": [hit]}},
        {"hits": {"total": {"value": 9}}, "aggregations": {"groups": {"buckets": buckets}}},
        {},
        {"hits": {"total": {"value": 0}, "hits": []}},
    )
    key, address, refused, root = saved_searches(Search(engine), "story")
    assert key.rows == (("t", "ListUsers", "iam.amazonaws.com", "AccessDenied", ""),)
    assert address.rows == (("cloudtrail · success", "1,234"),)
    assert address.numeric == (False, True)
    assert refused.rows == ()
    assert root.total == 0


def test_traffic_names_the_busiest_services_and_sums_the_rest() -> None:
    names = [f"s{n}.amazonaws.com" for n in range(7)]
    kinds = [{"key": name, "doc_count": 100 - n} for n, name in enumerate(names)]
    calls = {"time": {"buckets": [{"key": 60_000, "kind": {"buckets": kinds}}], "interval": "1m"}}
    flow_kinds = [{"key": "success", "doc_count": 3}, {"key": "failure", "doc_count": 2}]
    flows = {"time": {"buckets": [{"key": 0, "kind": {"buckets": flow_kinds}}], "interval": "5m"}}
    seen = traffic(Search(Engine({"aggregations": calls}, {"aggregations": flows})))
    assert {c.kind: c.count for c in seen.calls} == {
        "s0": 100, "s1": 99, "s2": 98, "s3": 97, "s4": 96, OTHERS: 95 + 94,
    }  # fmt: skip
    assert seen.flows == (Count(0, "accepted", 3), Count(0, "refused", 2))
    assert seen.span == "1m"
