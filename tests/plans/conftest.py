"""One copy of the local environment, and of the small configuration, for each test process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from hinomi import catalogue, policy
from hinomi.pipeline import judge_plan
from hinomi.sources import plan as plans
from hinomi.verdict import Verdict
from tests.plans.edits import Document
from tests.plans.planning import (
    ROOT,
    Workbench,
    dev_environment,
    empty_package,
    local_environment,
    some_detections,
)

# One detection for each row of the specification's table of alerts.
DETECTIONS = [
    "rejected-flows",
    "root-user-used",
    "security-group-rules-changed",
    "volume-created-from-snapshot",
]


@dataclass(frozen=True)
class Uncut:
    """The plan of the whole local environment, as a file and as JSON."""

    file: Path
    document: Document


@pytest.fixture(scope="session")
def few_detections(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return some_detections(tmp_path_factory.mktemp("few"), DETECTIONS)


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory, few_detections: Path) -> Workbench:
    """The local environment with few detections: quick to plan."""
    return local_environment(tmp_path_factory.mktemp("local"), few_detections)


@pytest.fixture(scope="session")
def uncut(tmp_path_factory: pytest.TempPathFactory) -> Uncut:
    """The plan of the local environment with the whole catalogue."""
    whole = local_environment(tmp_path_factory.mktemp("whole"), ROOT / "detections")
    file = whole.plan("uncut")
    return Uncut(file, json.loads(file.read_bytes()))


@pytest.fixture(scope="session")
def dev(tmp_path_factory: pytest.TempPathFactory, few_detections: Path) -> Workbench:
    """The dev environment, which does without no row, with few detections."""
    return dev_environment(tmp_path_factory.mktemp("dev"), few_detections)


@pytest.fixture(scope="session")
def whole_dev(dev: Workbench) -> Document:
    """Its plan, uncut."""
    document: Document = json.loads(dev.plan("uncut").read_bytes())
    return document


@pytest.fixture(scope="session")
def by_reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("by_reference")
    folders = {"root": ROOT / "tests/plans/by_reference"}
    bench = Workbench(place, folders, "root", {"package": str(empty_package(place))})
    return bench.plan("by-reference")


Judge = Callable[..., Verdict]
load_catalogue = lru_cache(catalogue.load)


@pytest.fixture
def judge() -> Judge:
    """Judge a plan, a file or its JSON, by our own controls."""

    def judged(
        plan: Path | Document, detections: Path | None = None, policy_file: Path | None = None
    ) -> Verdict:
        read = plans.read(plan) if isinstance(plan, Path) else plans.parse(plan, Path("plan.json"))
        return judge_plan(
            read,
            load_catalogue(detections),
            policy.load(policy_file or ROOT / "environments/local/policy.yaml"),
            date(2026, 1, 1),
            with_checkov=False,
        )

    return judged
