"""Inputs and outputs of a module are sorted, described, and named in its README."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hcl2.api import loads  # checkov brings it

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDERS = [*sorted((CHECKOUT / "modules").iterdir()), CHECKOUT / "environments/local"]


def blocks(folder: Path, file: str, kind: str) -> dict[str, Any]:
    parsed = loads((folder / file).read_text(encoding="utf-8"))
    return {name: body for block in parsed.get(kind, []) for name, body in block.items()}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.parametrize(("file", "kind"), [("variables.tf", "variable"), ("outputs.tf", "output")])
def test_inputs_and_outputs_are_sorted_and_described(folder: Path, file: str, kind: str) -> None:
    found = blocks(folder, file, kind)

    assert list(found) == sorted(found)
    assert [name for name, body in found.items() if not body.get("description")] == []


@pytest.mark.parametrize("folder", FOLDERS[:-1], ids=lambda folder: folder.name)
def test_the_readme_names_every_input_output_and_file(folder: Path) -> None:
    readme = (folder / "README.md").read_text(encoding="utf-8")
    entities = {file.name for file in folder.glob("*.tf")} - {
        "main.tf",
        "outputs.tf",
        "variables.tf",
        "versions.tf",
    }
    expected = {
        *blocks(folder, "variables.tf", "variable"),
        *blocks(folder, "outputs.tf", "output"),
        *entities,
    }

    assert [name for name in sorted(expected) if f"`{name}`" not in readme] == []


@pytest.mark.parametrize("folder", FOLDERS[:-1], ids=lambda folder: folder.name)
def test_no_input_takes_anything(folder: Path) -> None:
    found = blocks(folder, "variables.tf", "variable")

    assert [name for name, body in found.items() if "any" in str(body["type"])] == []
