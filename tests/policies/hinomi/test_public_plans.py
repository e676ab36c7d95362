"""Plans of other people's configurations against labels set by hand.

The data stands beside the checkout (../shared/data/plans) and is not part of it.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hinomi import catalogue, policy
from hinomi.pipeline import judge_plan
from hinomi.sources import plan as plans
from hinomi.verdict import Verdict

DATA = Path(__file__).resolve().parents[4] / "shared/data/plans"
# A plan's verdict on a control with several findings is the worst of them.
WORST_FIRST = ["FAIL", "UNKNOWN", "PASS", "N/A"]


def labels() -> Iterator[dict[str, Any]]:
    file = DATA / "labels.jsonl"
    if not file.is_file():
        pytest.fail(f"the labelled plans are not there: {file}")
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    detections, cis = catalogue.load(), policy.load(None, "cis")
    found = {}
    for label in labels():
        document = json.loads(lzma.decompress((DATA / label["plan"]).read_bytes()))
        plan = plans.parse(document, Path(label["plan"]))
        found[label["plan"]] = judge_plan(
            plan, detections, cis, date(2026, 1, 1), with_checkov=False
        )
    return found


def test_no_verdict_is_wrong_and_every_label_is_judged(verdicts: dict[str, Verdict]) -> None:
    wrong, exact = [], 0
    for label in labels():
        verdict = verdicts[label["plan"]]
        for control, expected in label["expect"].items():
            given = sorted(
                (str(one.status) for one in verdict.findings if one.control == control),
                key=WORST_FIRST.index,
            )
            if not given or given[0] not in {expected["verdict"], *expected.get("also", [])}:
                wrong.append((label["plan"], control, expected["verdict"], given[:1]))
            exact += given[:1] == [expected["verdict"]]
    assert wrong == []
    assert exact == 85  # of 85: none leans on an `also`


def test_nothing_was_left_unjudged(verdicts: dict[str, Verdict]) -> None:
    assert [str(problem) for one in verdicts.values() for problem in one.problems] == []
