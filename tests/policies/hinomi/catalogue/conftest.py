"""A small detections folder to spoil: one detection of each log source and its samples."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from hinomi.catalogue import DEFAULT_DIRECTORY

CLOUDTRAIL = "cloudtrail/ebs-snapshot-permission-removed.yaml"
FLOW_LOGS = "vpc_flow_logs/important-service-reached.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "detections"
    for source in ("cloudtrail", "vpc_flow_logs"):
        shutil.copytree(DEFAULT_DIRECTORY / source / "samples", copy / source / "samples")
    for file in (CLOUDTRAIL, FLOW_LOGS):
        shutil.copy(DEFAULT_DIRECTORY / file, copy / file)
    return copy


@pytest.fixture
def spoil(folder: Path) -> Callable[..., Path]:
    """Replaces a text that is there, so that a test cannot pass by changing nothing."""

    def replace(file: str, old: str, new: str) -> Path:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{file} no longer holds {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return replace
