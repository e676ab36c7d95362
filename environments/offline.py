"""An environment's root as it is planned without an account: everything but its backend.

`terraform plan` refuses a root whose S3 backend was not initialised, also after
`init -backend=false`, and a backend cannot be had without an account. So the root is planned from
a folder of links that leaves `backend.tf` out. The folders that a root refers to by relative path
are linked beside it; the plan's addresses and module sources are the same as in the checkout.
"""

from __future__ import annotations

import shutil
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
# What modules and roots read from the checkout.
SHARED = ("detections", "lambda_src", "metric_alarms", "modules")


def root_without_backend(root: Path, place: Path) -> Path:
    """Links `root` into `place`; returns the folder to plan. It is made anew each time."""
    shutil.rmtree(place, ignore_errors=True)
    target = place / root.relative_to(PROJECT)
    target.mkdir(parents=True)
    for folder in SHARED:
        if (PROJECT / folder).is_dir():
            (place / folder).symlink_to(PROJECT / folder)
    for file in root.iterdir():
        if file.is_file() and file.name != "backend.tf":
            (target / file.name).symlink_to(file)
    return target
