"""The pictures, as SVG to be put into the page: each in a wide and in a narrow form."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import altair as alt
import vl_convert
from markupsafe import Markup

from demo.evidence import Evidence
from demo.report.palette import SEVERITIES, light
from demo.searches.traffic import OTHERS, Count

WIDE, NARROW = 860, 300
FONT = "system-ui, sans-serif"
SERVICE_COLOURS = ("sky", "calm", "plum", "ember", "moss", "stone")


@dataclass(frozen=True)
class Chart:
    """`told` says in words what the picture shows, for those who do not see it."""

    wide: Markup
    narrow: Markup
    told: str


def calls_chart(evidence: Evidence) -> Chart:
    counts = evidence.traffic.calls
    kinds = _ranked(counts)
    colours = [light(name) for name in SERVICE_COLOURS[: len(kinds)]]
    total = sum(count.count for count in counts)
    return _both(
        lambda width: _bars(counts, kinds, colours, width, "API calls"),
        f"{total:,} CloudTrail events over time, by service: "
        + ", ".join(f"{kind} {_sum(counts, kind):,}" for kind in kinds),
    )


def flows_chart(evidence: Evidence) -> Chart:
    counts = evidence.traffic.flows
    kinds = [kind for kind in ("accepted", "refused") if _sum(counts, kind)]
    colours = [{"accepted": light("stone"), "refused": light("fire")}[kind] for kind in kinds]
    return _both(
        lambda width: _bars(counts, kinds, colours, width, "Flow records"),
        "Flow records over time: " + ", ".join(f"{kind} {_sum(counts, kind):,}" for kind in kinds),
    )


def timeline_chart(evidence: Evidence) -> Chart:
    """Seconds since the first scene: scenes as numbered bands, bells stacked where they rang."""
    began = evidence.sent[0].at
    ends = [scene.at for scene in evidence.sent[1:]]
    last = max([alert.at for alert in evidence.alerts] + [evidence.sent[-1].at])
    last = max(last, evidence.sent[-1].at + timedelta(seconds=evidence.play.scenes[-1].seconds))
    bands = [
        {
            "scene": str(number),
            "from": (sent.at - began).total_seconds(),
            "middle": ((sent.at - began) + (end - began)).total_seconds() / 2,
            "to": (end - began).total_seconds(),
            "odd": number % 2,
        }
        for number, (sent, end) in enumerate(zip(evidence.sent, [*ends, last], strict=True))
    ]
    heights: Counter[int] = Counter()
    bells = []
    for alert in evidence.alerts:
        at = (alert.at - began).total_seconds()
        # As wide a slot as keeps two marks apart on the narrow picture.
        slot = round(at / (last - began).total_seconds() * 24)
        heights[slot] += 1
        severity = evidence.severities.get(alert.detection, "low")
        bells.append({"at": at, "height": heights[slot], "severity": severity})
    return _both(
        lambda width: _timeline(bands, bells, max(heights.values(), default=1), width),
        f"{len(bands)} scenes on a line of {(last - began).total_seconds():.0f} seconds, and the "
        f"{len(bells)} bells that rang in them",
    )


def waits_chart(evidence: Evidence) -> Chart:
    waits = [{"what": "documents", "seconds": wait.seconds} for wait in evidence.document_waits] + [
        {"what": "notifications", "seconds": w.seconds} for w in evidence.alert_waits
    ]
    return _both(
        lambda width: _waits(waits, width),
        "How long each event waited for its document and each incident for its notification",
    )


def _timeline(
    bands: list[dict[str, Any]], bells: list[dict[str, Any]], most: int, width: int
) -> alt.LayerChart:
    x = alt.X(
        "from:Q",
        title="seconds since the beginning",
        axis=alt.Axis(grid=False, tickCount=10 if width > NARROW else 5),
        scale=alt.Scale(nice=False, domain=[0, bands[-1]["to"]]),
    )
    rows = alt.Scale(domain=[0, most + 1.5], nice=False)
    background = (
        alt.Chart(alt.Data(values=[band for band in bands if band["odd"]]))
        .mark_rect(color=light("band"), opacity=1)
        .encode(x=x, x2="to:Q")
    )
    numbers = (
        alt.Chart(alt.Data(values=bands))
        .mark_text(color=light("faint"), fontSize=12 if width > NARROW else 9, baseline="top")
        .encode(x="middle:Q", y=alt.value(4), text="scene:N")
    )
    marks = (
        alt.Chart(alt.Data(values=bells))
        .mark_point(shape="triangle-up", filled=True, size=120, opacity=1)
        .encode(
            x="at:Q",
            y=alt.Y("height:Q", axis=None, scale=rows),
            fill=alt.Fill(
                "severity:N",
                scale=alt.Scale(
                    domain=list(SEVERITIES), range=[light(name) for name in SEVERITIES.values()]
                ),
                legend=alt.Legend(title=None, orient="top", symbolType="triangle-up"),
            ),
        )
    )
    layers = alt.layer(background, numbers, marks)
    return layers.properties(width=width, height=int(16 * (most + 2)))


def _bars(
    counts: tuple[Count, ...], kinds: list[str], colours: list[str], width: int, title: str
) -> alt.Chart:
    # Stacked here, not by Vega: a bar from one time to another is as wide as its span, always.
    span = _span(counts)
    tops: Counter[int] = Counter()
    values = []
    for kind in kinds:
        for count in counts:
            if count.kind == kind:
                low = tops[count.at]
                tops[count.at] = low + count.count
                values.append(
                    {
                        "from": _utc(count.at),
                        "to": _utc(count.at + span),
                        "low": low,
                        "high": tops[count.at],
                        "kind": kind,
                    }
                )
    return (
        alt.Chart(alt.Data(values=values))
        .mark_bar(stroke=light("paper"), strokeWidth=1)
        .encode(
            x=alt.X(
                "from:T",
                title=None,
                axis=alt.Axis(
                    format=_time_format(counts),
                    grid=False,
                    labelOverlap=True,
                    tickCount=8 if width > NARROW else 4,
                ),
                scale=alt.Scale(type="utc"),
            ),
            x2="to:T",
            y=alt.Y("low:Q", title=title, axis=alt.Axis(tickCount=4)),
            y2="high:Q",
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=kinds, range=colours),
                legend=alt.Legend(title=None, orient="top", columns=6 if width > NARROW else 3),
            ),
        )
        .properties(width=width, height=200)
    )


def _span(counts: tuple[Count, ...]) -> int:
    """Milliseconds of a bucket: the shortest step between two, an hour where there is but one."""
    times = sorted({count.at for count in counts})
    steps = [later - earlier for earlier, later in pairwise(times)]
    return min(steps, default=3_600_000)


def _utc(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat()


def _waits(waits: list[dict[str, Any]], width: int) -> alt.Chart:
    return (
        alt.Chart(alt.Data(values=waits))
        .mark_tick(thickness=2, size=26, opacity=0.35, color=light("sky"))
        .encode(
            x=alt.X("seconds:Q", title="seconds", scale=alt.Scale(domainMin=0)),
            y=alt.Y(
                "what:N",
                title=None,
                # The reader's font may be wider than the one that the labels are measured in.
                axis=alt.Axis(ticks=False, domain=False, labelLimit=0, minExtent=95),
            ),
        )
        .properties(width=width, height=alt.Step(44))
    )


def _both(draw: Any, told: str) -> Chart:
    return Chart(_svg(draw(WIDE)), _svg(draw(NARROW)), told)


def _svg(chart: alt.Chart) -> Markup:
    styled = (
        chart.configure(font=FONT, background="transparent", padding=4)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=light("faint"),
            titleColor=light("faint"),
            gridColor=light("line"),
            domainColor=light("line"),
            tickColor=light("line"),
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
        )
        .configure_legend(labelColor=light("ink"), labelFontSize=12, symbolStrokeWidth=0)
    )
    # vl-convert escapes all text in it; the values come from events, which strangers write.
    return Markup(vl_convert.vegalite_to_svg(styled.to_dict()))  # noqa: S704


def _ranked(counts: tuple[Count, ...]) -> list[str]:
    kinds = sorted({count.kind for count in counts} - {OTHERS}, key=lambda k: -_sum(counts, k))
    return [*kinds, OTHERS] if any(count.kind == OTHERS for count in counts) else kinds


def _sum(counts: tuple[Count, ...], kind: str) -> int:
    return sum(count.count for count in counts if count.kind == kind)


def _time_format(counts: tuple[Count, ...]) -> str:
    times = [count.at for count in counts]
    day = 24 * 3600 * 1000
    return "%H:%M" if times and max(times) - min(times) < 2 * day else "%Y-%m-%d"
