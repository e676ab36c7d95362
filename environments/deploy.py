"""`python -m environments.deploy STEP ENV [--offline]`: one environment, in order.

    plan      writes build/<env>/plan.json (what `terraform show -json` says of the plan)
    gate      plans, then proves the watch on that very plan
    apply     takes exactly the plan that the gate passed, or none
    destroy   takes everything away again

`--offline` plans without an account, a backend and the local cloud: mock keys, and the account ids
of the settings. Such a plan is for the gate; `apply` never takes it.

`destroy` of a real environment wants `--confirm ENV` (`make destroy ENV=x CONFIRM=x`).

Exit status: the gate's own (0 holds, 1 does not hold, 2 could not judge), else 0 or 1.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
from pathlib import Path

from environments.inputs import Inputs, InputsError, inputs_of
from environments.offline import root_without_backend
from environments.terraform_cli import Terraform, TerraformError

PROJECT = Path(__file__).resolve().parents[1]


class DeployError(Exception):
    """The step was not taken; the message says why and what to do."""


class Deployment:
    """One environment's plan, proof and state, all under build/<env>/."""

    def __init__(self, name: str, offline: bool) -> None:
        self.root = PROJECT / "environments" / name
        known = sorted(path.parent.name for path in self.root.parent.glob("*/versions.tf"))
        if name not in known:
            raise DeployError(f"ENV={name}: there is no such environment; there are {known}")
        self.name = name
        self.offline = offline
        self.work = PROJECT / "build" / name
        self.passed = self.work / "gate.passed"
        inputs: Inputs = inputs_of(name, offline)
        # Offline it is judged as for an empty account: what was applied before, and the backend
        # that a plan of the account has initialised, must not colour the plan.
        work = self.work / "offline" if offline else self.work
        self.terraform = Terraform(
            root_without_backend(self.root, work / "root") if offline else self.root,
            work,
            inputs.environment,
            inputs.variables,
            say=print,
        )

    def plan(self) -> None:
        """A passed gate spoke of an older plan, so it is forgotten first."""
        self.passed.unlink(missing_ok=True)
        self.terraform.init(backend=not self.offline)
        self.terraform.plan(refresh=not self.offline)
        document = self.terraform.plan_json(self.work / "plan.json")
        print(f"plan: {document.relative_to(PROJECT)}")

    def gate(self) -> int:
        self.plan()
        status = subprocess.run(
            [
                *(str(Path(sys.executable).parent / "hinomi"), "gate"),
                *(str(self.work / "plan.json"), "--policy", str(self.root / "policy.yaml")),
            ],
            check=False,
        ).returncode
        if status == 0 and not self.offline:
            self.passed.write_text(self._fingerprint())
        return status

    def apply(self) -> None:
        if self.offline:
            raise DeployError("an offline plan speaks of no real account: apply without OFFLINE=1")
        if not self.passed.is_file() or self.passed.read_text() != self._fingerprint():
            raise DeployError(f"no plan of {self.name} has passed: make gate ENV={self.name}")
        # Used up: the same plan cannot be applied twice.
        self.passed.unlink()
        self.terraform.apply()

    def destroy(self, confirmed: str) -> None:
        if self.name != "local" and confirmed != self.name:
            raise DeployError(
                f"this would take the whole watch of {self.name} away: "
                f"make destroy ENV={self.name} CONFIRM={self.name}"
            )
        self.terraform.init()
        self.terraform.destroy()

    def _fingerprint(self) -> str:
        plan = self.work / "plan.tfplan"
        return hashlib.sha256(plan.read_bytes()).hexdigest() if plan.is_file() else "no plan"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("step", choices=["plan", "gate", "apply", "destroy"])
    parser.add_argument("environment")
    parser.add_argument("--offline", action="store_true")
    parser.add_argument("--confirm", default="", metavar="ENV")
    arguments = parser.parse_args()
    try:
        deployment = Deployment(arguments.environment, arguments.offline)
        if arguments.step == "destroy":
            deployment.destroy(arguments.confirm)
            return 0
        status = getattr(deployment, arguments.step)()
    except (DeployError, InputsError, TerraformError) as error:
        print(f"{arguments.step}: {error}", file=sys.stderr)
        return 2 if arguments.step == "gate" else 1
    return status or 0


if __name__ == "__main__":
    sys.exit(main())
