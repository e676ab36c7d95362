"""The order of the gate's stages. Each takes what the one above it gives; none goes back.

plan -> resources -> resolved references -> evidence -> findings -> waivers -> verdict
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from . import catalogue as catalogues
from . import policy as policies
from . import waivers
from .catalogue import Catalogue
from .configuration import adopting_without_saying
from .declared import resources_of
from .errors import HinomiError
from .evidence import Declared, collect
from .judging import judge
from .placing import place, skip
from .policy import Policy
from .resolve import resolve
from .sources import plan as plans
from .sources.plan import Plan
from .sources.written import find_blocks
from .verdict import Verdict


@dataclass(frozen=True, slots=True)
class Request:
    """What the gate is asked: a plan, and what to judge it by.

    `source` is the folder of the plan's root module. Without it, it is the policy's folder where
    that holds a configuration, else findings name no files.
    """

    plan: Path
    policy: Path | None = None
    profile: str | None = None
    detections: Path | None = None
    source: Path | None = None

    @property
    def root(self) -> Path | None:
        if self.source is None and self.policy is not None:
            folder = self.policy.parent
            return folder if any(folder.glob("*.tf")) else None
        return self.source


def gate(request: Request, today: date) -> Verdict:
    """Judge a plan. What cannot be judged is in the verdict's problems; nothing is raised."""
    profile = request.profile or "(not read)"
    try:
        policy = policies.load(request.policy, request.profile)
        profile = policy.profile.name
        catalogue = catalogues.load(request.detections)
        plan = plans.read(request.plan)
    except HinomiError as error:
        return Verdict(
            source=str(request.plan),
            profile=profile,
            today=today,
            unknown_fails=True,
            findings=(),
            problems=(error,),
        )
    return judge_plan(plan, catalogue, policy, today, root=request.root)


def judge_plan(
    plan: Plan,
    catalogue: Catalogue,
    policy: Policy,
    today: date,
    *,
    root: Path | None = None,
    with_checkov: bool = True,
) -> Verdict:
    """The stages after reading. Tests of our controls leave checkov out; the gate never does."""
    resources = resolve(plan.resources, plan.configuration)
    evidence = collect(
        (*resources, *resources_of(policy.adopted, resources)),
        plan.removals,
        plan.outputs,
        {one.address: Declared(one, one.expired(today)) for one in policy.adopted},
        tuple(adopting_without_saying(plan.configuration)),
    )
    judged = judge(evidence, catalogue, policy)
    findings, problems = judged.findings, judged.problems
    if with_checkov:
        from .checkov_scan import scan  # two seconds of imports, for the gate alone

        scanned = scan(plan.file, resources, policy.profile.checkov, policy.skipped)
        findings, problems = findings + scanned.findings, problems + scanned.problems
    written = find_blocks(root, plan.configuration) if root is not None else {}
    findings = skip(place(findings, written), policy.skipped)
    waived = waivers.apply(findings, policy.waivers, today)
    return Verdict(
        source=str(plan.file),
        profile=policy.profile.name,
        today=today,
        unknown_fails=policy.profile.unknown_fails,
        findings=waived.findings,
        problems=problems + waived.problems,
        removals=evidence.removals,
        resources=sum(1 for resource in resources if resource.mode == "managed"),
        skipped=policy.skipped,
    )
