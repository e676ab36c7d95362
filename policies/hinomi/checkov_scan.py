"""checkov's own checks, over the same plan, made to fail closed.

checkov answers "no failure" for a check that raised, one that did not load, and a resource that it
did not read. Each of these is a problem here. It runs in this process, by its plan runner: nothing
is downloaded or sent.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .checkov_plan import write_for_checkov
from .errors import HinomiError, JudgementError, PolicyError
from .findings import Finding, Status
from .profiles import CheckovChecks
from .resource import Resource

OWN_CHECKS = Path(__file__).resolve().parents[1] / "checkov_checks"
"""`policies/checkov_checks` of the checkout that holds this package."""
_SEVERITY = "medium"  # checkov's open-source checks carry none


@dataclass(frozen=True, slots=True)
class Scanned:
    """checkov's results as findings, and what keeps them from being a whole answer."""

    findings: tuple[Finding, ...]
    problems: tuple[HinomiError, ...]


def scan(
    plan: Path,
    resources: Iterable[Resource],
    wanted: CheckovChecks,
    skipped: Iterable[str],
    own_checks: Path = OWN_CHECKS,
) -> Scanned:
    """Run checkov. `skipped` are ids that the policy leaves out later: each must be a check's."""
    managed = [resource for resource in resources if resource.mode == "managed"]
    try:
        with _captured_errors() as errors:
            outcome = _run(plan, managed, wanted, own_checks)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is no answer
        return Scanned((), (_raised(f"checkov raised {type(error).__name__}: {error}"),))
    problems: list[HinomiError] = [_raised(text) for text in errors]
    problems += [_raised(f"check {check_id} did not run to its end") for check_id in outcome.died]
    problems += _unread(outcome, managed)
    problems += _not_seen(outcome, managed, wanted)
    problems += [_unknown_skip(one) for one in skipped if one not in outcome.known]
    return Scanned(outcome.findings, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Outcome:
    findings: tuple[Finding, ...]
    read: frozenset[str]
    parsing_errors: tuple[str, ...]
    known: Mapping[str, frozenset[str]]  # check id -> resource types that it judges
    died: tuple[str, ...]


def _run(
    plan: Path, resources: Iterable[Resource], wanted: CheckovChecks, own_checks: Path
) -> _Outcome:
    from checkov.runner_filter import RunnerFilter
    from checkov.terraform.checks.resource.registry import resource_registry
    from checkov.terraform.plan_runner import Runner

    checks = list(wanted.checks) if wanted.checks is not None else None
    chosen = RunnerFilter(
        framework=["terraform_plan"],
        checks=checks,
        download_external_modules=False,
        show_progress_bar=False,
    )
    runner = Runner()
    ran: set[str] = set()
    run_graph_checks = runner.run_graph_checks_results

    def noting(*arguments: Any, **named: Any) -> Any:
        # a graph check that raises dies in its thread, and leaves no result behind
        registry = runner.graph_registry
        before = registry.run_check_parallel

        def one(check: Any, results: Any, graph: Any) -> None:
            before(check, results, graph)
            ran.add(check.id)

        registry.run_check_parallel = one
        try:
            return run_graph_checks(*arguments, **named)
        finally:
            del registry.run_check_parallel

    runner.run_graph_checks_results = noting
    with _unchanged_import_path(), TemporaryDirectory() as folder:
        # checkov passes over a file that is not called *.json, and names resources by its path
        copy = Path(folder, "plan.json")
        write_for_checkov(plan, resources, copy)
        report = runner.run(
            files=[str(copy)], external_checks_dir=[str(own_checks)], runner_filter=chosen
        )
    graph_checks = {
        check.id: check
        for check in runner.graph_registry.checks
        if chosen.should_run_check(check, report_type=runner.check_type)
    }
    known = {
        check.id: frozenset(check.supported_entities) for _, check in resource_registry.all_checks()
    }
    known |= {
        check.id: frozenset(check.resource_types or ()) for check in runner.graph_registry.checks
    }
    return _Outcome(
        findings=tuple(_findings(report)),
        read=frozenset(str(one).partition(f"{copy.name}:")[2] for one in report.resources),
        parsing_errors=tuple(map(str, report.parsing_errors)),
        known=known,
        died=tuple(sorted(graph_checks.keys() - ran)),
    )


def _findings(report: Any) -> Iterator[Finding]:
    for records, status in (
        (report.failed_checks, Status.FAIL),
        (report.passed_checks, Status.PASS),
        (report.skipped_checks, Status.SKIPPED),
    ):
        for record in records:
            address = str(record.resource_address or record.resource)
            yield Finding(
                control=record.check_id,
                title=record.check_name,
                status=status,
                subject=address,
                reason=_reason(record),
                fix=str(record.guideline or "Set the attribute that the check names."),
                address=address,
                severity=_SEVERITY,
                tool="checkov",
            )


def _reason(record: Any) -> str:
    keys = [str(key).strip("/") for key in record.check_result.get("evaluated_keys") or []]
    read = sorted({key for key in keys if key})
    return f"{record.check_name} (reads {', '.join(read)})" if read else str(record.check_name)


def _unread(outcome: _Outcome, managed: list[Resource]) -> Iterator[HinomiError]:
    for file in outcome.parsing_errors:
        yield JudgementError(
            "checkov cannot parse the plan", where=file, change="Make the plan anew."
        )
    missing = sorted({resource.address for resource in managed} - outcome.read)
    if missing:
        yield JudgementError(
            f"checkov did not read {len(missing)} of {len(managed)} resources, such as "
            f"{missing[0]}",
            where="checkov",
            change="Use the version of checkov that the requirements name.",
        )


def _not_seen(
    outcome: _Outcome, managed: list[Resource], wanted: CheckovChecks
) -> Iterator[HinomiError]:
    """Checks that must have run: loaded, and with a result where the plan has their types."""
    types = {resource.type for resource in managed}
    judged = {finding.control for finding in outcome.findings}
    for check_id in dict.fromkeys((*wanted.expect, *(wanted.checks or ()))):
        if check_id not in outcome.known:
            seen = f"check {check_id} is not among those that checkov has loaded"
            change = "Use the version of checkov that the requirements name, or mend the profile."
            yield JudgementError(seen, where="checkov", change=change)
        elif (
            check_id in wanted.expect
            and check_id not in judged
            and (found := sorted(types & outcome.known[check_id]))
        ):
            seen = f"check {check_id} gave no result, though the plan has {found[0]}"
            yield JudgementError(
                seen, where="checkov", change="See whether the check raised (above)."
            )


def _unknown_skip(check_id: str) -> HinomiError:
    return PolicyError(
        f"checkov.skip names {check_id}, which is no check",
        where="policy.yaml",
        change="Correct the id, or delete the entry.",
    )


def _raised(text: str) -> HinomiError:
    return JudgementError(text, where="checkov", change="Mend what is named, then judge again.")


@contextmanager
def _captured_errors() -> Iterator[list[str]]:
    """What checkov only logs: checks that raised, files that did not load."""
    texts: list[str] = []

    class Capture(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            text = record.getMessage()
            if record.exc_info and record.exc_info[1] is not None:
                text += f" ({type(record.exc_info[1]).__name__}: {record.exc_info[1]})"
            if record.levelno >= logging.ERROR or "Failed to parse check" in text:
                texts.append(text)

    root = logging.getLogger()
    handler, level = Capture(), root.level
    kept = root.handlers[:]
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    try:
        yield texts
    finally:
        root.handlers = kept
        root.setLevel(level)


@contextmanager
def _unchanged_import_path() -> Iterator[None]:
    """checkov puts each folder of external checks at the front of sys.path and leaves it there."""
    path = sys.path[:]
    try:
        yield
    finally:
        sys.path[:] = path
