"""pytest items out of tftest.yaml: one plan each, held against an inventory or an error text."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.modules import inventory
from tests.modules.planner import CHECKOUT, PlanRefusedError, Workspace, example, workspace

REWRITE = "HINOMI_WRITE_INVENTORY"
FILE_KEYS = {"root", "files", "tfvars", "tests"}
TEST_KEYS = {"examples", "expect_error", "tfvars", "unlisted", "variables"}


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.name == "tftest.yaml":
        collected: pytest.Collector = PlanFile.from_parent(parent, path=file_path)
        return collected
    return None


class PlanFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        content = yaml.safe_load(self.path.read_text(encoding="utf-8"))
        _only(FILE_KEYS, content, str(self.path))
        for name, test in content["tests"].items():
            _only(TEST_KEYS, test or {}, f"{self.path}, test {name}")
            yield PlanItem.from_parent(self, name=name, settings=content, test=test or {})


class PlanItem(pytest.Item):
    """One variant: common tfvars, its own, then inline variables; the last one wins."""

    def __init__(self, *, settings: dict[str, Any], test: dict[str, Any], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.settings = settings
        self.test = test
        self.add_marker("terraform")
        # One worker for one root: `terraform init` is then done once.
        self.add_marker(pytest.mark.xdist_group(settings["root"]))

    def runtest(self) -> None:
        folder = self.path.parent
        here = workspace(self.settings["root"])
        here.take(folder / name for name in self.settings.get("files", []))
        expected = self.test.get("expect_error")
        try:
            plan = self._plan(here, folder)
        except PlanRefusedError as refusal:
            if expected is None:
                raise
            inventory.expect_text(expected, str(refusal))
            return
        if expected is not None:
            raise inventory.MismatchError(
                f"the plan was made, but it should have been refused with: {expected}"
            )
        self._compare(plan, folder / f"{self.name}.yaml")

    def _plan(self, here: Workspace, folder: Path) -> dict[str, Any]:
        for readme in self.test.get("examples", []):
            name = readme.replace("/", "-").replace(".md", ".tf")
            (here.root / name).write_text(example(CHECKOUT / readme), encoding="utf-8")
        names = [*self.settings.get("tfvars", []), *self.test.get("tfvars", [])]
        tfvars = [folder / name for name in names]
        variables = self.test.get("variables", {})
        if "expect_error" in self.test:
            here.judge_inputs(tfvars, variables)  # if they pass, a precondition has to refuse
        return here.plan(tfvars, variables)

    def _compare(self, plan: dict[str, Any], file: Path) -> None:
        actual = inventory.from_plan(plan)
        unlisted = self.test.get("unlisted", "refused") == "allowed"
        if os.environ.get(REWRITE):
            inventory.write(file, actual, unlisted=unlisted)
        if not file.is_file():
            raise inventory.MismatchError(
                f"{file.relative_to(CHECKOUT)} is not there; {self._hint()}"
            )
        expected = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        differences = inventory.compare(expected, actual, unlisted=unlisted)
        if differences:
            raise inventory.MismatchError(
                "\n".join([f"{file.relative_to(CHECKOUT)} says otherwise:", *differences])
                + f"\nIf the plan is right, {self._hint()}"
            )

    def _hint(self) -> str:
        address = f"{self.path.relative_to(CHECKOUT)}::{self.name}"
        return f"write it anew: {REWRITE}=1 .venv/bin/python -m pytest '{address}'"

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: object) -> str:
        if isinstance(excinfo.value, (inventory.MismatchError, PlanRefusedError)):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, f"{self.path.parent.name}: {self.name}"


def _only(allowed: set[str], given: dict[str, Any], where: str) -> None:
    if unknown := set(given) - allowed:
        raise ValueError(f"{where}: unknown {', '.join(sorted(unknown))}; use {sorted(allowed)}")
