"""Runs the controls that a profile asks for."""

from __future__ import annotations

from dataclasses import dataclass

from .catalogue import Catalogue
from .controls.control import Asked
from .errors import HinomiError, JudgementError
from .evidence import Evidence
from .findings import Finding
from .policy import Policy
from .profiles import AskedControl


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
    )
    found = list(one.control.judge(asked))
    if not found:
        raise JudgementError(
            "it judged nothing and said nothing",
            where=f"control {one.name}",
            change="This is a fault of hinomi: report it with the plan's resource types.",
        )
    return found
