"""What OpenSearch holds: counts, look-ups by id, and the report's searches."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, TransportError

CLOUDTRAIL = "hinomi-cloudtrail-*"
FLOW_LOGS = "hinomi-vpc_flow_logs-*"
ALL = "hinomi-*,-hinomi-metrics-*"
"""What is played. Metrics come of themselves, every minute."""
MOST_TERMS = 1000
"""Ids in one query; OpenSearch takes 65,536 terms, but an answer holds 10,000 hits at most."""
PAGE = 5000
UNAVAILABLE = 503
PATIENCE = 50
"""Times that an unavailable index is asked again, a fifth of a second apart."""


class Search:
    def __init__(self, client: OpenSearch) -> None:
        self._client = client

    @classmethod
    def at(cls, endpoint: str) -> Search:
        return cls(OpenSearch(hosts=[endpoint], timeout=30, max_retries=2, retry_on_timeout=True))

    def refresh(self) -> None:
        """Makes everything that is indexed findable; for the end of the play only."""
        self._client.indices.refresh(index=ALL, ignore_unavailable=True, allow_no_indices=True)

    def counts(self) -> dict[str, int]:
        """Index -> documents, of the indices that are there."""
        answer = self.ask(
            ALL,
            {
                "size": 0,
                "track_total_hits": True,
                "aggs": {"indices": {"terms": {"field": "_index", "size": 1000}}},
            },
        )
        buckets = answer.get("aggregations", {}).get("indices", {}).get("buckets", [])
        return {bucket["key"]: bucket["doc_count"] for bucket in sorted(buckets, key=_key)}

    def count(self, indices: str) -> int:
        answer = self.ask(indices, {"size": 0, "track_total_hits": True})
        return int(answer["hits"]["total"]["value"]) if "hits" in answer else 0

    def occurrences(self, event_ids: Iterable[str]) -> Counter[str]:
        """CloudTrail event id -> how many documents have it, over all indices, zeros included."""
        wanted = sorted(set(event_ids))
        found: Counter[str] = Counter(dict.fromkeys(wanted, 0))
        for start in range(0, len(wanted), MOST_TERMS):
            part = wanted[start : start + MOST_TERMS]
            query = {"terms": {"event.id": part}}
            for hit in self._every(CLOUDTRAIL, query, ["event.id"]):
                found[hit["_source"]["event"]["id"]] += 1
        return found

    def event_ids_from(self, paths: Sequence[str]) -> list[str]:
        """The ids of all CloudTrail documents that were read from these objects."""
        query = {"terms": {"log.file.path": list(paths)}}
        hits = self._every(CLOUDTRAIL, query, ["event.id"])
        return [hit["_source"].get("event", {}).get("id", "") for hit in hits]

    def originals(self, indices: str) -> Iterator[tuple[str, str]]:
        """(document id, the log line as it came) of every document."""
        for hit in self._every(indices, {"match_all": {}}, ["event.original"]):
            yield hit["_id"], hit["_source"].get("event", {}).get("original", "")

    def every(self, indices: str, fields: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Every document with some of its fields: `_index`, `_id` and `_source` each."""
        yield from self._every(indices, {"match_all": {}}, fields)

    def ask(self, indices: str, body: dict[str, Any]) -> dict[str, Any]:
        """A search; {} when there is no such index yet."""
        return self._search(indices, body, {})

    def _search(self, indices: str, body: dict[str, Any], more: dict[str, str]) -> dict[str, Any]:
        # A partial answer would pass for a whole one, and lost documents for found ones.
        params = {
            "ignore_unavailable": "true",
            "allow_partial_search_results": "false",
            **more,
        }
        for patience in range(PATIENCE, -1, -1):
            try:
                answer: dict[str, Any] = self._client.search(
                    index=indices, body=body, params=params
                )
            except NotFoundError:
                return {}
            except TransportError as error:
                # An index that is just being made has no shard to ask yet.
                if error.status_code != UNAVAILABLE or not patience:
                    raise
                time.sleep(0.2)
            else:
                return answer
        return {}

    def _every(
        self, indices: str, query: dict[str, Any], fields: Sequence[str]
    ) -> Iterator[dict[str, Any]]:
        """All hits of a query, a page at a time, in a snapshot that no new document disturbs."""
        body = {
            "size": PAGE,
            "query": query,
            "_source": list(fields),
            "sort": ["_doc"],
        }
        answer = self._search(indices, body, {"scroll": "1m"})
        if not answer:
            return
        scroll = answer.get("_scroll_id")
        try:
            while hits := answer["hits"]["hits"]:
                yield from hits
                answer = self._client.scroll(body={"scroll_id": scroll, "scroll": "1m"})
        finally:
            if scroll:
                self._client.clear_scroll(body={"scroll_id": [scroll]})


def _key(bucket: dict[str, Any]) -> str:
    return str(bucket["key"])
