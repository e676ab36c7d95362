"""What is asked for: the input of the function, as modules/analysis/search_setup.tf writes it."""

from typing import Any, Literal

import msgspec

from shipper.search_setup.engine import SetUpError

Feature = Literal["retention", "roles", "dashboards"]
# Also their order: a dashboard is of use once somebody may read it.
FEATURES: tuple[Feature, ...] = ("retention", "roles", "dashboards")


class RetentionDays(msgspec.Struct, forbid_unknown_fields=True):
    """How many days a document is kept at least: by data set, and of every other one."""

    default: int = 365
    sources: dict[str, int] = {}


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """`package` only makes the input another one, so that Terraform invokes the function again."""

    audit: bool = False
    features: list[Feature] = []
    package: str = ""
    readers: list[str] = []
    replicas: int | None = None
    retention_days: RetentionDays = msgspec.field(default_factory=RetentionDays)
    shipper_role: str = ""


def wanted_of(event: dict[str, Any]) -> Wanted:
    """Read the event; raises SetUpError, since a misspelt wish must not pass for none."""
    try:
        wanted = msgspec.convert(event, Wanted)
    except msgspec.ValidationError as error:
        raise SetUpError(f"the function's input is not what it takes: {error}") from error
    if "roles" in wanted.features and not wanted.shipper_role:
        raise SetUpError("roles are asked for, but shipper_role is empty: give the role's ARN")
    return wanted
