"""The parts of an ARN: arn:partition:service:region:account:resource."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arn:
    """A parsed ARN. `region` and `account` may be empty, as in IAM and S3 ARNs."""

    partition: str
    service: str
    region: str
    account: str
    resource: str


def parse(text: object) -> Arn | None:
    """The ARN that `text` is, or None."""
    parts = str(text).split(":", 5)
    if len(parts) != 6 or parts[0] != "arn":
        return None
    return Arn(*parts[1:])


def log_group_name(text: object) -> str | None:
    """The name in a log group's ARN, with or without the `:*` that some services want."""
    arn = parse(text)
    if arn is None or arn.service != "logs" or not arn.resource.startswith("log-group:"):
        return None
    return arn.resource.removeprefix("log-group:").removesuffix(":*")


def function_name(text: object) -> str | None:
    """The function's name in a Lambda ARN (a version or alias after it is left out)."""
    arn = parse(text)
    if arn is None or arn.service != "lambda" or not arn.resource.startswith("function:"):
        return None
    return arn.resource.split(":")[1]


def simple_name(text: object, service: str) -> str | None:
    """The name in an ARN whose resource part is the name alone (SNS, SQS, S3)."""
    arn = parse(text)
    return arn.resource if arn is not None and arn.service == service else None
