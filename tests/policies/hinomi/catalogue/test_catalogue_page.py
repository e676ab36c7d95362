"""docs/detections.md says what the files say."""

import re
from pathlib import Path

import pytest

from hinomi import catalogue_page
from hinomi.catalogue import CatalogueError, load
from hinomi.catalogue.companions import load_not_covered, load_overlaps

ROWS = (
    "security-setting-changed",
    "data-exfiltration",
    "signs-of-intrusion",
    "administrator-sign-in",
)
# The recommendations that ask for a metric filter and an alarm; 4.16 of 3.0 and 5.0 asks for
# Security Hub itself, which no event shows.
CIS_MONITORING = {
    "1.2": {f"3.{number}" for number in range(1, 15)},
    "1.4": {f"4.{number}" for number in range(1, 16)},
    "3.0": {f"4.{number}" for number in range(1, 16)},
    "5.0": {f"4.{number}" for number in range(1, 16)},
}


def test_page_is_up_to_date() -> None:
    assert catalogue_page.main(["--check"]) == 0


def test_check_fails_when_the_page_is_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "detections.md"
    old.write_text("# Detections\n", encoding="utf-8")
    monkeypatch.setattr(catalogue_page, "PAGE", old)
    assert catalogue_page.main(["--check"]) == 1
    assert "python -m hinomi.catalogue_page" in capsys.readouterr().err


def test_unknown_argument_is_refused() -> None:
    assert catalogue_page.main(["--chek"]) == 2


def test_page_links_to_files_that_are_there() -> None:
    links = re.findall(r"\]\((\.\./[^)]+)\)", catalogue_page.PAGE.read_text(encoding="utf-8"))
    assert links
    assert all((catalogue_page.PAGE.parent / link).exists() for link in links)


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_table_of_alerts_has_detections(row: str) -> None:
    assert [d for d in load() if row in d.references.specification]


@pytest.mark.parametrize("version", CIS_MONITORING)
def test_every_monitoring_recommendation_of_cis_has_a_detection(version: str) -> None:
    section = next(iter(CIS_MONITORING[version])).partition(".")[0]
    covered = {
        reference.id
        for detection in load()
        for reference in detection.references.cis
        if reference.version == version and reference.id.partition(".")[0] == section
    }
    assert covered == CIS_MONITORING[version]


def test_every_security_hub_control_has_one_detection() -> None:
    controls = [control for d in load() for control in d.references.security_hub]
    assert sorted(controls) == sorted(f"CloudWatch.{number}" for number in range(1, 15))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("overlap: []", "does not hold one list"),
        ("overlaps: [{rings: [a], samples: [b]}]", "has other settings"),
        ("overlaps: [{rings: a, samples: [b], because: c}]", "is no list of names"),
        ("overlaps: [{rings: [a], samples: [b], because: ''}]", "is not a text"),
    ],
)
def test_wrong_overlaps_are_refused(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "overlaps.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(CatalogueError, match=said):
        load_overlaps(tmp_path)


def test_missing_companion_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"not_covered\.yaml: is missing"):
        load_not_covered(tmp_path)
