"""What our runner makes of Terraform's answers: on a configuration that needs no provider."""

from __future__ import annotations

from pathlib import Path

import pytest

from environments import terraform_cli
from environments.terraform_cli import Terraform, TerraformError

GOOD = """
variable "names" { type = map(bool) }
resource "terraform_data" "one" { for_each = var.names }
output "count" { value = length(terraform_data.one) }
"""
BAD = """
resource "terraform_data" "one" {
  lifecycle {
    precondition {
      condition     = terraform_data.one.id == "x"
      error_message = "give it a name"
    }
  }
}
"""


def configuration(directory: Path, text: str) -> Path:
    directory.mkdir()
    (directory / "main.tf").write_text(text)
    return directory


def test_plan_apply_second_plan_and_destroy(tmp_path: Path) -> None:
    said: list[str] = []
    root = configuration(tmp_path / "root", GOOD)
    variables = {"names": {"a": True, "b": False}}
    terraform = Terraform(root, tmp_path / "work", variables=variables, say=said.append)

    terraform.init()
    assert terraform.plan() is True
    terraform.apply()

    assert terraform.outputs() == {"count": 2}
    assert "2 of 2: " in " ".join(said)
    assert terraform.plan() is False
    assert terraform.plan_json().name == "plan.json"
    terraform.destroy()
    assert terraform.state_resources() == []
    assert [path.name for path in root.iterdir()] == ["main.tf"], "the checkout stays clean"


def test_a_refusal_names_file_and_line(tmp_path: Path) -> None:
    root = configuration(tmp_path / "root", 'variable "region" {\n  type = nosuch\n}\n')

    with pytest.raises(TerraformError, match=r"main\.tf line 2"):
        Terraform(root, tmp_path / "work").init()


def test_a_failed_plan_gives_terraforms_diagnostics(tmp_path: Path) -> None:
    terraform = Terraform(configuration(tmp_path / "root", GOOD), tmp_path / "work")
    terraform.init()

    with pytest.raises(TerraformError, match=r"(?s)terraform plan in root failed.*names"):
        terraform.plan()


def test_a_cli_configuration_that_is_not_there_is_said_and_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(tmp_path / "absent"))
    said: list[str] = []

    Terraform(configuration(tmp_path / "root", BAD), tmp_path / "work", say=said.append)

    assert said == [
        f"TF_CLI_CONFIG_FILE names {tmp_path / 'absent'}, which is not there: going on without it"
    ]


def test_no_terraform_on_the_path_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(TerraformError, match=r"install 1\.10 or later"):
        terraform_cli.executable()


def test_an_old_terraform_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "terraform"
    old.write_text('#!/bin/sh\necho \'{"terraform_version": "1.5.7"}\'\n')
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    with pytest.raises(TerraformError, match=r"is 1\.5\.7; Hinomi needs 1\.10"):
        terraform_cli.executable()
