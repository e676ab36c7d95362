"""Plans a module or an environment in a temporary copy, without a network and without an account.

The copy holds what a checkout holds (modules/, environments/, detections/, metric_alarms/), so
relative paths mean the same. Keys are made up; where a configuration asks STS who it is, a stub on
the loopback answers. Nothing else of AWS is asked during a plan.
"""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tftest

from environments.terraform_plugins import plugin_directory
from tests.modules.sts_stub import start_sts

CHECKOUT = Path(__file__).resolve().parents[2]
REGION = "ap-northeast-1"

# For a module planned as a root, and for examples: neither configures a provider.
PROVIDERS = "\n".join(
    f"""
provider "aws" {{
  {alias}
  region                      = "{region}"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}}"""
    for alias, region in (
        ("", REGION),
        ('alias = "archive"', REGION),
        ('alias = "us_east_1"', "us-east-1"),
    )
)
# What judges a module's inputs, and needs no provider: without one a plan takes 0.2 seconds, not 6.
INPUT_FILES = ("variables", "catalogue", "field_names")  # how the names of these files begin


class PlanRefusedError(Exception):
    """Terraform's own words."""


class Workspace:
    """A copy of the checkout's Terraform, with one root of it to plan."""

    def __init__(self, copy: Path, root: str) -> None:
        self.root = copy / root
        self._initialised: dict[Path, Any] = {}
        _package(self.root / "function.zip")
        for name in ("canary", "shipper", "notifier"):
            _package(copy / "build" / "lambda" / f"{name}-lambda.zip")

    def take(self, files: Iterable[Path]) -> None:
        """Copies test files (such as a small catalogue) into the root."""
        for file in files:
            target = self.root / file.name
            if file.is_dir() and not target.exists():
                shutil.copytree(file, target)
            elif file.is_file():
                shutil.copy(file, target)

    def plan(self, tfvars: list[Path], variables: dict[str, Any]) -> dict[str, Any]:
        """The plan as `terraform show -json` gives it. Raises PlanRefusedError."""
        if not (self.root / "providers.tf").is_file():
            (self.root / "test_providers.tf").write_text(PROVIDERS, encoding="utf-8")
        return dict(self._run(self.root, tfvars, variables, show=True))

    def judge_inputs(self, tfvars: list[Path], variables: dict[str, Any]) -> None:
        """The module's own variables.tf, without its resources. Raises PlanRefusedError."""
        inputs = self.root.with_name(f"{self.root.name}-inputs")
        if not inputs.exists():
            inputs.mkdir()
            for file in self.root.iterdir():
                if file.name.startswith(INPUT_FILES) or file.suffix not in (".tf", ".json"):
                    (inputs / file.name).symlink_to(file)
        self._run(inputs, tfvars, variables, show=False)

    def _run(self, root: Path, tfvars: list[Path], variables: dict[str, Any], *, show: bool) -> Any:
        inline = root / "inline.tfvars.json"
        inline.write_text(json.dumps(variables), encoding="utf-8")
        files = [str(file) for file in [*tfvars, inline]]
        try:
            return self._terraform(root).plan(
                output=show, refresh=False, lock=False, tf_var_file=files
            )
        except tftest.TerraformTestError as error:
            raise PlanRefusedError(str(error.cmd_error or error).strip()) from None

    def _terraform(self, root: Path) -> Any:
        if root not in self._initialised:
            terraform = tftest.TerraformTest(str(root), env=_environment())
            if not Path(terraform.env.get("TF_CLI_CONFIG_FILE", root)).exists():
                del terraform.env["TF_CLI_CONFIG_FILE"]  # Terraform warns about it in every answer
            mirror = plugin_directory(os.environ)
            terraform.setup(plugin_dir=str(mirror) if mirror else None, cleanup_on_exit=False)
            self._initialised[root] = terraform
        return self._initialised[root]


@functools.cache
def workspace(root: str) -> Workspace:
    """One copy for each root and test process; it is gone when the process ends."""
    copy = Path(_scratch().name) / root.replace("/", "-")
    for part in ("modules", "detections", "metric_alarms"):
        shutil.copytree(CHECKOUT / part, copy / part, ignore=shutil.ignore_patterns(".terraform*"))
    (copy / root).mkdir(parents=True, exist_ok=True)
    for file in (CHECKOUT / root).glob("*.tf"):
        if file.name != "backend.tf":  # a backend cannot be had without an account
            shutil.copy(file, copy / root)
    return Workspace(copy, root)


def example(readme: Path) -> str:
    """The first HCL block of a README, as it stands."""
    block = re.search(r"^```hcl\n(.*?)^```", readme.read_text(encoding="utf-8"), re.M | re.S)
    if block is None:
        raise PlanRefusedError(f"{readme.relative_to(CHECKOUT)} has no ```hcl block")
    return block[1]


@functools.cache
def _scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="hinomi-plans-")


@functools.cache
def _environment() -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": "mock",
        "AWS_SECRET_ACCESS_KEY": "mock",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL_STS": start_sts(),
        "CHECKPOINT_DISABLE": "1",
        "GOGC": "400",  # as environments/terraform_cli.py has it
        "TF_IN_AUTOMATION": "1",
    }


def _package(path: Path) -> None:
    """A zip whose bytes, and so whose hash in a plan, never change."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("handler.py"), "def handler(event, context): ...\n")
