"""Evidence and verdict to build/demo/report.html."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from demo.evidence import Evidence
from demo.report.charts import calls_chart, flows_chart, timeline_chart, waits_chart
from demo.report.palette import SEVERITIES, style_sheet
from demo.report.told_scenes import told_scenes
from demo.rows import ROWS
from demo.verdict import Verdict

HERE = Path(__file__).parent


def write_report(evidence: Evidence, verdict: Verdict, numbers: dict[str, Any], file: Path) -> None:
    """Writes the page. `numbers` is the summary, so that both say the same."""
    file.write_text(page(evidence, verdict, numbers), encoding="utf-8")


def page(evidence: Evidence, verdict: Verdict, numbers: dict[str, Any]) -> str:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,  # everything in an event is written by strangers
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["pretty"] = _pretty
    environment.filters["thousands"] = lambda number: f"{number:,}"
    # The style sheets are our own files and hold no value from an event.
    styles = Markup(style_sheet() + (HERE / "style.css").read_text("utf-8"))  # noqa: S704
    return environment.get_template("page.html.j2").render(
        evidence=evidence,
        verdict=verdict,
        numbers=numbers,
        scenes=told_scenes(evidence),
        rows=ROWS,
        severities=SEVERITIES,
        reasons=_reasons(evidence),
        rang={alert.detection: alert for alert in reversed(evidence.alerts)},
        styles=styles,
        charts={
            "timeline": timeline_chart(evidence) if len(evidence.sent) > 1 else None,
            "calls": calls_chart(evidence),
            "flows": flows_chart(evidence) if evidence.traffic.flows else None,
            "waits": waits_chart(evidence),
        },
    )


def _reasons(evidence: Evidence) -> dict[str, str]:
    if evidence.expected is None:
        return {}
    reasons = {ring.detection: ring.reason for ring in evidence.expected.rings}
    return reasons | {one.detection: one.reason for one in evidence.expected.quiet}


def _pretty(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
