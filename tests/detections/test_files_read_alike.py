"""Terraform, the packaging and the catalogue read the same files; none may read them otherwise."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from hinomi.catalogue import DEFAULT_DIRECTORY, LOG_SOURCES, Detection, load
from hinomi.catalogue.yaml_file import read_yaml
from tests.detections.terraform_catalogue import read_by_terraform

FILES = sorted(DEFAULT_DIRECTORY.glob("*/*.yaml"))
CATALOGUE = load()
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_yaml_1_1_and_1_2_read_the_same(path: Path) -> None:
    """PyYAML's safe_load reads YAML 1.1 (`Yes` is true), Terraform and the catalogue 1.2."""
    assert yaml.safe_load(path.read_text(encoding="utf-8")) == read_yaml(path, path).settings


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_pattern_holds_no_terraform_directive(path: Path) -> None:
    """modules/notification fills parameters with templatestring, which would read `%{` as code."""
    assert "%{" not in yaml.safe_load(path.read_text(encoding="utf-8"))["pattern"]


def test_terraform_fills_the_same_patterns(tmp_path: Path) -> None:
    """templatestring must leave backslashes, quotes and percent signs as the file has them."""
    groups = {source: {"name": source, "arn": "-"} for source in LOG_SOURCES}
    read = read_by_terraform(tmp_path, groups)
    assert not read["not_watched"]
    assert {id_: found["pattern"] for id_, found in read["filters"].items()} == {
        detection.id: detection.pattern_text for detection in CATALOGUE
    }
    assert {id_: found["log_group"] for id_, found in read["filters"].items()} == {
        detection.id: detection.log_source for detection in CATALOGUE
    }


@pytest.mark.parametrize("detection", CATALOGUE, ids=lambda d: d.id)
def test_both_languages_say_the_same_number_of_things(detection: Detection) -> None:
    english, japanese = detection.runbook["en"], detection.runbook["ja"]
    assert len(english.look) == len(japanese.look)
    assert len(english.do) == len(japanese.do)


@pytest.mark.parametrize("detection", CATALOGUE, ids=lambda d: d.id)
def test_languages_are_not_mixed_up(detection: Detection) -> None:
    def texts(language: str) -> list[Any]:
        runbook = detection.runbook[language]
        return [detection.title[language], runbook.means, *runbook.look, *runbook.do]

    assert not [text for text in texts("en") if JAPANESE.search(text)]
    assert not [text for text in texts("ja") if not JAPANESE.search(text)]
