"""The outcome of a gate: findings, what could not be judged, and the exit status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .errors import HinomiError
from .findings import Finding, Status
from .resource import Removal

HOLDS, DOES_NOT_HOLD, COULD_NOT_JUDGE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything that a report shows.

    `problems` are things that could not be judged; any of them makes exit status 2, whatever the
    findings say. `skipped` are checkov's checks that the policy leaves out, with the reasons.
    """

    source: str
    profile: str
    today: date
    unknown_fails: bool
    findings: tuple[Finding, ...]
    problems: tuple[HinomiError, ...] = ()
    removals: tuple[Removal, ...] = ()
    resources: int = 0
    skipped: Mapping[str, str] = field(default_factory=dict)

    def failing(self, tool: str | None = None) -> tuple[Finding, ...]:
        """The findings that keep the gate shut, worst first."""
        shut = {Status.FAIL, Status.UNKNOWN} if self.unknown_fails else {Status.FAIL}
        found = [one for one in self.findings if one.status in shut and tool in (None, one.tool)]
        return tuple(sorted(found, key=lambda one: _SEVERITIES.index(one.severity)))

    def counts(self, tool: str) -> Counter[Status]:
        return Counter(one.status for one in self.findings if one.tool == tool)

    def of(self, tool: str) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.tool == tool)

    @property
    def judged_nothing(self) -> bool:
        """Whether the plan holds nothing at all that the profile's own controls judge."""
        ours = self.of("hinomi")
        return all(one.status is Status.NOT_APPLICABLE for one in ours)

    @property
    def exit_status(self) -> int:
        if self.problems or self.judged_nothing:
            return COULD_NOT_JUDGE
        return DOES_NOT_HOLD if self.failing() else HOLDS

    @property
    def headline(self) -> str:
        """The verdict in one line."""
        failing = len(self.failing())
        if self.problems:
            count = len(self.problems)
            what = "a problem" if count == 1 else f"{count} problems"
            fails = "1 finding fails" if failing == 1 else f"{failing} findings fail"
            also = f"; {fails} as well" if failing else ""
            return f"COULD NOT JUDGE: {what}{also}"
        if self.judged_nothing:
            return f"COULD NOT JUDGE: nothing in this plan is of a kind that {self.profile} judges"
        if failing:
            ours = len(self.failing("hinomi"))
            theirs = failing - ours
            parts = [f"{ours} of hinomi" if ours else "", f"{theirs} of checkov" if theirs else ""]
            what = "1 finding fails" if failing == 1 else f"{failing} findings fail"
            return f"DOES NOT HOLD: {what} ({', '.join(filter(None, parts))})"
        waived = sum(1 for one in self.findings if one.status is Status.WAIVED)
        unknown = sum(1 for one in self.findings if one.status is Status.UNKNOWN)
        but = (f", {waived} waived" if waived else "") + (f", {unknown} open" if unknown else "")
        return f"HOLDS: the watch of this plan is complete{but}"


_SEVERITIES = ("critical", "high", "medium", "low")
