"""The pictures of the page, as SVG: what matched and what rang, day by day (UTC)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import altair as alt
import vl_convert
from markupsafe import Markup

from ..outcome import Outcome, Result
from .palette import SEVERITIES, light

_WIDTH = 820
_FONT = "system-ui, sans-serif"
_PATTERN = "pattern"  # stands for the severity of a pattern given on the command line


def rings_by_day(outcome: Outcome) -> Markup:
    """Bars of rings, by severity."""
    severities = [one for one in SEVERITIES if _rings_of(outcome, one)]
    if _rings_of(outcome, ""):
        severities.append(_PATTERN)
    counts: Counter[tuple[date, str]] = Counter()
    for result in outcome.results:
        for ring in result.rings:
            counts[ring.date(), result.watch.severity or _PATTERN] += 1
    rows = [
        {"day": str(day), "severity": severity, "rings": number, "rank": severities.index(severity)}
        for (day, severity), number in sorted(counts.items())
    ]
    colours = [light(SEVERITIES.get(one, "sky")) for one in severities]
    bars = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar()
        .encode(
            x=_days(outcome.days),
            y=alt.Y("rings:Q", title=None, axis=_whole_numbers(max(_totals(counts), default=1))),
            color=alt.Color(
                "severity:N",
                scale=alt.Scale(domain=severities, range=colours),
                legend=alt.Legend(orient="top", title=None, symbolType="square"),
            ),
            order="rank:Q",
        )
    )
    return _svg(bars, 150)


def matches_by_day(result: Result, days: Sequence[date]) -> Markup:
    """Bars of matching events, and above them a mark with a number on days that rang."""
    rows = [{"day": str(day), "matches": count} for day, count in result.days.items()]
    rung = Counter(ring.date() for ring in result.rings)
    most = max(result.days.values(), default=1)
    height = alt.Scale(domain=[0, most * 1.3])
    axis = _whole_numbers(most)
    colour = light(SEVERITIES.get(result.watch.severity, "sky"))
    bars = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(color=colour, opacity=0.75)
        .encode(x=_days(days), y=alt.Y("matches:Q", title=None, scale=height, axis=axis))
    )
    marks = alt.Chart(
        alt.Data(
            values=[
                {
                    "day": str(day),
                    "at": result.days.get(day, 0) + most * 0.11,
                    "label": f"{number:,}",
                }
                for day, number in sorted(rung.items())
            ]
        )
    ).encode(x=_days(days), y=alt.Y("at:Q", scale=height, axis=axis, title=None))
    bells = marks.mark_point(
        shape="triangle-up", filled=True, size=46, color=light("fire"), opacity=1
    )
    layers = [bars, bells]
    if len(days) <= 62:  # more numbers than that would run into each other
        layers.append(
            marks.mark_text(dy=-11, fontSize=11, color=light("fire")).encode(text="label:N")
        )
    return _svg(alt.layer(*layers), 130)


def _days(days: Sequence[date]) -> Any:
    """One place for each day up to two months, a line of time beyond."""
    if len(days) <= 62:
        every = -(-len(days) // 16)  # labels of more days would run into each other
        shown = [str(day) for day in days[::every]]
        return alt.X(
            "day:O",
            title=None,
            scale=alt.Scale(domain=[str(day) for day in days], paddingInner=0.25),
            axis=alt.Axis(
                values=shown,
                labelAngle=0,
                labelExpr="slice(datum.value, 5)",
                grid=False,
                ticks=False,
            ),
        )
    return alt.X(
        "utcyearmonthdate(day):T",
        title=None,
        scale=alt.Scale(domain=[str(days[0]), str(days[-1])], type="utc"),
        axis=alt.Axis(grid=False, format="%Y-%m", tickCount="month"),
    )


def _whole_numbers(most: float) -> alt.Axis:
    return alt.Axis(
        tickMinStep=1, tickCount=min(4, int(most) + 1), format="~s" if most >= 10_000 else ",d"
    )


def _totals(counts: Counter[tuple[date, str]]) -> list[int]:
    totals: Counter[date] = Counter()
    for (day, _), number in counts.items():
        totals[day] += number
    return list(totals.values())


def _rings_of(outcome: Outcome, severity: str) -> int:
    return sum(len(one.rings) for one in outcome.results if one.watch.severity == severity)


def _svg(chart: Any, height: int) -> Markup:
    styled = (
        chart.properties(width=_WIDTH, height=height, background="transparent", padding=4)
        .configure(font=_FONT)
        .configure_view(strokeWidth=0)
        .configure_bar(cornerRadiusEnd=2)
        .configure_axis(
            labelColor=light("faint"),
            labelFontSize=11,
            domainColor=light("line"),
            gridColor=light("line"),
            tickColor=light("line"),
            titleColor=light("faint"),
        )
        .configure_legend(labelColor=light("ink"), labelFontSize=12)
    )
    return Markup(vl_convert.vegalite_to_svg(styled.to_dict()))  # noqa: S704 -- our own drawing
