"""What every report for people shows, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..chains.links import Chain, Link, State
from ..findings import Finding, Status
from ..verdict import Verdict

MARKS = {State.HOLDS: "", State.UNPROVED: "? ", State.BROKEN: "✗ "}
ARROW = " → "

# The specification's table of alerts, in its own order; other rows follow by name.
ROWS = {
    "security-setting-changed": "Security setting changed",
    "data-exfiltration": "Data exfiltration",
    "signs-of-intrusion": "Signs of intrusion",
    "administrator-sign-in": "Administrator sign-in",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table of chains."""

    row: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Failure:
    """Findings that fail for one and the same reason: the first, and all their subjects."""

    finding: Finding
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """checkov's failures of one check."""

    check: str
    title: str
    fix: str
    addresses: tuple[str, ...]


def plain(text: str) -> str:
    """Text of a plan without control characters: it goes to terminals and comments."""
    return "".join(char if char.isprintable() else " " for char in text)


def rows(verdict: Verdict) -> list[Row]:
    """Each detection under each row of the specification that it serves."""
    found = [
        Row(row, finding)
        for finding in verdict.of("hinomi")
        if finding.chain is not None and finding.rows
        for row in finding.rows
    ]
    order = list(ROWS)
    return sorted(
        found,
        key=lambda one: (
            order.index(one.row) if one.row in order else len(order),
            one.row,
            one.finding.subject,
        ),
    )


def failures(verdict: Verdict) -> list[Failure]:
    """Our failing findings, worst first; those with one cause are one entry."""
    causes: dict[tuple[str, ...], list[Finding]] = {}
    for one in verdict.failing("hinomi"):
        causes.setdefault((one.status, one.control, one.reason, one.fix), []).append(one)
    return [Failure(found[0], tuple(one.subject for one in found)) for found in causes.values()]


def row_title(row: str) -> str:
    return ROWS.get(row, row)


def controls(verdict: Verdict) -> list[Finding]:
    """The findings that are not in the table of chains."""
    return [finding for finding in verdict.of("hinomi") if not finding.rows]


def waived(verdict: Verdict) -> list[Finding]:
    """Waived findings, the soonest to expire first."""
    found = [one for one in verdict.findings if one.status is Status.WAIVED and one.waiver]
    return sorted(found, key=lambda one: one.waiver.expires if one.waiver else verdict.today)


def days_left(finding: Finding, verdict: Verdict) -> str:
    if finding.waiver is None:
        return ""
    days = finding.waiver.days_left(verdict.today)
    return "last day today" if days == 0 else "1 day left" if days == 1 else f"{days} days left"


def chain_text(chain: Chain) -> str:
    """A chain on one line, with a mark where it breaks or is open."""
    return ARROW.join(MARKS[link.state] + plain(link.label) for link in chain.links)


def label(link: Link, subject: str) -> str:
    """A link in a table about `subject`: a name that only repeats it is left out where it holds."""
    repeats = link.state is State.HOLDS and link.name.endswith(subject)
    return plain(link.kind if repeats else link.label)


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """checkov's failures, one entry a check."""
    by_check: dict[str, list[Finding]] = {}
    for one in findings:
        by_check.setdefault(one.control, []).append(one)
    return [
        Group(check, found[0].title, found[0].fix, tuple(sorted(one.address for one in found)))
        for check, found in sorted(by_check.items())
    ]


def shortened(addresses: tuple[str, ...], most: int = 4) -> str:
    shown = ", ".join(map(plain, addresses[:most]))
    return f"{shown} and {len(addresses) - most} more" if len(addresses) > most else shown


def skipped(verdict: Verdict) -> list[Group]:
    """checkov's skipped checks, one entry for each check and reason."""
    by_reason: dict[tuple[str, str], list[Finding]] = {}
    for one in verdict.of("checkov"):
        if one.status is Status.SKIPPED:
            by_reason.setdefault((one.control, one.reason), []).append(one)
    return [
        Group(check, found[0].title, reason, tuple(sorted(one.address for one in found)))
        for (check, reason), found in sorted(by_reason.items())
    ]


def where(finding: Finding) -> str:
    """The file and line of a finding, where they are known."""
    return f"{finding.file}:{finding.line}" if finding.file else ""


def tally(counts: Mapping[Status, int]) -> str:
    """How many findings of each status, in words."""
    return ", ".join(f"{counts[status]} {status}" for status in Status if counts.get(status))
