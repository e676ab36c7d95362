"""What the gate says of one control and one subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .chains.links import Chain


class Status(StrEnum):
    """SKIPPED: a check of checkov that the policy, or a comment in the source, leaves out.
    NOT_APPLICABLE: the plan has nothing of the kind, and the profile does not ask for it."""

    PASS = "PASS"  # noqa: S105 -- a verdict, not a password
    FAIL = "FAIL"
    UNKNOWN = "UNKNOWN"
    WAIVED = "WAIVED"
    SKIPPED = "SKIPPED"
    NOT_APPLICABLE = "N/A"


@dataclass(frozen=True, slots=True)
class Waiver:
    """Somebody answers for a finding until a day, that day included."""

    control: str
    subject: str
    owner: str
    reason: str
    expires: date
    where: str

    def expired(self, today: date) -> bool:
        return today > self.expires

    def days_left(self, today: date) -> int:
        """0 on the last day on which it holds."""
        return (self.expires - today).days


@dataclass(frozen=True, slots=True)
class Finding:
    """One verdict.

    `subject` is what a waiver names: a detection's id, a resource's address, or `plan`.
    `address` is the resource to look at, the broken link's where there is a chain. `rows` are
    rows of the specification's table of alerts. `tool` is `hinomi` or `checkov`. `file` and
    `line` are where the address is written, if the source was given.
    """

    control: str
    title: str
    status: Status
    subject: str
    reason: str
    fix: str = ""
    address: str = ""
    severity: str = "high"
    chain: Chain | None = None
    rows: tuple[str, ...] = ()
    tool: str = "hinomi"
    waiver: Waiver | None = None
    file: str = ""
    line: int = 0
