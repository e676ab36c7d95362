"""What policy.yaml declares of adopted things: relied on until a day, and named in the chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hinomi import policy
from hinomi.catalogue import Catalogue
from hinomi.controls import REGISTER
from hinomi.controls.control import Asked
from hinomi.declared import Declaration, resources_of
from hinomi.errors import HinomiError
from hinomi.evidence import Declared, collect
from hinomi.findings import Finding, Status

ENTRY = """
profile: hinomi
adopted:
  - kind: trail
    name: organisation
    facts: {multi_region: true, management_events: true, log_group: /org/trail, bucket: org-trail}
    owner: security
    expires: 2026-12-31
"""


def load(text: str, tmp_path: Path) -> policy.Policy:
    file = tmp_path / "policy.yaml"
    file.write_text(text, encoding="utf-8")
    return policy.load(file)


def judge(control: str, *declarations: Declaration, today: date, **more: Any) -> list[Finding]:
    evidence = collect(
        resources_of(declarations, ()),
        declared={one.address: Declared(one, one.expired(today)) for one in declarations},
    )
    chosen = REGISTER[control]
    asked = Asked(
        control,
        chosen.title,
        chosen.severity,
        replace(evidence, **more),
        Catalogue([]),
        options=chosen.options,
    )
    return list(chosen.judge(asked))


def test_a_declared_trail_is_a_trail_until_its_last_day(tmp_path: Path) -> None:
    [trail] = load(ENTRY, tmp_path).adopted
    for control in ("trail_present_logging", "trail_multi_region", "trail_to_cloudwatch_logs"):
        [found] = judge(control, trail, today=date(2026, 12, 31))
        assert (found.status, found.subject) == (Status.PASS, 'adopted.trail["organisation"]')
        assert "declared by security until 2026-12-31" in found.reason
        [late] = judge(control, trail, today=date(2027, 1, 1))
        assert late.status is Status.FAIL
        assert "expired on 2026-12-31" in late.reason
        assert "policy.yaml:4" in late.fix


def test_what_is_not_declared_of_it_does_not_hold(tmp_path: Path) -> None:
    [trail] = load(ENTRY, tmp_path).adopted
    [found] = judge("trail_log_validation", trail, today=date(2026, 1, 1))
    assert found.status is Status.FAIL


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("multi_region:", "multi_regions:", "policy.yaml:6: adopted[0].facts.multi_regions"),
        ("multi_region:", "multi_regions:", "Did you mean multi_region?"),
        ("kind: trail", "kind: trails", "is not one of"),
        ("    owner: security\n", "", "is missing"),
        ("2026-12-31", "2026-02-30", "is no day of the calendar"),
    ],
)
def test_what_is_written_wrong_is_refused(old: str, new: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(HinomiError) as caught:
        load(ENTRY.replace(old, new), tmp_path)
    assert words in str(caught.value)


def test_a_second_declaration_of_one_thing_is_refused(tmp_path: Path) -> None:
    entry = ENTRY.split("adopted:")[1]
    with pytest.raises(HinomiError, match="is declared a second time"):
        load(ENTRY + entry, tmp_path)
