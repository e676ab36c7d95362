"""Asks the saved searches and turns each answer into a small table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from demo.search import Search

HERE = Path(__file__).parent


@dataclass(frozen=True)
class SavedSearch:
    """A query of the report, and its answer as rows of text."""

    title: Mapping[str, str]
    indices: str
    body: Mapping[str, object]
    total: int
    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    """Which columns hold numbers."""
    rows: tuple[tuple[str, ...], ...]


def saved_searches(search: Search, name: str) -> tuple[SavedSearch, ...]:
    """The searches of `<name>.yaml` with their results."""
    entries = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return tuple(_asked(search, entry) for entry in entries)


def _asked(search: Search, entry: Mapping[str, Any]) -> SavedSearch:
    answer = search.ask(entry["indices"], entry["body"])
    columns: dict[str, str] = entry["columns"]
    return SavedSearch(
        title=entry["title"],
        indices=entry["indices"],
        body=entry["body"],
        total=answer.get("hits", {}).get("total", {}).get("value", 0),
        columns=tuple(columns),
        numeric=tuple(path == "count" for path in columns.values()),
        rows=tuple(_rows(answer, list(columns.values()))),
    )


def _rows(answer: Mapping[str, Any], paths: list[str]) -> Iterable[tuple[str, ...]]:
    groups = answer.get("aggregations", {}).get("groups", {}).get("buckets")
    if groups is None:
        for hit in answer.get("hits", {}).get("hits", []):
            yield tuple(_at(hit["_source"], path) for path in paths)
        return
    for group in groups:
        key = group["key"]
        named = " · ".join(str(part) for part in key) if isinstance(key, list) else str(key)
        yield tuple({"key": named, "count": f"{group['doc_count']:,}"}[path] for path in paths)


def _at(document: Any, path: str) -> str:
    """The value at a dotted path; an object may also hold the dotted name as it is."""
    for part in path.split("."):
        if not isinstance(document, dict) or part not in document:
            return ""
        document = document[part]
    return str(document)
