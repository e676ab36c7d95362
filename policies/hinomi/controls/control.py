"""What a control is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..catalogue import Catalogue
from ..chains.links import Chain, Check, Link, State, broken, holds
from ..chains.readers import PEOPLE
from ..evidence import Declared, Evidence
from ..findings import Finding, Status

PLAN = "plan"  # the subject of a finding about something that is not there


@dataclass(frozen=True, slots=True)
class Asked:
    """One control as a profile asks for it.

    `name` is the id that findings carry; `options` is what the profile sets for it. `required`
    says whether having nothing of the kind in the plan fails, or is not applicable. `off` is the
    environment's reason for doing without the control's row, if it does.
    """

    name: str
    title: str
    severity: str
    evidence: Evidence
    catalogue: Catalogue
    required: bool = True
    options: Mapping[str, Any] = field(default_factory=dict)
    readers: frozenset[str] = PEOPLE
    vpcs: tuple[str, ...] = ()
    off: str = ""
    row: str = ""

    def finding(self, status: Status, subject: str, reason: str, **more: Any) -> Finding:
        more.setdefault("severity", self.severity)
        return Finding(self.name, self.title, status, subject, reason, **more)

    def from_check(self, subject: str, check: Check, address: str = "") -> Finding:
        """The finding that a single check makes."""
        check = self._relied_on(address or subject, check)
        return self.finding(
            STATUS[check.state], subject, check.why, fix=check.fix, address=address or subject
        )

    def from_chain(self, subject: str, chain: Chain, **more: Any) -> Finding:
        """The finding that a chain makes, by its weakest link."""
        chain = Chain(tuple(map(self._said, chain.links)))
        fix = chain.weakest.worst.fix if chain.weakest else ""
        return self.finding(
            STATUS[chain.state],
            subject,
            chain.reason,
            fix=fix,
            address=chain.address or subject,
            chain=chain,
            **more,
        )

    def nothing(self, what: str, fix: str) -> Finding:
        """The finding for a plan that has none of what the control judges."""
        if self.off:
            return self.finding(Status.NOT_APPLICABLE, PLAN, f"done without: {self.off}")
        if self.required:
            if self.row:
                fix = f"{fix} Or say why it is left out: parameters.rows_off.{self.row}."
            return self.finding(Status.FAIL, PLAN, f"the plan has no {what}", fix=fix)
        return self.finding(Status.NOT_APPLICABLE, PLAN, f"the plan has no {what}")

    def _said(self, link: Link) -> Link:
        """A link that somebody declares says who, and breaks after the declaration's last day."""
        declared = self.evidence.declared.get(_declared_address(link.address))
        if declared is None:
            return link
        name = f"{link.name} ({declared.declaration.shown})"
        return replace(link, name=name).with_checks(_still(declared))

    def _relied_on(self, address: str, check: Check) -> Check:
        declared = self.evidence.declared.get(_declared_address(address))
        if declared is None:
            return check
        if declared.expired:
            return _still(declared)
        return replace(check, why=f"{check.why} ({declared.declaration.shown})")


def _declared_address(address: str) -> str:
    """A declaration may stand for several resources: `adopted.bucket["a"].part1`."""
    return address.rpartition(".part")[0] or address


def _still(declared: Declared) -> Check:
    one = declared.declaration
    if not declared.expired:
        return holds(one.shown)
    seen = f"what {one.owner} declared of {one.kind} {one.name} expired on {one.expires}"
    return broken(seen, f"Look at it again, and renew the declaration ({one.where}).")


STATUS = {
    State.HOLDS: Status.PASS,
    State.UNPROVED: Status.UNKNOWN,
    State.BROKEN: Status.FAIL,
}


@dataclass(frozen=True, slots=True)
class Control:
    """A control. `options` names what a profile may set for it, with the default of each. `row` is
    the row of the specification that it proves (see rows)."""

    id: str
    title: str
    severity: str
    judge: Callable[[Asked], Iterator[Finding]]
    row: str
    options: Mapping[str, Any] = field(default_factory=dict)
