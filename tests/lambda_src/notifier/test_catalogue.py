import json
from pathlib import Path
from typing import Any

import pytest

from notifier import catalogue

_RUNBOOK = {"means": "m", "look": ["l"], "do": ["d"]}
_ENTRY = {
    "title": {"en": "The root user was used", "ja": "ルートユーザーが使われました"},
    "severity": "critical",
    "log_source": "cloudtrail",
    "runbook": {"en": _RUNBOOK, "ja": _RUNBOOK},
}


def _file(folder: Path, content: Any) -> Path:
    file = folder / "catalogue.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def test_entries_become_detections(tmp_path: Path) -> None:
    detections = catalogue.load(_file(tmp_path, {"root-user-used": _ENTRY}))

    detection = detections["root-user-used"]
    assert detection.title["ja"] == "ルートユーザーが使われました"
    assert detection.runbook["en"] == catalogue.Runbook("m", ("l",), ("d",))


@pytest.mark.parametrize("part", ["title", "severity", "log_source", "runbook"])
def test_a_missing_part_is_named(tmp_path: Path, part: str) -> None:
    entry = {key: value for key, value in _ENTRY.items() if key != part}

    with pytest.raises(catalogue.CatalogueError, match=f"root-user-used lacks a part .*{part}"):
        catalogue.load(_file(tmp_path, {"root-user-used": entry}))


@pytest.mark.parametrize("content", ["{", "[]", '{"a": null}', '{"a": {"title": []}}'])
def test_what_is_no_catalogue_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(catalogue.CatalogueError):
        catalogue.load(_file(tmp_path, content))


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(catalogue.CatalogueError, match=r"lambda_src/package\.py"):
        catalogue.load(tmp_path / "catalogue.json")
