"""docs/gate.md names what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from hinomi.controls import REGISTER
from hinomi.findings import Status
from hinomi.reports import FORMATS

PAGE = (Path(__file__).resolve().parents[3] / "docs/gate.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("control", REGISTER)
def test_every_control_and_option_is_on_the_page(control: str) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{control}` |"))
    assert all(f"`{option}`" in row for option in REGISTER[control].options)


def test_no_control_is_on_the_page_that_there_is_not() -> None:
    table = PAGE.split("## Controls")[1].split("##")[0]
    rows = [line.split("`")[1] for line in table.splitlines() if line.startswith("| `")]
    assert rows == list(REGISTER)


@pytest.mark.parametrize("status", Status)
def test_every_status_is_explained(status: Status) -> None:
    assert f"| {status} |" in PAGE


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "terminal"])
def test_every_report_is_named(form: str) -> None:
    assert f"--output {form}=" in PAGE
