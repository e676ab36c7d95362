"""What Terraform is given beside an environment's own settings: credentials and built packages.

A real environment takes its credentials from the shell, as everything on AWS does, and the rest
from its terraform.tfvars. The local one takes them, and the search engine's address, from the local
cloud that runs. Offline, credentials are made up and nobody is asked who they belong to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import cloud.lifecycle
from cloud.folders import DEFAULT_WORK

PROJECT = Path(__file__).resolve().parents[1]
LOCAL_MAIL = "on-call@example.com"
OFFLINE_ACCOUNT = "111122223333"


class InputsError(Exception):
    """Something that the environment needs is not there yet; the message says how to make it."""


@dataclass(frozen=True)
class Inputs:
    """`environment` goes to Terraform's process, `variables` to its configuration."""

    environment: dict[str, str] = field(default_factory=dict)
    variables: dict[str, object] = field(default_factory=dict)


def inputs_of(name: str, offline: bool) -> Inputs:
    """The inputs of one environment. Raises InputsError."""
    if name == "local":
        return _local_offline() if offline else _local()
    packages = _packages("lambda", "canary", "notifier", "shipper")
    if offline:
        return Inputs(environment=_mock_credentials(), variables={**packages, "offline": True})
    return Inputs(variables=packages)


def _local() -> Inputs:
    running = cloud.lifecycle.find(DEFAULT_WORK)
    if running is None:
        raise InputsError("the local cloud does not run: start it with `make up`")
    return local_inputs(running)


def local_inputs(running: cloud.Cloud) -> Inputs:
    """What environments/local needs of a local cloud that runs."""
    return Inputs(
        environment=running.environment(),
        variables={
            **_packages("local", "notifier", "shipper"),
            "mail": LOCAL_MAIL,
            "search_endpoint": running.search_endpoint,
        },
    )


def _local_offline() -> Inputs:
    return Inputs(
        environment=_mock_credentials(),
        variables={
            **_packages("local", "notifier", "shipper"),
            "account_id": OFFLINE_ACCOUNT,
            "mail": LOCAL_MAIL,
            "search_endpoint": "http://127.0.0.1:9200",
        },
    )


def _packages(target: str, *functions: str) -> dict[str, object]:
    packages = {
        f"{function}_package": PROJECT / "build/lambda" / f"{function}-{target}.zip"
        for function in functions
    }
    for package in packages.values():
        if not package.is_file():
            step = "make build" if target == "lambda" else "make ready"
            raise InputsError(f"{package.relative_to(PROJECT)} is not there: run `{step}`")
    return {name: str(package) for name, package in packages.items()}


def _mock_credentials() -> dict[str, str]:
    """Keys that no account has: a plan needs some, and must not find a real one by chance."""
    return {
        "AWS_ACCESS_KEY_ID": "mock",
        "AWS_SECRET_ACCESS_KEY": "mock",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
