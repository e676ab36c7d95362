"""The local cloud with examples/workload applied to it, once the gate has let the plan through."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cloud
from demo.clients import Clients
from demo.errors import DemoError
from demo.workload.players.workload import Workload, workload
from environments.offline import root_without_backend
from environments.terraform_cli import Terraform, TerraformError

CHECKOUT = Path(__file__).resolve().parents[2]
ROOT = CHECKOUT / "examples/workload"
BACKEND = CHECKOUT / "environments/local/backend.tf"
PACKAGES = ("notifier", "shipper")


@dataclass(frozen=True)
class House:
    clients: Clients
    logs: Path
    search_endpoint: str
    workload: Workload


@contextmanager
def house(work: Path, say: Callable[[str], None]) -> Iterator[House]:
    """Starts the cloud, plans, asks the gate, applies; stops everything however the block ends.

    Raises DemoError with the reason and the next step.
    """
    try:
        with cloud.running(work / "cloud", say) as running:
            root = root_without_backend(ROOT, work / "root")
            # As a file the state would be written after each of 600 resources.
            shutil.copy(BACKEND, root)
            terraform = Terraform(
                root,
                work / "terraform",
                environment=running.environment(),
                variables={
                    **packages(work),
                    "local_cloud": {"search_endpoint": running.search_endpoint},
                },
                say=say,
            )
            say("terraform init")
            terraform.init()
            say("terraform plan")
            terraform.plan()
            say(_gate(terraform.plan_json(), work / "gate.txt"))
            terraform.apply()
            outputs = terraform.outputs()
            yield House(
                clients=Clients.of(running.environment()),
                logs=running.logs,
                search_endpoint=running.search_endpoint,
                workload=workload(outputs, running.account, running.region),
            )
    except cloud.CloudError as error:
        raise DemoError(f"the local cloud did not start: {error}") from error
    except TerraformError as error:
        raise DemoError(f"{error}\nLogs of the local cloud: {work / 'cloud'}") from error


def packages(work: Path) -> dict[str, str]:
    """The functions' zips: the watch's own are there, the workload's is made here."""
    built = {f"{name}_package": CHECKOUT / f"build/lambda/{name}-local.zip" for name in PACKAGES}
    for package in built.values():
        if not package.is_file():
            raise DemoError(f"{package} is not there: run `make workload`, which builds it first")
    orders = work / "orders.zip"
    with zipfile.ZipFile(orders, "w") as archive:
        for file in sorted((ROOT / "function").glob("*.py")):
            # A fixed time: the same code is the same package, and no reason for a new plan.
            archive.writestr(zipfile.ZipInfo(file.name), file.read_bytes())
    return {name: str(file) for name, file in {**built, "function_package": orders}.items()}


def _gate(plan: Path, output: Path) -> str:
    """Its first line when it holds; raises DemoError with what it says when it does not."""
    result = subprocess.run(
        [
            *(str(Path(sys.executable).parent / "hinomi"), "gate", str(plan)),
            *("--policy", str(ROOT / "policy.yaml")),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    output.write_text(result.stdout + result.stderr, encoding="utf-8")
    if result.returncode != 0:
        raise DemoError(
            f"the gate does not let the plan through (exit {result.returncode}); all it says is in "
            f"{output}:\n{(result.stdout + result.stderr)[:4000]}"
        )
    said = [line.strip() for line in result.stdout.splitlines() if line.strip()]
    return f"hinomi gate: {said[0] if said else 'holds'}"
