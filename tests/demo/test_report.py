"""The page: whole, self-contained, safe with what strangers wrote, in both languages."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from demo.evidence import Evidence
from demo.report.page import page, write_report
from demo.report.palette import COLOURS
from demo.summary import summary
from demo.verdict import verdict
from tests.demo.recorded_run import recorded_run

VOID = {"meta", "br", "img", "input", "link", "hr", "path", "circle", "rect", "line"}


def rendered(evidence: Evidence) -> str:
    judged = verdict(evidence)
    return page(evidence, judged, summary(evidence, judged, {"all": 150.0, "start": 95.0}))


@pytest.fixture(scope="module")
def good() -> Evidence:
    return recorded_run()


@pytest.fixture(scope="module")
def html(good: Evidence) -> str:
    return rendered(good)


class Outline(HTMLParser):
    """Checks that elements close in order, and collects what matters to a reader."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.labelled: list[str] = []
        self.unlabelled_pictures = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.addresses += [values[name] or "" for name in ("src", "href") if name in values]
        if values.get("aria-labelledby"):
            self.labelled.append(values["aria-labelledby"] or "")
        if "svg" not in self.open and values.get("id"):
            self.ids.append(values["id"] or "")
        if values.get("role") == "img" and not values.get("aria-label"):
            self.unlabelled_pictures += 1
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def outline(html: str) -> Outline:
    parser = Outline()
    parser.feed(html)
    parser.close()
    return parser


def test_the_page_is_whole_and_asks_the_network_for_nothing(html: str) -> None:
    found = outline(html)
    assert found.open == []
    assert found.addresses == []
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)
    assert "default-src 'none'" in html
    assert "<script" not in html


def test_every_section_and_picture_has_a_name(html: str) -> None:
    found = outline(html)
    assert set(found.labelled) <= set(found.ids)
    assert len(found.labelled) >= 6
    assert found.unlabelled_pictures == 0


def test_what_an_event_says_is_text_and_never_markup(html: str) -> None:
    assert "ListUsers &lt;script&gt;" in html
    assert "ListUsers <script>" not in html


def test_a_hostile_service_name_is_text_in_a_picture(good: Evidence) -> None:
    calls = tuple(replace(one, kind="<script>x</script>") for one in good.traffic.calls)
    html = rendered(replace(good, traffic=replace(good.traffic, calls=calls)))
    assert "<script>x" not in html
    assert outline(html).open == []


def test_each_act_bell_row_and_search_is_told_in_both_languages(good: Evidence, html: str) -> None:
    for scene in good.play.scenes:
        assert scene.title["en"] in html
        assert scene.title["ja"] in html
        assert scene.caption["ja"] in html
    for alert in good.alerts:
        assert alert.document["title"]["ja"] in html
    for row in verdict(good).rows:
        assert row.title["ja"] in html
    assert html.count('lang="ja"') > 50


def test_pictures_use_the_palette_so_that_they_turn_dark_with_the_page(html: str) -> None:
    palette = {light for light, _ in COLOURS.values()}
    pictures = re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL)
    assert len(pictures) == 9  # four charts, each wide and narrow, and the mark
    used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-fA-F]{3,8})"', "".join(pictures)))
    assert used
    assert used <= palette
    assert "prefers-color-scheme:dark" in html


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("setting", [0, 1], ids=["light", "dark"])
def test_text_can_be_read_in_light_and_dark(setting: int) -> None:
    # WCAG 2.2, 1.4.3: 4.5 to 1. The chips are card on colour, which is the same pair.
    for ground in ("paper", "card"):
        for text in ("ink", "faint", "fire", "ember", "sky", "calm"):
            pair = COLOURS[text][setting], COLOURS[ground][setting]
            assert contrast(*pair) >= 4.5, (text, ground)


def test_what_is_wrong_comes_first_and_marks_its_row(good: Evidence) -> None:
    lost = replace(good, alerts=good.alerts[1:], alert_waits=good.alert_waits[1:])
    html = rendered(lost)
    assert "It does not hold." in html
    assert html.index("did not ring:") < html.index('id="story"')
    assert 'class="mark no"' in html


def test_a_play_without_bells_flows_or_list_renders(good: Evidence) -> None:
    bare = replace(
        good,
        expected=None,
        alerts=(),
        alert_waits=(),
        traffic=replace(good.traffic, flows=()),
        sent=good.sent[:1],
        play=replace(good.play, scenes=good.play.scenes[:1]),
    )
    html = rendered(bare)
    assert "No bell rang." in html
    assert outline(html).open == []


def test_the_summary_has_what_programs_rely_on(good: Evidence, tmp_path: Path) -> None:
    judged = verdict(good)
    content = summary(good, judged, {"all": 1.0})
    again = json.loads(json.dumps(content))
    assert {
        "events_sent", "documents", "duplicates", "quarantined", "ledger", "alerts",
        "unexpected_alerts", "rows", "seconds",
    } <= set(again)  # fmt: skip
    assert again["events_sent"] == again["documents"] == again["ledger"]["read"]
    for alert in again["alerts"]:
        assert {"detection", "actor", "source", "count", "delivered_to"} <= set(alert)
        assert any(reader.startswith("queue ") for reader in alert["delivered_to"])
        assert any(reader.startswith("mail ") for reader in alert["delivered_to"])
    assert [row["id"] for row in again["rows"]] == [
        "security-setting-changed",
        "data-exfiltration",
        "signs-of-intrusion",
        "administrator-sign-in",
    ]
    assert again["seconds"]["event_to_notification"]["p50"] == 0.35
    assert again["seconds"]["event_to_document"]["measured"] == 200
    assert again["seconds"]["event_to_document_once_warm"] is None
    write_report(good, judged, content, tmp_path / "report.html")
    assert (tmp_path / "report.html").stat().st_size > 100_000
