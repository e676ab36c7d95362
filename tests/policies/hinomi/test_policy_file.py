"""policy.yaml and profiles: what is written wrong is refused, with the line and what to change."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hinomi import policy, profiles
from hinomi.controls import REGISTER
from hinomi.errors import HinomiError
from hinomi.rows import ROWS

WAIVER = """
  - control: log_group_retention_365
    subject: aws_cloudwatch_log_group.a
    owner: platform
    reason: Moved to the archive next month.
    expires: 2026-12-31
"""


def load(text: str, tmp_path: Path) -> policy.Policy:
    file = tmp_path / "policy.yaml"
    file.write_text(text, encoding="utf-8")
    return policy.load(file)


def test_a_policy_is_a_profile_with_parameters_and_exceptions(tmp_path: Path) -> None:
    text = f"""
profile: cis
parameters: {{presence: required, readers: [email], vpcs: [vpc-0a1b2c3d]}}
waivers:{WAIVER}
checkov:
  skip:
    - check: CKV_AWS_144
      reason: One region is the design here.
"""
    found = load(text, tmp_path)
    assert found.profile.name == "cis"
    assert (found.profile.required, found.profile.readers) == (True, {"email"})
    assert found.vpcs == ("vpc-0a1b2c3d",)
    assert found.skipped == {"CKV_AWS_144": "One region is the design here."}
    [waiver] = found.waivers
    assert (waiver.owner, waiver.expires) == ("platform", date(2026, 12, 31))
    assert waiver.where.endswith("policy.yaml:5")


def test_without_a_file_the_default_profile_holds_without_exceptions() -> None:
    found = policy.load(None)
    assert (found.profile.name, found.waivers, dict(found.skipped)) == ("hinomi", (), {})


def test_the_command_line_overrides_the_policys_profile(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text("profile: hinomi\n")
    assert policy.load(file, "cis").profile.name == "cis"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("- a\n", "a list, not a mapping"),
        ("profile: [\n", "not YAML"),
        ("profile: hinomi\nprofile: cis\n", "given a second time (first on line 1)"),
        ("waivers: []\n", "profile: is missing"),
        ("profile: soc2\n", "there is no profile 'soc2'"),
        ("profile: hinomi\nwaiver: []\n", "Did you mean waivers?"),
        ("profile: hinomi\nparameters: {vpcs: [main]}\n", "parameters.vpcs[0]"),
        ("profile: hinomi\nparameters: {readers: [carrier-pigeon]}\n", "is not one of"),
        (
            "profile: hinomi\nparameters: {rows_off: {dashboard: Nobody looks at it.}}\n",
            "no row is called dashboard. Did you mean dashboards?",
        ),
        ("profile: hinomi\nparameters: {rows_off: {dashboards: no}}\n", "rows_off.dashboards"),
        (f"profile: hinomi\nwaivers:{WAIVER}    until: 2027\n", "waivers[0].until"),
        (f"profile: hinomi\nwaivers:{WAIVER}{WAIVER}", "a second waiver for log_group_retention"),
        (
            f"profile: hinomi\nwaivers:{WAIVER}".replace("2026-12-31", "2026-02-30"),
            "2026-02-30 is no day of the calendar",
        ),
        (
            f"profile: hinomi\nwaivers:{WAIVER}".replace("2026-12-31", "next year"),
            "waivers[0].expires",
        ),
        (f"profile: hinomi\nwaivers:{WAIVER}".replace("    owner: platform\n", ""), "is missing"),
        (
            f"profile: hinomi\nwaivers:{WAIVER}".replace("Moved to the archive next month.", "ok"),
            "waivers[0].reason",
        ),
        ("profile: hinomi\ncheckov: {skip: [{check: CKV_AWS_1}]}\n", "is missing"),
        (
            "profile: hinomi\ncheckov: {skip: [{check: all, reason: too many of them}]}\n",
            "checkov.skip[0].check",
        ),
    ],
)
def test_what_is_written_wrong_is_refused(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(HinomiError) as caught:
        load(text, tmp_path)
    assert words in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_a_policy_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(HinomiError, match="there is no such file"):
        policy.load(tmp_path / "policy.yaml")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    schema = profiles.DIRECTORY / "profile.schema.json"
    (tmp_path / schema.name).write_bytes(schema.read_bytes())
    return tmp_path


PROFILE = """
title: One control
unknown: fail
presence: required
controls:
  {name}: {settings}
checkov: {{checks: all, expect: []}}
"""


@pytest.mark.parametrize(
    ("name", "settings", "words"),
    [
        ("trail_multi_regions", "{}", "Did you mean trail_multi_region?"),
        ("mine", "{}", "no control is called mine"),
        ("mine", "{control: trail_kmss}", "Did you mean trail_kms?"),
        ("trail_kms", "{options: {days: 3}}", "control trail_kms has no option days"),
        ("log_group_retention_365", "{options: {day: 3}}", "Its options: days."),
        ("trail_kms", "{severity: awful}", "is not one of"),
        ("trail_kms", "{waived: true}", "controls.trail_kms.waived"),
    ],
)
def test_a_profile_that_asks_for_what_there_is_not(
    name: str, settings: str, words: str, directory: Path
) -> None:
    (directory / "one.yaml").write_text(PROFILE.format(name=name, settings=settings))
    with pytest.raises(HinomiError) as caught:
        profiles.load("one", directory)
    assert words in str(caught.value)


def test_a_control_may_be_asked_for_under_a_name_of_its_own(directory: Path) -> None:
    settings = "{control: log_group_retention_365, title: A month, options: {days: 30}}"
    (directory / "one.yaml").write_text(PROFILE.format(name="month", settings=settings))
    [asked] = profiles.load("one", directory).controls
    assert (asked.name, asked.title, asked.options) == ("month", "A month", {"days": 30})
    assert asked.control is REGISTER["log_group_retention_365"]


@pytest.mark.parametrize("name", [file.stem for file in profiles.DIRECTORY.glob("*.yaml")])
def test_the_profiles_of_the_project_load(name: str) -> None:
    assert profiles.load(name).controls


def test_the_projects_own_profile_asks_for_every_control() -> None:
    asked = {one.control.id for one in profiles.load("hinomi").controls}
    assert asked == set(REGISTER)


def test_every_control_proves_a_row_that_there_is() -> None:
    assert {control.row for control in REGISTER.values()} - ROWS.keys() == set()
