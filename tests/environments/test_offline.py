"""A root with a backend is planned without it, and without a trace in the checkout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from environments import offline
from environments.terraform_cli import Terraform, TerraformError

BACKEND = 'terraform {\n  backend "s3" {\n    key = "x"\n  }\n}\n'
MAIN = 'module "shared" {\n  source = "../../modules/shared"\n}\n'


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one module and one environment that keeps its state in S3."""
    monkeypatch.setattr(offline, "PROJECT", tmp_path)
    for file, text in {
        "modules/shared/main.tf": 'resource "terraform_data" "one" {}\n',
        "environments/dev/main.tf": MAIN,
        "environments/dev/backend.tf": BACKEND,
    }.items():
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_backend_is_left_out_and_the_addresses_stay(checkout: Path) -> None:
    root = checkout / "environments/dev"
    work = checkout / "build/dev/offline"
    terraform = Terraform(offline.root_without_backend(root, work / "root"), work)

    terraform.init(backend=False)
    assert terraform.plan(refresh=False) is True
    plan = json.loads(terraform.plan_json(checkout / "plan.json").read_text(encoding="utf-8"))

    assert [one["address"] for one in plan["resource_changes"]] == [
        "module.shared.terraform_data.one"
    ]
    module = plan["configuration"]["root_module"]["module_calls"]["shared"]
    assert module["source"] == "../../modules/shared"
    assert sorted(path.name for path in root.iterdir()) == ["backend.tf", "main.tf"]


def test_a_backend_without_its_bucket_is_said_in_one_line(checkout: Path) -> None:
    terraform = Terraform(checkout / "environments/dev", checkout / "build/dev")

    with pytest.raises(TerraformError, match=r"environments/dev/backend\.hcl is not there: copy"):
        terraform.init()
