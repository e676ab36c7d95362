"""The outcome as one HTML page that asks the network for nothing."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..outcome import Outcome, Result, Top
from . import wording
from .charts import matches_by_day, rings_by_day
from .palette import style_sheet

_HERE = Path(__file__).parent


def render(outcome: Outcome) -> str:
    """The whole page."""
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["moment"] = wording.moment
    results = wording.ordered(outcome)
    rings = sum(len(one.rings) for one in results)
    return environment.get_template("page.html.jinja").render(
        colours=style_sheet(),
        style=(_HERE / "page.css").read_text(encoding="utf-8"),
        outcome=outcome,
        results=results,
        rings=rings,
        matches=sum(one.matches for one in results),
        tested=sum(one.tested for one in outcome.results),
        read=wording.read(outcome),
        passed_over=wording.passed_over(outcome),
        quiet=wording.quiet(outcome),
        untested=wording.untested(outcome),
        rings_chart=rings_by_day(outcome) if rings else "",
        chart=lambda result: matches_by_day(result, outcome.days) if result.days else "",
        alarm=wording.alarm,
        threshold=wording.threshold,
        duration=wording.duration,
        tops=_tops,
    )


def _tops(result: Result) -> list[tuple[str, Top, int]]:
    """Heading, values, and the count that a full bar stands for."""
    return [
        (heading, top, result.matches)
        for heading, top in (
            ("Principals", result.principals),
            ("Source addresses", result.sources),
            ("Regions", result.regions),
        )
        if top.values
    ]
