"""Runs the controls that a profile asks for."""

from __future__ import annotations

from dataclasses import dataclass

from .catalogue import Catalogue
from .controls.control import Asked
from .errors import HinomiError, JudgementError, PolicyError
from .evidence import Evidence
from .findings import Finding, Status
from .policy import Policy
from .profiles import AskedControl

_NOTHING = Status.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Judged:
    """What the controls found, and which could not judge."""

    findings: tuple[Finding, ...]
    problems: tuple[HinomiError, ...]


def judge(evidence: Evidence, catalogue: Catalogue, policy: Policy) -> Judged:
    """Every control of the profile. One that raises becomes a problem; the others go on."""
    findings: list[Finding] = []
    problems: list[HinomiError] = []
    for one in policy.profile.controls:
        try:
            found = _run(one, evidence, catalogue, policy)
        except HinomiError as error:
            problems.append(error)
        except Exception as error:  # noqa: BLE001 -- whatever it is, it must not pass for a verdict
            problems.append(
                JudgementError(
                    f"it raised {type(error).__name__}: {error}",
                    where=f"control {one.name}",
                    change="This is a fault of hinomi: report it with the plan's resource types.",
                )
            )
        else:
            findings.extend(found)
    return Judged(tuple(findings), tuple(problems))


def _run(
    one: AskedControl, evidence: Evidence, catalogue: Catalogue, policy: Policy
) -> list[Finding]:
    asked = Asked(
        name=one.name,
        title=one.title,
        severity=one.severity,
        evidence=evidence,
        catalogue=catalogue,
        required=policy.profile.required,
        options=one.options,
        readers=policy.profile.readers,
        vpcs=policy.vpcs,
        row=one.control.row,
        off=policy.rows_off.get(one.control.row, ""),
    )
    found = list(one.control.judge(asked))
    if asked.off:
        _require_nothing(one, found, policy)
    if not found:
        raise JudgementError(
            "it judged nothing and said nothing",
            where=f"control {one.name}",
            change="This is a fault of hinomi: report it with the plan's resource types.",
        )
    return found


def _require_nothing(one: AskedControl, found: list[Finding], policy: Policy) -> None:
    """A row that is declared off and is there: one of the two is wrong, nobody can say which."""
    there = next((finding for finding in found if finding.status is not _NOTHING), None)
    if there is not None:
        row = one.control.row
        raise PolicyError(
            f"{row} is off, but the plan has {there.subject} ({one.name})",
            where=f"{policy.file}: parameters.rows_off.{row}",
            change="Take the row out of rows_off, or its resources out of the environment.",
        )
