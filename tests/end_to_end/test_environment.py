"""environments/local on the local cloud: applied, planned again without a change, destroyed.

And the gate judges the very plan that was applied.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import cloud
from environments.inputs import local_inputs
from environments.terraform_cli import Terraform

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.cloud
@pytest.mark.xdist_group("environment")
def test_apply_second_plan_and_destroy(tmp_path: Path) -> None:
    with cloud.running(tmp_path / "cloud") as running:
        inputs = local_inputs(running)
        terraform = Terraform(
            ROOT / "environments/local", tmp_path / "work", inputs.environment, inputs.variables
        )
        terraform.init()
        assert terraform.plan() is True
        gate = subprocess.run(
            [
                *(str(Path(sys.executable).parent / "hinomi"), "gate"),
                str(terraform.plan_json()),
                *("--policy", str(ROOT / "environments/local/policy.yaml")),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert gate.returncode == 0, gate.stdout[-4000:] + gate.stderr[-2000:]

        terraform.apply()
        assert len(terraform.state_resources()) > 100
        assert terraform.plan() is False, "the second plan wants to change what was just applied"

        terraform.destroy()
        assert terraform.state_resources() == []
