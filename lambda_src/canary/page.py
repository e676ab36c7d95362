"""One page as a user's browser sees it: how long until it shows what it should."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from canary.settings import Settings

# The status of the document itself (0 where the browser does not tell), and the text that a user
# can read: not what is hidden, not what stands in the source only.
LOOK = """
const navigation = performance.getEntriesByType("navigation")[0];
return {
  status: (navigation && navigation.responseStatus) || 0,
  text: document.body ? document.body.innerText : "",
};
"""
PAUSE = 0.1  # a page may fill in its words by script after it was loaded


class Browser(Protocol):
    """What is used of Selenium's driver."""

    def get(self, url: str) -> Any: ...

    def execute_script(self, script: str) -> Any: ...

    def set_page_load_timeout(self, time_to_wait: float) -> Any: ...


class PageError(Exception):
    """The page is not as it should be; the text is what the canary's report shows."""


@dataclass(frozen=True)
class Seen:
    status: int
    seconds: float


def look(
    browser: Browser,
    settings: Settings,
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> Seen:
    """Opens the page and waits for its text. Raises `PageError`, and Selenium's own errors."""
    began = clock()
    _open(browser, settings)
    while True:
        page = browser.execute_script(LOOK)
        seconds = clock() - began
        if page["status"] >= 400:
            raise PageError(f"{settings.url} answered with status {page['status']}")
        if settings.text in page["text"]:
            break
        if seconds >= settings.slow_seconds:
            raise PageError(
                f"{settings.url} did not show {settings.text!r} within {settings.slow_seconds:g} "
                f"seconds; it showed {len(page['text'])} other characters"
            )
        pause(PAUSE)
    if seconds > settings.slow_seconds:
        raise PageError(
            f"{settings.url} showed {settings.text!r} after {seconds:.1f} seconds, and counts as "
            f"failed after {settings.slow_seconds:g}"
        )
    return Seen(page["status"], seconds)


def _open(browser: Browser, settings: Settings) -> None:
    browser.set_page_load_timeout(settings.slow_seconds)
    try:
        browser.get(settings.url)
    except Exception as error:
        # By name: Selenium is in the runtime only. Its own text speaks of a renderer.
        if type(error).__name__ == "TimeoutException":
            raise PageError(
                f"{settings.url} was not loaded within {settings.slow_seconds:g} seconds"
            ) from error
        raise
