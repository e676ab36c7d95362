"""Plain checkov loads our checks from their folder, as docs/gate.md says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

CHECKS = Path(__file__).resolve().parents[3] / "policies/checkov_checks"

CONFIGURATION = """
resource "aws_sns_topic" "managed" {
  kms_master_key_id = "alias/aws/sns"
}

resource "aws_sns_topic" "customer" {
  kms_master_key_id = "alias/ours"
}

resource "aws_cloudwatch_metric_alarm" "stuck" {
  treat_missing_data = "ignore"
}

resource "aws_cloudwatch_metric_alarm" "free" {
  treat_missing_data = "notBreaching"
}
"""


def test_the_command_runs_them_on_a_configuration(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(CONFIGURATION)
    command = [
        *(sys.executable, "-m", "checkov.main", "-d", str(tmp_path), "--framework", "terraform"),
        *("--external-checks-dir", str(CHECKS), "--check", "CKV_HINOMI_1,CKV_HINOMI_2"),
        *("-o", "json", "--skip-download", "--quiet"),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    failed = json.loads(run.stdout)["results"]["failed_checks"]
    assert {(one["check_id"], one["resource"]) for one in failed} == {
        ("CKV_HINOMI_1", "aws_sns_topic.managed"),
        ("CKV_HINOMI_2", "aws_cloudwatch_metric_alarm.stuck"),
    }
    assert run.returncode == 1
