"""Which plugin mirror is taken, and that a user's own set-up is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from environments.terraform_plugins import (
    PROVIDER,
    plugin_configuration,
    plugin_directory,
    target_platform,
)


def mirror(directory: Path, version: str = "5.100.0", platform: str | None = None) -> Path:
    (directory / PROVIDER / version / (platform or target_platform())).mkdir(parents=True)
    return directory


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "home").mkdir()
    return {
        "HOME": str(tmp_path / "home"),
        "XDG_DATA_DIRS": str(tmp_path / "share"),
    }


def test_the_users_own_directory_comes_first(tmp_path: Path, home: dict[str, str]) -> None:
    mirror(tmp_path / "home/.terraform.d/plugins")
    named = mirror(tmp_path / "named")

    assert plugin_directory({**home, "HINOMI_TF_PLUGIN_DIR": str(named)}) == named


def test_terraforms_implied_mirrors_are_found(tmp_path: Path, home: dict[str, str]) -> None:
    found = mirror(tmp_path / "share/terraform/plugins")

    assert plugin_directory(home) == found


@pytest.mark.parametrize(
    ("version", "platform"), [("5.99.1", None), ("6.0.0", None), ("5.100.0", "plan9_mips")]
)
def test_a_mirror_without_our_version_or_platform_is_passed_over(
    tmp_path: Path, home: dict[str, str], version: str, platform: str | None
) -> None:
    named = mirror(tmp_path / "named", version, platform)

    assert plugin_directory({**home, "HINOMI_TF_PLUGIN_DIR": str(named)}) != named


def test_the_registry_is_not_asked_for_what_the_mirror_holds(
    tmp_path: Path, home: dict[str, str]
) -> None:
    named = mirror(tmp_path / "named")

    written = plugin_configuration(tmp_path, {**home, "HINOMI_TF_PLUGIN_DIR": str(named)})

    assert written is not None
    text = written.read_text()
    assert f'path    = "{named}"' in text
    assert f'exclude = ["{PROVIDER}"]' in text


def test_a_users_cli_configuration_decides_by_itself(tmp_path: Path, home: dict[str, str]) -> None:
    mirror(tmp_path / "share/terraform/plugins")
    (tmp_path / "home/.terraformrc").write_text("# mine\n")

    assert plugin_configuration(tmp_path, home) is None
    assert plugin_configuration(tmp_path, {**home, "TF_CLI_CONFIG_FILE": "/mine"}) is None
