"""A wrong file of metric alarms fails with its name, its line, the setting and what to change."""

import shutil
from pathlib import Path

import pytest

from hinomi.catalogue import CatalogueError
from hinomi.metric_alarms import DEFAULT_DIRECTORY, load

# what stands there, what is written instead, setting, what the message says
WRONG = {
    "misspelt setting": ("severity:", "severty:", "severty", "Did you mean severity?"),
    "unknown comparison": (
        "comparison: GreaterThanThreshold",
        "comparison: Above",
        "comparison",
        "is not one of",
    ),
    "other kind than the file": ("kind: ec2", "kind: ec3", "kind", "is not the file's name, 'ec2'"),
    "dimension that the kind has not": (
        "dimensions: [InstanceId]",
        "dimensions: [InstanceID]",
        "dimensions[0]",
        "'InstanceID' is no dimension of this kind. Use InstanceId",
    ),
    "dimension that no alarm takes": (
        "alarms:\n",
        "  ImageId: {needed: false, description: The image that it runs}\nalarms:\n",
        "dimensions.ImageId",
        "no alarm takes it",
    ),
    "dimension given twice": (
        "dimensions: [InstanceId]\n",
        "dimensions: [InstanceId]\n    fixed_dimensions: {InstanceId: i-0}\n",
        "fixed_dimensions.InstanceId",
        "an environment gives it already",
    ),
    "period of a minute and a half": ("period: 300", "period: 90", "period", "multiple of 60"),
    "more breaching than periods": (
        "datapoints_to_alarm: 2",
        "datapoints_to_alarm: 3",
        "datapoints_to_alarm",
        "3 of 2 periods can never be",
    ),
    "longer than AWS takes": (
        "evaluation_periods: 2",
        "evaluation_periods: 289",
        "evaluation_periods",
        "within 86400 seconds",
    ),
    "anomaly on the other side": (
        "{comparison: GreaterThanUpperThreshold, band: 2}",
        "{comparison: LessThanLowerThreshold, band: 2}",
        "anomaly.comparison",
        "looks the other way than GreaterThanThreshold",
    ),
    "no threshold and no way to one": (
        "threshold: 1\n",
        "threshold: null\n",
        "threshold",
        "null, without an anomaly variant",
    ),
    "two alarms for one thing": (
        "metric: StatusCheckFailed_AttachedEBS",
        "metric: StatusCheckFailed",
        "alarms.attached-volume-unreachable.metric",
        "is watched by status-check-failed already",
    ),
    "source that is not AWS's": (
        "source: https://docs.aws.amazon.com/",
        "source: https://blog.example.com/",
        "source",
        "does not have the form",
    ),
    "runbook in one language": ("      ja:\n", "      jp:\n", "runbook.jp", "Known here: en, ja."),
}


def _folder(place: Path) -> Path:
    folder = place / "metric_alarms"
    folder.mkdir()
    shutil.copy(DEFAULT_DIRECTORY / "ec2.yaml", folder)
    return folder


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_refused_with_the_line_and_what_to_change(
    case: str, tmp_path: Path
) -> None:
    old, new, setting, said = WRONG[case]
    folder = _folder(tmp_path)
    text = (folder / "ec2.yaml").read_text(encoding="utf-8")
    assert old in text, f"ec2.yaml no longer holds {old!r}"
    (folder / "ec2.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CatalogueError) as caught:
        load(folder)

    found = [problem for problem in caught.value.problems if setting in problem.setting]
    assert found, str(caught.value)
    assert said in str(found[0])
    assert found[0].line
    assert str(found[0]).startswith("metric_alarms/ec2.yaml:")


def test_every_wrong_file_is_named_at_once(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "a.yaml").write_text("kind: [", encoding="utf-8")
    (folder / "b.yml").write_text("kind: b", encoding="utf-8")

    with pytest.raises(CatalogueError) as caught:
        load(folder)

    assert "metric_alarms/a.yaml:2: not YAML" in str(caught.value)
    assert "metric_alarms/b.yml: does not end in .yaml" in str(caught.value)


def test_an_empty_folder_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="holds no kind of metric alarms"):
        load(tmp_path)
