"""A command of the demo as a user runs it, and what it leaves running."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def play(module: str, work: Path, seconds: int) -> tuple[dict[str, Any], str]:
    """Runs `python -m MODULE` as make does, to exit status 0; its summary and what it printed."""
    result = subprocess.run(
        [sys.executable, "-m", module, "--work", str(work)],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(
                str(ROOT / part) for part in ("policies", "lambda_src", "environments/local", "")
            ),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )
    printed = result.stdout + result.stderr
    assert result.returncode == 0, printed[-6000:]
    return json.loads((work / "summary.json").read_text()), printed


def processes_about(work: Path) -> list[str]:
    listing = subprocess.run(
        ["ps", "-axo", "pid=,args="], capture_output=True, text=True, check=True
    ).stdout
    return [line for line in listing.splitlines() if str(work) in line]
