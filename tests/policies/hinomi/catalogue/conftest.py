"""A small detections folder to spoil: one detection of each kind of log and its samples."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from hinomi.catalogue import DEFAULT_DIRECTORY

FILES = (
    "cloudtrail/ebs-snapshot-permission-removed.yaml",
    "lambda/lambda-json-init-failed.yaml",
    "linux_auth/ssh-root-login.yaml",
    "vpc_flow_logs/important-service-reached.yaml",
    "web_access/web-server-errors.yaml",
    "windows_events/windows-failed-logons.yaml",
    "windows_events_xml/windows-xml-failed-logons.yaml",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "detections"
    for file in FILES:
        source = Path(file).parent
        shutil.copytree(DEFAULT_DIRECTORY / source / "samples", copy / source / "samples")
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
