"""What modules/notification makes of detections/, without a plan."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hinomi.catalogue import DEFAULT_DIRECTORY

MODULE = DEFAULT_DIRECTORY.parent / "modules" / "notification"


def read_by_terraform(folder: Path, log_groups: dict[str, Any]) -> dict[str, Any]:
    """`filters` and `not_watched` of catalogue.tf for these log groups.

    A console needs no provider and no plan: catalogue.tf reads variables and files only.
    """
    for file in [*MODULE.glob("catalogue*.tf"), *MODULE.glob("variables*.tf")]:
        shutil.copy(file, folder)
    settings = {
        "detections_directory": str(DEFAULT_DIRECTORY),
        "keys": {"logs": "-", "messaging": "-"},
        "log_groups": log_groups,
        "mail": {"on_call": {"address": "on-call@example.com"}},
        "metric_alarms_directory": str(DEFAULT_DIRECTORY.parent / "metric_alarms"),
        "name": "hinomi-test",
        "notifier": {"package": "variables.tf"},
    }
    (folder / "terraform.tfvars.json").write_text(json.dumps(settings), encoding="utf-8")
    answer = subprocess.run(
        ["terraform", "console"],
        cwd=folder,
        env={**os.environ, "CHECKPOINT_DISABLE": "1"},
        input="jsonencode([local.filters, local.not_watched])\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    filters, not_watched = json.loads(json.loads(answer.stdout.splitlines()[-1]))
    return {"filters": filters, "not_watched": not_watched}
