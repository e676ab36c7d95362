"""Saved queries: for every detection that is watched, one that finds its events again."""

from __future__ import annotations

from collections.abc import Iterator

from ..chains.find import meant, there
from ..chains.links import Check, broken, holds, unproved
from ..chains.question import owner_of
from ..evidence import Evidence, MetricFilter, Piece
from ..findings import Finding
from ..resource import Known
from .control import Asked, Control


def _judge(asked: Asked) -> Iterator[Finding]:
    evidence = asked.evidence
    ids = frozenset(one.id for one in asked.catalogue)
    queries: dict[str, list[Piece]] = {}
    for one in there(evidence, "aws_cloudwatch_query_definition"):
        name = str(one.name.value) if isinstance(one.name, Known) else ""
        for end in (name, name.replace(" ", "/")):
            if found := owner_of(end, ids):
                queries.setdefault(found, []).append(one)
                break
    if not queries:
        yield asked.nothing("saved query for a detection", "Set queries = {} on analysis.")
        return
    watched = 0
    for one_filter in evidence.metric_filters:
        name = str(one_filter.name.value) if isinstance(one_filter.name, Known) else ""
        detection = owner_of(name, ids)
        if detection is None:
            continue
        watched += 1
        check = _check(evidence, detection, one_filter, queries.get(detection, []))
        yield asked.from_check(one_filter.address, check)
    if not watched:
        yield asked.nothing("metric filter of a detection", "Watch for detections first.")


def _check(evidence: Evidence, detection: str, one: MetricFilter, queries: list[Piece]) -> Check:
    fix = f"Add an aws_cloudwatch_query_definition for {detection} on its log group."
    if not queries:
        return broken(f"no saved query for {detection}", fix)
    kind = "aws_cloudwatch_log_group"
    groups = {met.piece.address for met in meant(evidence, one.log_group, kind)}
    for query in queries:
        text = query.value("query_string")
        if not isinstance(text, Known) or not str(text.value).strip():
            return unproved(f"the text of {query.address} is {text.shown}", fix)
        members = query.resource.members("log_group_names")
        if members is None:
            return unproved(f"the log groups of {query.address} are known after apply", fix)
        found = {met.piece.address for value in members for met in meant(evidence, value, kind)}
        if groups & found or one.log_group in members:
            return holds(f"{query.address} asks its log group")
    return broken(f"{queries[0].address} does not ask log group {one.log_group.shown}", fix)


CONTROLS = (
    Control(
        "saved_query_for_each_detection",
        "Every detection has a saved query on its log group",
        "low",
        _judge,
        row="saved_queries",
    ),
)
