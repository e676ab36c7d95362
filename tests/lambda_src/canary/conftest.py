"""A server on the loopback, a browser that is none, and the library that Synthetics brings."""

from __future__ import annotations

import re
import sys
import threading
import time
import types
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


class Site:
    """What the server answers with: status, page, seconds to wait."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.status = 200
        self.page = "<html><body><h1>Welcome</h1></body></html>"
        self.delay = 0.0


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(answers.delay)
            self.send_response(answers.status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(answers.page.encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    answers = Site(f"http://127.0.0.1:{server.server_port}/")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield answers
    server.shutdown()
    server.server_close()


class TimeoutException(Exception):  # noqa: N818 - Selenium's own name
    """As Selenium raises it when a page is not loaded in time."""


class FakeBrowser:
    """Fetches the page, and shows its text without tags and scripts."""

    def __init__(self) -> None:
        self.limit = 0.0
        self.status = 0
        self.text = ""
        self.closed = False
        self.later: Callable[[], str] | None = None

    def set_page_load_timeout(self, time_to_wait: float) -> None:
        self.limit = time_to_wait

    def get(self, url: str) -> None:
        try:
            with urllib.request.urlopen(url, timeout=self.limit) as answer:  # noqa: S310 - the loopback
                self.status, body = answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            self.status, body = error.code, error.read().decode()
        except TimeoutError as error:
            raise TimeoutException("timeout: Timed out receiving message from renderer") from error
        body = re.sub(r"<script.*?</script>", "", body, flags=re.DOTALL)
        self.text = re.sub(r"<[^>]*>", "", body)

    def execute_script(self, script: str) -> dict[str, Any]:
        assert "responseStatus" in script
        assert "innerText" in script
        return {"status": self.status, "text": self.later() if self.later else self.text}

    def quit(self) -> None:
        self.closed = True


@pytest.fixture
def browser() -> FakeBrowser:
    return FakeBrowser()


class Synthetics:
    """What a run told: log lines, and each step with its outcome."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.steps: list[tuple[str, bool]] = []

    async def execute_step(self, name: str, function: Callable[[], Any]) -> Any:
        try:
            value = function()
        except Exception:
            self.steps.append((name, False))
            raise
        self.steps.append((name, True))
        return value


@pytest.fixture
def synthetics(browser: FakeBrowser, monkeypatch: pytest.MonkeyPatch) -> Synthetics:
    told = Synthetics()
    library = {name: types.ModuleType(name) for name in ("", ".common", ".selenium")}
    webdriver: Any = types.SimpleNamespace(Chrome=lambda: browser, execute_step=told.execute_step)
    library[".common"].synthetics_logger = types.SimpleNamespace(  # type: ignore[attr-defined]
        info=told.lines.append
    )
    library[".selenium"].synthetics_webdriver = webdriver  # type: ignore[attr-defined]
    for name, module in library.items():
        monkeypatch.setitem(sys.modules, f"aws_synthetics{name}", module)
    return told
