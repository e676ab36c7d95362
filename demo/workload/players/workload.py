"""What of the applied example a player needs to know: which things write logs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from demo.errors import DemoError


@dataclass(frozen=True)
class Workload:
    account: str
    region: str
    distribution_arn: str
    function: str
    instances: Mapping[str, str]
    """Platform -> instance id."""
    load_balancer_arn: str
    trail: str
    vpc_id: str


def workload(outputs: Mapping[str, Any], account: str, region: str) -> Workload:
    """Raises DemoError when the example does not give what the players need."""
    try:
        return Workload(account=account, region=region, **outputs["workload"])
    except (KeyError, TypeError) as error:
        raise DemoError(
            f"the output `workload` of examples/workload does not hold what is needed: {error}; "
            "see examples/workload/outputs.tf"
        ) from error
