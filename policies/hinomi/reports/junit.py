"""The verdict as JUnit XML: a suite for each tool, a case for each finding."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from ..findings import Finding, Status
from ..verdict import Verdict
from .sections import chain_text, plain

_ASIDE = (Status.SKIPPED, Status.NOT_APPLICABLE)


def render(verdict: Verdict) -> str:
    root = ET.Element("testsuites", name="hinomi gate")
    for tool in ("hinomi", "checkov"):
        _suite(root, verdict, tool)
    if verdict.problems:
        count = str(len(verdict.problems))
        suite = ET.SubElement(root, "testsuite", name="judging", tests=count, errors=count)
        for problem in verdict.problems:
            case = ET.SubElement(suite, "testcase", classname="judging", name=plain(problem.where))
            error = ET.SubElement(case, "error", message=plain(problem.seen))
            error.text = plain(problem.change)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(root: ET.Element, verdict: Verdict, tool: str) -> None:
    findings = verdict.of(tool)
    shut = set(map(id, verdict.failing(tool)))
    aside = sum(1 for one in findings if one.status in (Status.WAIVED, *_ASIDE))
    suite = ET.SubElement(
        root,
        "testsuite",
        name=tool,
        tests=str(len(findings)),
        failures=str(len(shut)),
        skipped=str(aside),
    )
    for one in findings:
        _case(suite, one, fails=id(one) in shut)


def _case(suite: ET.Element, one: Finding, *, fails: bool) -> None:
    case = ET.SubElement(suite, "testcase", classname=one.control, name=plain(one.subject))
    if fails:
        message = plain(f"{one.status}: {one.reason}")
        failure = ET.SubElement(case, "failure", message=message, type=str(one.status))
        chain = f"{chain_text(one.chain)}\n" if one.chain else ""
        failure.text = f"{chain}Fix: {plain(one.fix)}"
    elif one.status is Status.WAIVED and one.waiver is not None:
        until = f"until {one.waiver.expires}, {one.waiver.owner}: {one.waiver.reason}"
        ET.SubElement(case, "skipped", message=plain(f"waived {until}"))
    elif one.status in _ASIDE:
        ET.SubElement(case, "skipped", message=plain(one.reason))
