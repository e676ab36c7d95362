"""Runs Terraform on one environment: where its state lies, what it says, how it ends.

Everything that Terraform writes goes under the environment's work directory in `build/`, so a
checkout stays clean and two environments never share state. Progress comes from Terraform's
machine-readable output, so a long apply can say how far it is, and a failure can name its file and
line.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from environments.terraform_plugins import plugin_configuration

MINIMUM = (1, 10)  # S3 state locking without a table came with 1.10
_BUCKET = re.compile(r"^\s*bucket\s*=", re.MULTILINE)
Say = Callable[[str], None]


class TerraformError(Exception):
    """Terraform is missing, too old, or refused; the message holds its own diagnostics."""


def executable() -> str:
    """The terraform command, or one line that says how to get it."""
    found = shutil.which("terraform")
    if found is None:
        raise TerraformError(
            f"no `terraform` on PATH: install {MINIMUM[0]}.{MINIMUM[1]} or later "
            "(https://developer.hashicorp.com/terraform/install)"
        )
    try:
        answer = subprocess.run(
            [found, "version", "-json"], capture_output=True, text=True, check=True
        ).stdout
        version = json.loads(answer[answer.index("{") :])["terraform_version"]
        numbers = tuple(int(part) for part in version.split("-")[0].split(".")[:2])
    except (subprocess.CalledProcessError, ValueError, KeyError) as error:
        raise TerraformError(
            f"{found}: `terraform version -json` made no sense: {error}"
        ) from error
    if numbers < MINIMUM:
        raise TerraformError(
            f"{found} is {version}; Hinomi needs {MINIMUM[0]}.{MINIMUM[1]} or later "
            "(https://developer.hashicorp.com/terraform/install)"
        )
    return found


class Terraform:
    """One root module with its own data directory, state and variables.

    `root` is the directory of the configuration, `work` the directory for everything written,
    `environment` what Terraform and the provider see beside PATH and HOME (AWS_* and the like),
    `variables` the input variables, given as JSON so that types survive. `say` receives one short
    line a step. Each method raises TerraformError with Terraform's own diagnostics.
    """

    def __init__(
        self,
        root: Path,
        work: Path,
        environment: Mapping[str, str] | None = None,
        variables: Mapping[str, object] | None = None,
        say: Say = lambda line: None,
    ) -> None:
        self.root = root.resolve()
        self.work = work.resolve()
        self.say = say
        self.work.mkdir(parents=True, exist_ok=True)
        self._terraform = executable()
        self.state = self.work / "terraform.tfstate"
        # A root with a backend keeps its state there; without one it lies in `work`.
        self.has_backend = (self.root / "backend.tf").is_file()
        self._state = [] if self.has_backend else [f"-state={self.state}"]
        self._plan = self.work / "plan.tfplan"
        self._planned = 0
        # Most of an apply on the emulator is the provider's own waiting (50 s for a queue behind
        # its dead letters, 55 s for a bucket's lifecycle), so more at once costs nothing there.
        # AWS throttles, PutMetricAlarm above all: Terraform's own default for everybody else.
        emulated = "AWS_ENDPOINT_URL" in (environment or {})
        self._parallel = f"-parallelism={20 if emulated else 10}"
        self._variables = self.work / "variables.tfvars.json"
        self._variables.write_text(json.dumps(variables or {}, indent=2), encoding="utf-8")
        self._environment = {
            **os.environ,
            **(environment or {}),
            "TF_DATA_DIR": str(self.work / "data"),
            "TF_IN_AUTOMATION": "1",
            "TF_INPUT": "0",
            "CHECKPOINT_DISABLE": "1",
            # Terraform and the provider are many short processes that read the same large schema:
            # a collector that waits for five times the heap saves a third of a plan's CPU time
            # (44 s -> 32 s for three plans), for about 200 MB.
            "GOGC": os.environ.get("GOGC", "400"),
        }
        configured = self._environment.get("TF_CLI_CONFIG_FILE")
        if configured and not Path(configured).is_file():
            # Terraform only warns about it, in the middle of its own output.
            say(f"TF_CLI_CONFIG_FILE names {configured}, which is not there: going on without it")
            del self._environment["TF_CLI_CONFIG_FILE"]
        own = plugin_configuration(self.work, self._environment)
        if own is not None:
            self._environment["TF_CLI_CONFIG_FILE"] = str(own)

    def init(self, backend: bool = True) -> None:
        """Fetches or links the provider. A lock file in the root is binding, never rewritten.

        Which bucket is read from `backend.hcl`, where `backend.tf` itself does not say so.
        """
        arguments = ["init", "-no-color"]
        if not backend:
            arguments.append("-backend=false")
        elif self.has_backend:
            arguments.append("-reconfigure")
            settings = self.root / "backend.hcl"
            if settings.is_file():
                arguments.append(f"-backend-config={settings}")
            elif not _BUCKET.search((self.root / "backend.tf").read_text(encoding="utf-8")):
                raise TerraformError(
                    f"environments/{self.root.name}/backend.hcl is not there: copy "
                    "backend.hcl.example beside it and name the bucket that keeps the state"
                )
        if (self.root / ".terraform.lock.hcl").is_file():
            arguments.append("-lockfile=readonly")
        self._plain(arguments)

    def validate(self) -> None:
        self._plain(["validate", "-no-color"])

    def plan(self, destroy: bool = False, refresh: bool = True) -> bool:
        """Makes the plan that `apply` will take; True when it holds a change."""
        arguments = ["plan", f"-out={self._plan}", *self._state, "-detailed-exitcode"]
        arguments += [f"-var-file={self._variables}", f"-refresh={str(refresh).lower()}"]
        if destroy:
            arguments.append("-destroy")
        return self._streamed(arguments, accepted=(0, 2)) == 2

    def plan_json(self, target: Path | None = None) -> Path:
        """The last plan as JSON, for the gate: `<work>/plan.json` unless `target` is given."""
        target = target or self.work / "plan.json"
        target.write_text(self._plain(["show", "-json", "-no-color", str(self._plan)]), "utf-8")
        return target

    def apply(self) -> None:
        """Applies exactly the last plan."""
        self._streamed(["apply", self._parallel, *self._state, str(self._plan)])

    def destroy(self) -> None:
        arguments = ["destroy", "-auto-approve", self._parallel, *self._state]
        self._streamed([*arguments, f"-var-file={self._variables}"])

    def outputs(self) -> dict[str, Any]:
        """Output name -> value."""
        answer = json.loads(self._plain(["output", "-json", "-no-color", *self._state]))
        return {name: output["value"] for name, output in answer.items()}

    def state_resources(self) -> list[str]:
        """Addresses in the state; empty after a clean destroy."""
        if not self.has_backend and not self.state.is_file():
            return []
        return self._plain(["state", "list", *self._state]).split()

    def _plain(self, arguments: list[str]) -> str:
        result = subprocess.run(
            [self._terraform, *arguments],
            cwd=self.root,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode != 0:
            text = (result.stderr.strip() or result.stdout.strip())[-4000:]
            raise TerraformError(f"terraform {arguments[0]} in {self.root.name} failed:\n{text}")
        return result.stdout

    def _streamed(self, arguments: list[str], accepted: tuple[int, ...] = (0,)) -> int:
        verb, *rest = arguments
        process = subprocess.Popen(
            [self._terraform, verb, "-json", "-input=false", *rest],
            cwd=self.root,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        diagnostics: list[str] = []
        done = 0
        try:
            for line in process.stdout or ():
                try:
                    event = json.loads(line)
                except ValueError:
                    # A crash, or a message from before Terraform read its arguments.
                    diagnostics.append(line.rstrip())
                    continue
                if error := _error(event):
                    diagnostics.append(error)
                elif event.get("type") == "change_summary":
                    changes = event["changes"]
                    self._planned = changes["add"] + changes["change"] + changes["remove"]
                    self.say(event["@message"])
                elif event.get("type") == "apply_complete" and event["hook"]["action"] != "read":
                    done += 1
                    self.say(f"{done} of {self._planned}: {event['hook']['resource']['addr']}")
            status = process.wait()
        except BaseException:
            _stop(process)
            raise
        if status not in accepted:
            reasons = "\n".join(diagnostics) or f"it ended with status {status} and no diagnostic"
            raise TerraformError(f"terraform {verb} in {self.root.name} failed:\n{reasons}")
        return status


def _error(event: dict[str, Any]) -> str | None:
    """The text of an error diagnostic, with its file and line; None for anything else."""
    if event.get("type") != "diagnostic" or event["diagnostic"]["severity"] != "error":
        return None
    diagnostic = event["diagnostic"]
    place = ""
    if "range" in diagnostic:
        place = f"{diagnostic['range']['filename']}:{diagnostic['range']['start']['line']}: "
    address = f" ({diagnostic['address']})" if "address" in diagnostic else ""
    detail = diagnostic.get("detail", "").strip()
    return f"{place}{diagnostic['summary']}{address}" + (f"\n  {detail}" if detail else "")


def _stop(process: subprocess.Popen[str]) -> None:
    """Lets Terraform write its state (it does on the first SIGINT), then insists."""
    for step, patience in ((signal.SIGINT, 30), (signal.SIGKILL, 5)):
        if process.poll() is None:
            process.send_signal(step)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
        return
