"""A page that is well passes; everything that a user would notice fails, and says what."""

from __future__ import annotations

import itertools
import urllib.error

import pytest

from canary.page import PageError, look
from canary.settings import Settings


def wanted(url: str, text: str = "Welcome", slow_seconds: float = 2) -> Settings:
    return Settings(url, text, slow_seconds)


def test_a_page_that_shows_its_text_passes(site, browser) -> None:
    seen = look(browser, wanted(site.url))

    assert seen.status == 200
    assert 0 < seen.seconds < 2


def test_how_long_the_page_took_is_measured(site, browser) -> None:
    site.delay = 0.3

    assert look(browser, wanted(site.url)).seconds >= 0.3


@pytest.mark.parametrize("status", [404, 500, 503])
def test_an_error_page_fails_whatever_it_shows(site, browser, status: int) -> None:
    site.status = status

    with pytest.raises(PageError, match=f"answered with status {status}"):
        look(browser, wanted(site.url))


def test_another_page_fails(site, browser) -> None:
    site.page = "<body>We will be back soon</body>"

    with pytest.raises(
        PageError, match=r"did not show 'Welcome' within 0\.3 seconds; it showed 20"
    ):
        look(browser, wanted(site.url, slow_seconds=0.3))


def test_a_text_in_the_source_alone_does_not_count(site, browser) -> None:
    site.page = "<body><script>const words = 'Welcome'</script>nothing</body>"

    with pytest.raises(PageError, match="did not show 'Welcome'"):
        look(browser, wanted(site.url, slow_seconds=0.3))


def test_a_text_that_a_script_fills_in_is_waited_for(site, browser) -> None:
    texts = itertools.chain(["", "", "loading"], itertools.repeat("Welcome"))
    browser.later = lambda: next(texts)

    assert look(browser, wanted(site.url)).seconds >= 0.3


def test_a_page_that_does_not_come_in_time_fails(site, browser) -> None:
    site.delay = 1.0

    with pytest.raises(PageError, match=r"was not loaded within 0\.2 seconds"):
        look(browser, wanted(site.url, slow_seconds=0.2))


def test_a_page_that_comes_too_late_fails_though_it_is_right(site, browser) -> None:
    ticks = itertools.count(0, 9)

    with pytest.raises(PageError, match=r"after 9\.0 seconds, and counts as failed after 2"):
        look(browser, wanted(site.url), clock=lambda: next(ticks))


def test_what_the_browser_says_of_a_host_that_is_not_there_stays(browser) -> None:
    with pytest.raises(urllib.error.URLError, match="refused"):
        look(browser, wanted("http://127.0.0.1:1/"))
