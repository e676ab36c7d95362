"""The local cloud with environments/local applied to it, for the time of one play."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cloud
from demo.aws_clients import AwsClients, aws_clients
from demo.entrances import Entrances, entrances
from demo.errors import DemoError
from environments.terraform_cli import Terraform, TerraformError

CHECKOUT = Path(__file__).resolve().parents[1]
MAIL = "on-call@example.com"
PACKAGES = {
    "shipper_package": CHECKOUT / "build/lambda/shipper-local.zip",
    "notifier_package": CHECKOUT / "build/lambda/notifier-local.zip",
}


@dataclass(frozen=True)
class House:
    entrances: Entrances
    clients: AwsClients
    mail_directory: Path
    logs: Path


@contextmanager
def house(work: Path, say: Callable[[str], None]) -> Iterator[House]:
    """Starts the cloud, applies the environment, and stops everything however the block ends.

    There is nothing to destroy: what was applied is gone with the emulator. Raises DemoError with
    the reason and the next step.
    """
    for package in PACKAGES.values():
        if not package.is_file():
            raise DemoError(f"{package} is not there: run `make demo`, which builds it first")
    try:
        with cloud.running(work / "cloud", say) as running:
            terraform = Terraform(
                CHECKOUT / "environments/local",
                work / "terraform",
                environment=running.environment(),
                variables={
                    "search_endpoint": running.search_endpoint,
                    "mail": MAIL,
                    **{name: str(package) for name, package in PACKAGES.items()},
                },
                say=say,
            )
            say("terraform init")
            terraform.init()
            say("terraform plan")
            terraform.plan()
            terraform.apply()
            yield applied_house(running, terraform.outputs())
    except cloud.CloudError as error:
        raise DemoError(f"the local cloud did not start: {error}") from error
    except TerraformError as error:
        raise DemoError(f"{error}\nLogs of the local cloud: {work / 'cloud'}") from error


def applied_house(running: cloud.Cloud, outputs: Mapping[str, Any]) -> House:
    """The house in a cloud that environments/local is applied to; `outputs` are its own."""
    return House(
        entrances=entrances(outputs, running.account, running.region),
        clients=aws_clients(running.environment()),
        mail_directory=running.mail_directory,
        logs=running.logs,
    )
