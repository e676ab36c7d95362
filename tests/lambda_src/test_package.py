"""The zips: the same bytes whatever the machine, and nothing that the function does not need."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

import package


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    for name, text in {
        "shipper/handler.py": "code",
        "shipper/__pycache__/handler.cpython-313.pyc": "compiled",
        "orjson/__init__.py": "code",
        "orjson/__init__.pyi": "types",
        "orjson-3.dist-info/METADATA": "Name: orjson",
        "orjson-3.dist-info/RECORD": "where pip put it",
        "bin/jp.py": "#!/a/machine/of/its/own",
    }.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text)
    return source


def test_only_what_runs_is_shipped(folder: Path, tmp_path: Path) -> None:
    package.write_zip(folder, tmp_path / "a.zip")

    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == [
            "orjson-3.dist-info/METADATA",
            "orjson/__init__.py",
            "shipper/handler.py",
        ]


def test_bytes_do_not_depend_on_times_modes_or_order(folder: Path, tmp_path: Path) -> None:
    package.write_zip(folder, tmp_path / "a.zip")
    for file in folder.rglob("*.py"):
        file.touch()
        os.utime(file, (1, 1))
        file.chmod(0o600)

    package.write_zip(folder, tmp_path / "b.zip")

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_zip_too_large_for_lambda_is_refused(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "UNPACKED_LIMIT", 8)

    with pytest.raises(package.PackagingError, match=r"a\.zip: .* unpacked, and Lambda takes"):
        package.write_zip(folder, tmp_path / "a.zip")

    assert not list(tmp_path.glob("a.*"))


def test_the_notifier_gets_words_but_no_patterns_or_samples() -> None:
    catalogue = json.loads(package.catalogue_for_messages(package.PROJECT / "detections"))

    assert catalogue
    for entry in catalogue.values():
        assert set(entry) == {"title", "severity", "log_source", "runbook"}
        assert set(entry["title"]) == set(entry["runbook"]) == {"en", "ja"}


def test_the_notifier_gets_metric_alarms_by_kind_and_id() -> None:
    written = package.metric_alarms_for_messages(package.PROJECT / "metric_alarms")
    alarms = json.loads(written)

    assert alarms["ec2/cpu-high"]["unit"] == "Percent"
    for entry in alarms.values():
        assert set(entry) == {"title", "unit", "runbook"}
        assert set(entry["title"]) == set(entry["runbook"]) == {"en", "ja"}


def test_a_metric_alarm_without_a_runbook_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "PROJECT", tmp_path)
    file = tmp_path / "metric_alarms/half.yaml"
    file.parent.mkdir()
    file.write_text("kind: half\nalarms: {a: {title: {en: a, ja: b}, unit: Count}}\n")

    with pytest.raises(package.PackagingError, match=r"metric_alarms/half\.yaml: no 'runbook'"):
        package.metric_alarms_for_messages(tmp_path / "metric_alarms")
    with pytest.raises(package.PackagingError, match="no metric alarms"):
        package.metric_alarms_for_messages(tmp_path / "empty")


def test_a_detection_without_a_runbook_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "PROJECT", tmp_path)
    file = tmp_path / "detections/cloudtrail/half.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("id: half\ntitle: {en: a, ja: b}\nseverity: low\nlog_source: cloudtrail\n")

    with pytest.raises(package.PackagingError, match=r"cloudtrail/half\.yaml: no 'runbook'"):
        package.catalogue_for_messages(tmp_path / "detections")


@pytest.mark.parametrize("function", package.FUNCTIONS)
def test_the_lambda_zip_carries_arm64_libraries_only(function: str) -> None:
    archive = package.PROJECT / "build/lambda" / f"{function}-lambda.zip"
    assert archive.is_file(), f"{archive.name} is not there: run `make build`"

    with zipfile.ZipFile(archive) as opened:
        libraries = [name for name in opened.namelist() if name.endswith(".so")]
        heads = {name: opened.read(name)[:20] for name in libraries}

    code = "/".join(filter(None, (package.FOLDERS.get(function), function)))
    assert f"{code}/handler.py" in zipfile.ZipFile(archive).namelist()
    # ELF: bytes 18-19 are the machine; 0xB7 is AArch64.
    assert {name for name, head in heads.items() if head[18:20] != b"\xb7\x00"} == set()


def test_the_canary_is_where_synthetics_looks_for_it(tmp_path: Path) -> None:
    archive = package.package("canary", "lambda", tmp_path)

    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        entry = opened.read("python/page_canary.py").decode()
    assert all(name.startswith("python/") for name in names)
    assert "import handler" in entry
    assert not [name for name in names if name.endswith((".md", ".txt"))]
    assert archive.stat().st_size < 225 * 1024  # what CreateCanary takes as a zip of its own


def test_the_canary_has_the_same_bytes_for_every_target(tmp_path: Path) -> None:
    first, second = (package.package("canary", target, tmp_path) for target in ("lambda", "local"))

    assert first.read_bytes() == second.read_bytes()
