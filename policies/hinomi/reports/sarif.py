"""The verdict as SARIF 2.1.0: what fails, what is open and what is waived, one run a tool.

Findings that hold are left out: code scanning would show each as an alert.
"""

from __future__ import annotations

import json
from typing import Any

from .. import __name__ as package
from ..findings import Finding, Status
from ..verdict import Verdict
from .sections import chain_text

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}
_SCORES = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "3.0"}
_SHOWN = (Status.FAIL, Status.UNKNOWN, Status.WAIVED)


def render(verdict: Verdict) -> str:
    runs = [_run(verdict, package), _run(verdict, "checkov")]
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": runs}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _run(verdict: Verdict, tool: str) -> dict[str, Any]:
    shown = [one for one in verdict.of(tool) if one.status in _SHOWN]
    rules = {one.control: one for one in verdict.of(tool)}
    order = sorted(rules)
    problems = verdict.problems if tool == package else ()
    return {
        "tool": {"driver": {"name": tool, "rules": [_rule(rules[name]) for name in order]}},
        "invocations": [
            {
                "executionSuccessful": not problems,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": str(problem)}} for problem in problems
                ],
            }
        ],
        "results": [_result(one, order, verdict.source) for one in shown],
    }


def _rule(one: Finding) -> dict[str, Any]:
    return {
        "id": one.control,
        "shortDescription": {"text": one.title},
        "defaultConfiguration": {"level": _LEVELS[one.severity]},
        "properties": {"security-severity": _SCORES[one.severity]},
    }


def _result(one: Finding, order: list[str], source: str) -> dict[str, Any]:
    text = one.reason
    if one.chain is not None:
        text += f"\nChain: {chain_text(one.chain)}"
    if one.fix:
        text += f"\nFix: {one.fix}"
    result: dict[str, Any] = {
        "ruleId": one.control,
        "ruleIndex": order.index(one.control),
        # `open` needs level `none` in SARIF, which hides it: an open finding keeps the gate shut
        "kind": "fail",
        "level": _LEVELS[one.severity],
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": one.file or source},
                    "region": {"startLine": one.line or 1},
                },
                "logicalLocations": [
                    {"fullyQualifiedName": one.address or one.subject, "kind": "resource"}
                ],
            }
        ],
        "partialFingerprints": {"hinomi/v1": f"{one.control}/{one.subject}"},
        "properties": {"status": str(one.status), "subject": one.subject},
    }
    if one.status is Status.WAIVED and one.waiver is not None:
        why = f"{one.waiver.reason} ({one.waiver.owner}, until {one.waiver.expires})"
        result["suppressions"] = [{"kind": "external", "justification": why}]
    return result
