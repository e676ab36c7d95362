"""Inputs and outputs of a module are sorted, described, and named in its README."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hcl2.api import loads  # checkov brings it

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDERS = [*sorted((CHECKOUT / "modules").iterdir()), CHECKOUT / "environments/local"]

# The type, not an attribute of that name.
_TYPE_ANY = re.compile(r"\bany\b(?!\\\\?['\"]?\s*[:=])")


def blocks(file: Path, kind: str) -> dict[str, Any]:
    parsed = loads(file.read_text(encoding="utf-8"))
    return {name: body for block in parsed.get(kind, []) for name, body in block.items()}


def inputs(folder: Path) -> dict[str, Any]:
    """Of variables.tf, and of the variables_<topic>.tf beside it where there are many."""
    files = sorted(folder.glob("variables*.tf"))
    return {name: body for file in files for name, body in blocks(file, "variable").items()}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_inputs_and_outputs_are_sorted_and_described(folder: Path) -> None:
    for file in [*sorted(folder.glob("variables*.tf")), folder / "outputs.tf"]:
        found = blocks(file, "output" if file.name == "outputs.tf" else "variable")

        assert list(found) == sorted(found), file.name
        assert [name for name, body in found.items() if not body.get("description")] == []


@pytest.mark.parametrize("folder", FOLDERS[:-1], ids=lambda folder: folder.name)
def test_the_readme_names_every_input_output_and_file(folder: Path) -> None:
    readme = (folder / "README.md").read_text(encoding="utf-8")
    entities = {
        file.name
        for file in folder.glob("*.tf")
        if not file.name.startswith(("main", "outputs", "variables", "versions"))
    }
    expected = {*inputs(folder), *blocks(folder / "outputs.tf", "output"), *entities}

    assert [name for name in sorted(expected) if f"`{name}`" not in readme] == []


@pytest.mark.parametrize("folder", FOLDERS[:-1], ids=lambda folder: folder.name)
def test_no_input_takes_anything(folder: Path) -> None:
    found = inputs(folder)

    assert [name for name, body in found.items() if _TYPE_ANY.search(str(body["type"]))] == []
