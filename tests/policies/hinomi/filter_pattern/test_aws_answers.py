"""The recorded answers of CloudWatch Logs and the documented examples: every certain case holds.

They are shared data beside the repository, not part of it; cases/ is what stands alone.
"""

import json
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from hinomi import filter_pattern
from hinomi.filter_pattern import InvalidPattern

ROOT = Path(__file__).parents[4]
DATA = ROOT.parent / "shared" / "data" / "filter-patterns"


def read(name: str) -> list[dict[str, Any]]:
    path = DATA / name
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def by_pattern(cases: list[dict[str, Any]]) -> list[Any]:
    def pattern(case: dict[str, Any]) -> str:
        return str(case["pattern"])

    groups = groupby(sorted(cases, key=pattern), key=pattern)
    return [pytest.param(name, list(group), id=name[:60] or "blank") for name, group in groups]


CASES = read("cases.jsonl")
VALUES = read("metric-values.jsonl")


def test_the_recorded_answers_are_there() -> None:
    for name, cases, least in (("cases", CASES, 1000), ("metric-values", VALUES, 20)):
        assert len(cases) >= least, (
            f"../shared/data/filter-patterns/{name}.jsonl, read from {DATA}, holds"
            f" {len(cases)} cases: put the shared data folder beside the repository"
        )


@pytest.mark.parametrize(("pattern", "cases"), by_pattern([c for c in CASES if c["certain"]]))
def test_certain_case(pattern: str, cases: list[dict[str, Any]]) -> None:
    assert [case["id"] for case in cases if not agrees(pattern, case)] == []


@pytest.mark.parametrize(("pattern", "cases"), by_pattern([c for c in CASES if not c["certain"]]))
def test_inferred_case(pattern: str, cases: list[dict[str, Any]]) -> None:
    """Nobody has asked AWS these. docs/filter-patterns.md says why we answer as we do."""
    assert [case["id"] for case in cases if not agrees(pattern, case)] == []


def agrees(pattern: str, case: dict[str, Any]) -> bool:
    try:
        match = filter_pattern.compile(pattern).match(case["message"])
    except InvalidPattern:
        return "error" in case
    if "error" in case or (match is not None) is not case["matches"]:
        return False
    return match is None or "extracted" not in case or match.extracted == case["extracted"]


@pytest.mark.parametrize("case", VALUES, ids=lambda case: case["id"])
def test_metric_value(case: dict[str, Any]) -> None:
    arguments = {
        "value": case["metricValue"],
        "default_value": case.get("defaultValue"),
        "dimensions": case.get("dimensions"),
    }
    if "error" in case:
        with pytest.raises(InvalidPattern):
            filter_pattern.metric_value(case["pattern"], "", **arguments)
        return
    point = filter_pattern.metric_value(case["pattern"], case["message"], **arguments)
    assert (point.value if point else None) == case["emits"]
    assert (point.dimensions if point else {}) == case.get("dimensions_out", {})
