"""The local environment as it is: the whole gate, checkov and all, says that it holds."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from hinomi.cli import cli
from tests.plans.conftest import Uncut
from tests.plans.planning import ROOT

# One worker plans what these files share.
pytestmark = [pytest.mark.terraform, pytest.mark.xdist_group("plans")]


def test_the_gate_holds_with_the_environments_own_policy(uncut: Uncut) -> None:
    policy = ROOT / "environments/local/policy.yaml"
    arguments = ["gate", str(uncut.file), "--policy", str(policy), "--format", "json"]
    result = CliRunner().invoke(cli, arguments)
    document = json.loads(result.output)
    shut = {"FAIL", "UNKNOWN"}
    failing = [
        (one["control"], one["subject"], one["reason"])
        for one in document["findings"]
        if one["status"] in shut
    ]
    assert (document["problems"], failing) == ([], [])
    assert result.exit_code == 0

    rows = {row for one in document["findings"] for row in one.get("rows", [])}
    assert rows == {
        "administrator-sign-in",
        "data-exfiltration",
        "security-setting-changed",
        "signs-of-intrusion",
    }
    # a skip is either written beside its block or listed in policy.yaml, with a reason
    skipped = [one for one in document["findings"] if one["status"] == "SKIPPED"]
    assert all(one["tool"] == "checkov" for one in skipped)
    assert all("no reason given" not in one["reason"] for one in skipped)
    placed = [one for one in document["findings"] if one["address"].startswith("module.")]
    assert placed
    assert all(one["file"].endswith(".tf") for one in placed)
