"""Scalars are read as Terraform reads them, not as PyYAML would."""

from pathlib import Path
from typing import Any

import pytest

from hinomi.catalogue.yaml_file import read_yaml


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Yes", "Yes"),
        ("no", "no"),
        ("on", "on"),
        ("2025-07-08", "2025-07-08"),
        ("012345678912", "012345678912"),
        ("1_000", "1_000"),
        ("12:30:00", "12:30:00"),
        ("true", True),
        ("null", None),
        ("", None),
        ("60", 60),
        ("-1", -1),
        ("0.5", 0.5),
    ],
)
def test_plain_scalar(tmp_path: Path, written: str, read: Any) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(f"value: {written}\n", encoding="utf-8")
    value = read_yaml(path, path).settings["value"]
    assert value == read
    assert type(value) is type(read)


def test_each_setting_knows_its_line(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text("a: 1\nb:\n  - x\n  - {c: 2,\n     d: 3}\n", encoding="utf-8")
    source = read_yaml(path, path)
    assert source.line(("a",)) == 1
    assert source.line(("b", 0)) == 3
    assert source.line(("b", 1, "d")) == 5
    assert source.line(("b", 1, "missing")) == 4
    assert source.line(("nowhere",)) == 1
