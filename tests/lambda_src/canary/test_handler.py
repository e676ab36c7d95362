"""The run as Synthetics sees it: one step, one line, and a browser that is closed."""

from __future__ import annotations

import asyncio

import pytest

from canary.handler import handler
from canary.page import PageError
from canary.settings import SettingsError, read


@pytest.fixture(autouse=True)
def environment(site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGE_URL", site.url)
    monkeypatch.setenv("PAGE_TEXT", "Welcome")
    monkeypatch.setenv("PAGE_SLOW_SECONDS", "0.5")


def test_a_run_that_passes(site, browser, synthetics) -> None:
    assert asyncio.run(handler({}, None)) == f"{site.url} is as it should be"
    assert synthetics.steps == [("page", True)]
    assert synthetics.lines[0].startswith(f"{site.url}: status 200, 0.")
    assert browser.closed


def test_a_run_that_fails_fails_its_step_and_closes_the_browser(site, browser, synthetics) -> None:
    site.page = "<body>down</body>"

    with pytest.raises(PageError):
        asyncio.run(handler({}, None))

    assert synthetics.steps == [("page", False)]
    assert browser.closed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"PAGE_URL": "www.example.com"}, "PAGE_URL is 'www.example.com': set it to the page's"),
        ({"PAGE_TEXT": " "}, "PAGE_TEXT is ' ': set it to words"),
        ({"PAGE_SLOW_SECONDS": "soon"}, "PAGE_SLOW_SECONDS is 'soon': set it to seconds"),
        ({"PAGE_SLOW_SECONDS": "0"}, "PAGE_SLOW_SECONDS is '0'"),
        ({"PAGE_SLOW_SECONDS": "nan"}, "PAGE_SLOW_SECONDS is 'nan'"),
    ],
)
def test_a_wrong_setting_is_named(change: dict[str, str], said: str) -> None:
    right = {"PAGE_URL": "https://www.example.com/", "PAGE_TEXT": "Welcome"}

    with pytest.raises(SettingsError, match=said):
        read(right | change)
