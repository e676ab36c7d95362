"""Findings that somebody answers for until a day."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from .errors import HinomiError, PolicyError
from .findings import Finding, Status, Waiver

_WAIVABLE = (Status.FAIL, Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Waived:
    """The findings with the waivers applied, and what is wrong with the waivers themselves."""

    findings: tuple[Finding, ...]
    problems: tuple[HinomiError, ...]


def apply(findings: Iterable[Finding], waivers: Iterable[Waiver], today: date) -> Waived:
    """Turn each waived finding into WAIVED.

    An expired waiver leaves its finding a failure that says so. One that waives nothing (no such
    finding, or one that holds) is a problem: it would lie in wait for the next failure.
    """
    given = tuple(findings)
    by_key = {(one.control, one.subject): one for one in waivers}
    used: set[tuple[str, str]] = set()
    result = []
    for finding in given:
        key = (finding.control, finding.subject)
        waiver = by_key.get(key)
        if waiver is None or finding.status not in _WAIVABLE:
            result.append(finding)
            continue
        used.add(key)
        result.append(_waived(finding, waiver, today))
    unused = [waiver for key, waiver in by_key.items() if key not in used]
    return Waived(tuple(result), tuple(_waives_nothing(one, given) for one in unused))


def _waived(finding: Finding, waiver: Waiver, today: date) -> Finding:
    if waiver.expired(today):
        seen = f"{finding.reason} (its waiver expired on {waiver.expires}; owner {waiver.owner})"
        return replace(finding, status=Status.FAIL, reason=seen, waiver=waiver)
    return replace(finding, status=Status.WAIVED, waiver=waiver)


def _waives_nothing(waiver: Waiver, findings: tuple[Finding, ...]) -> PolicyError:
    same_control = [one for one in findings if one.control == waiver.control]
    match = next((one for one in same_control if one.subject == waiver.subject), None)
    if match is not None:
        seen = f"the waiver of {waiver.control} for {waiver.subject} waives nothing: {match.status}"
        return PolicyError(seen, where=waiver.where, change="Delete it.")
    seen = f"the waiver of {waiver.control} for {waiver.subject} matches no finding"
    if not same_control:
        controls = sorted({one.control for one in findings})
        close = difflib.get_close_matches(waiver.control, controls, n=1)
        change = f"Did you mean control {close[0]}?" if close else "Name a control of the profile."
        return PolicyError(seen, where=waiver.where, change=change)
    subjects = sorted({one.subject for one in same_control})
    close = difflib.get_close_matches(waiver.subject, subjects, n=1)
    change = f"Did you mean subject {close[0]}?" if close else "Delete it, or correct its subject."
    return PolicyError(seen, where=waiver.where, change=change)
