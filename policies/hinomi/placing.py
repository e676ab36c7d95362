"""Findings get the file and line of their block; skips written there, and in the policy, apply.

Only checkov's checks can be skipped. A finding of ours is excepted by a waiver alone, which has an
owner and a last day.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from .findings import Finding, Status
from .sources.written import Written, block_of


def place(findings: Iterable[Finding], written: Written) -> tuple[Finding, ...]:
    """The findings with the place where their address is written, as far as it was found."""
    return tuple(_placed(one, written) for one in findings)


def skip(findings: Iterable[Finding], by_policy: Mapping[str, str]) -> tuple[Finding, ...]:
    """checkov's failures that `by_policy` (check id -> reason) leaves out become SKIPPED."""
    return tuple(
        _skipped(one, by_policy[one.control], "policy.yaml")
        if one.tool == "checkov" and one.control in by_policy
        else one
        for one in findings
    )


def _placed(finding: Finding, written: Written) -> Finding:
    block = block_of(written, finding.address)
    if block is None:
        return finding
    placed = replace(finding, file=shown(block.file), line=block.line)
    if finding.tool == "checkov" and finding.control in block.skips:
        return _skipped(placed, block.skips[finding.control], f"{placed.file}:{placed.line}")
    return placed


def _skipped(finding: Finding, reason: str, where: str) -> Finding:
    if finding.status is not Status.FAIL:
        return finding
    return replace(finding, status=Status.SKIPPED, reason=f"skipped in {where}: {reason}")


def shown(file: Path) -> str:
    """A path as a reader would type it from where the command was started."""
    path = Path(os.path.normpath(file))
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
