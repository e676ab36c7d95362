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


def planned(name: str, place: Path, **settings: object) -> Path:
    """The plan's JSON, of the settings that the checkout holds, and of others instead."""
    package = str(empty_package(place))
    variables: dict[str, object] = {
        "canary_package": package,
        "notifier_package": package,
        "offline": True,
        "shipper_package": package,
        **settings,
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


@pytest.mark.terraform
def test_a_distribution_that_sorts_first_leaves_the_others_where_they_are(tmp_path: Path) -> None:
    """A delivery whose address changes is made anew, without a log in between."""
    arn = "arn:aws:cloudfront::111122223333:distribution/"
    site = {"host": "www.example.com", "text": "Welcome"}
    before = {"web": {"arn": f"{arn}E1WEB", "turn": 1}}
    after = {"assets": {"arn": f"{arn}E2ASSETS", "turn": 2}, **before}
    made = []
    for number, distributions in enumerate((before, after)):
        watched = {"distributions": distributions, "site": site, "vpcs": {}}
        place = tmp_path / str(number)
        place.mkdir()
        plan = planned("dev", place, watched=watched)
        changes = json.loads(plan.read_text(encoding="utf-8"))["resource_changes"]
        made.append({one["address"] for one in changes if ".module.cloudfront_" in one["address"]})
    assert len(made[0]) == 3  # source, delivery, what replaces it
    assert made[0] < made[1]
