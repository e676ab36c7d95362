"""The verdict as JSON, schema `hinomi.gate/1`."""

from __future__ import annotations

import json
from typing import Any

from ..chains.links import Chain
from ..findings import Finding
from ..verdict import Verdict
from .sections import chain_text

SCHEMA = "hinomi.gate/1"


def render(verdict: Verdict) -> str:
    return json.dumps(_verdict(verdict), indent=2, ensure_ascii=False) + "\n"


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "verdict": verdict.headline,
        "exit_status": verdict.exit_status,
        "source": verdict.source,
        "profile": verdict.profile,
        "date": verdict.today.isoformat(),
        "resources": verdict.resources,
        "counts": {
            tool: {str(status): count for status, count in sorted(verdict.counts(tool).items())}
            for tool in ("hinomi", "checkov")
        },
        "problems": [
            {"seen": one.seen, "where": one.where, "change": one.change} for one in verdict.problems
        ],
        "removals": [
            {"action": one.action, "address": one.address, "type": one.type}
            for one in verdict.removals
        ],
        "skipped": dict(verdict.skipped),
        "findings": [_finding(one) for one in verdict.findings],
    }


def _finding(one: Finding) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "tool": one.tool,
        "control": one.control,
        "title": one.title,
        "status": str(one.status),
        "severity": one.severity,
        "subject": one.subject,
        "address": one.address,
        "reason": one.reason,
        "fix": one.fix,
    }
    if one.file:
        entry["file"], entry["line"] = one.file, one.line
    if one.rows:
        entry["rows"] = list(one.rows)
    if one.chain is not None:
        entry["chain"] = _chain(one.chain)
    if one.waiver is not None:
        entry["waiver"] = {
            "owner": one.waiver.owner,
            "reason": one.waiver.reason,
            "expires": one.waiver.expires.isoformat(),
        }
    return entry


def _chain(chain: Chain) -> dict[str, Any]:
    return {
        "line": chain_text(chain),
        "state": chain.state.name.lower(),
        "links": [
            {
                "kind": link.kind,
                "name": link.name,
                "address": link.address,
                "state": link.state.name.lower(),
                "checks": [
                    {"state": check.state.name.lower(), "why": check.why, "fix": check.fix}
                    for check in link.checks
                ],
            }
            for link in chain.links
        ],
    }
