"""Imports of the package point one way, and light commands stay light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import hinomi

PACKAGE = Path(hinomi.__file__).parent

# From the bottom up: a module imports only from layers below its own, or from its own package.
LAYERS = [
    ["errors", "arns", "rows", "today"],
    ["filter_pattern"],
    ["catalogue", "resource"],
    ["backtest", "configuration", "iam", "insights", "metric_alarms"],
    ["policy_documents", "sources", "declared"],
    ["resolve"],
    ["evidence"],
    ["chains"],
    ["findings"],
    ["controls"],
    ["profiles"],
    ["policy", "checkov_plan"],
    ["waivers", "judging", "checkov_scan", "placing"],
    ["verdict"],
    ["reports", "pipeline"],
    ["commands"],
    ["cli"],
]
RANK = {name: number for number, layer in enumerate(LAYERS) for name in layer}
# Another way into the package, with layers of its own, and a page that it writes.
APART = {"catalogue_page", "metric_alarms_page"}


def top(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def files() -> list[Path]:
    return sorted(file for file in PACKAGE.rglob("*.py") if top(file) not in {"__init__", *APART})


def imported(file: Path) -> set[str]:
    """The modules of this package, by the name under `hinomi`, that a file imports."""
    here = ["hinomi", *file.relative_to(PACKAGE).parts[:-1]]
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            path = ".".join([*base, *filter(None, [node.module])])
            names |= {path, *(f"{path}.{alias.name}" for alias in node.names)}
    parts = (name.split(".") for name in names)
    return {part[1] for part in parts if part[0] == "hinomi" and len(part) > 1}


def test_every_module_has_its_layer() -> None:
    assert {top(file) for file in files()} - RANK.keys() == set()


@pytest.mark.parametrize("file", files(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_module_imports_from_below(file: Path) -> None:
    above = {
        name
        for name in imported(file) & RANK.keys()
        if name != top(file) and RANK[name] >= RANK[top(file)]
    }
    assert above == set()


def test_checkov_is_imported_where_the_gate_runs_it_and_nowhere_else() -> None:
    users = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Import, ast.ImportFrom)) and "checkov." in ast.unparse(node)
    }
    assert users == {"checkov_scan.py"}


def test_the_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; from hinomi.cli import cli; cli(['--help'], standalone_mode=False);"
        "print('LOADED', *sorted({'checkov', 'yaml', 'rich', 'jsonschema', 're2', 'jinja2',"
        " 'hinomi.pipeline', 'hinomi.catalogue', 'hinomi.backtest', 'msgspec', 'altair', 'boto3'}"
        " & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert all(name in run.stdout for name in ("backtest", "gate", "pattern"))
    assert run.stdout.splitlines()[-1] == "LOADED"
