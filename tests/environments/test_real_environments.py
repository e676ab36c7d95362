"""dev, staging and prod: planned offline as they stand, and held by the gate, checkov and all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from environments.offline import root_without_backend
from environments.terraform_cli import Terraform
from hinomi.cli import cli
from tests.plans.planning import ROOT, empty_package

NO_ACCOUNT = {"AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none"}


def planned(name: str, place: Path) -> Path:
    """The plan's JSON, of the settings that the checkout holds."""
    package = str(empty_package(place))
    variables: dict[str, object] = {
        "canary_package": package,
        "notifier_package": package,
        "offline": True,
        "shipper_package": package,
    }
    root = root_without_backend(ROOT / "environments" / name, place / "root")
    terraform = Terraform(root, place / "work", NO_ACCOUNT, variables)
    terraform.init(backend=False)
    terraform.plan(refresh=False)
    return terraform.plan_json()


@pytest.mark.terraform
@pytest.mark.parametrize("name", ["dev", "staging", "prod"])
def test_the_gate_holds_for_the_plan_as_it_stands(name: str, tmp_path: Path) -> None:
    policy = ROOT / "environments" / name / "policy.yaml"
    arguments = ["gate", str(planned(name, tmp_path)), "--policy", str(policy), "--format", "json"]
    result = CliRunner().invoke(cli, arguments)
    document = json.loads(result.output)

    failing = [
        (one["control"], one["subject"], one["reason"])
        for one in document["findings"]
        if one["status"] in {"FAIL", "UNKNOWN"}
    ]
    assert (document["problems"], failing, result.exit_code) == ([], [], 0)
    without_reason = [
        (one["control"], one["subject"])
        for one in document["findings"]
        if one["status"] == "SKIPPED" and "no reason given" in one["reason"]
    ]
    assert without_reason == []
