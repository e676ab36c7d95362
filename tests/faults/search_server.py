"""An HTTP server on the loopback that plays OpenSearch's bulk API, faults included.

It keeps documents by index and id, so that a test can see what a user would see: which
documents there are, and that none is there twice.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Document = dict[str, Any]
# Answers one bulk request instead of the server: gets the handler and the request's body.
Fault = Callable[["Handler", bytes], None]


class SearchServer(ThreadingHTTPServer):
    """What was stored, what was asked, and the faults still to come (one for each request)."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.documents: dict[tuple[str, str], Document] = {}
        self.bodies: list[bytes] = []
        self.faults: list[Fault] = []
        # Item faults: the statuses to give to a document at its next tries, by id.
        self.item_statuses: dict[str, list[int]] = {}

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def create(self, body: bytes) -> list[dict[str, Any]]:
        """Carry out a bulk body of `create` actions and return its items."""
        lines = body.split(b"\n")
        assert lines.pop() == b"", "a bulk body ends with a newline"
        return [
            {"create": self._create(json.loads(action)["create"], json.loads(document))}
            for action, document in zip(lines[::2], lines[1::2], strict=True)
        ]

    def _create(self, action: dict[str, str], document: Document) -> dict[str, Any]:
        place = (action["_index"], action["_id"])
        if waiting := self.item_statuses.get(action["_id"]):
            status = waiting.pop(0)
            return {"status": status, "error": {"type": "test_fault", "reason": f"a {status}"}}
        if place in self.documents:
            return {"status": 409, "error": {"type": "version_conflict_engine_exception"}}
        self.documents[place] = document
        return {"status": 201}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SearchServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.bodies.append(body)
        if self.server.faults:
            self.server.faults.pop(0)(self, body)
        else:
            self.answer(200, {"items": self.server.create(body)})

    def answer(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"content-type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        pass


def status(code: int, headers: dict[str, str] | None = None) -> Fault:
    """Refuse the whole request."""
    return lambda handler, _body: handler.answer(code, {"error": "no"}, headers)


def reset_before(handler: Handler, _body: bytes) -> None:
    """Close the connection with nothing carried out."""
    handler.close_connection = True
    handler.connection.close()


def reset_after(handler: Handler, body: bytes) -> None:
    """Carry the request out, but close the connection without an answer."""
    handler.server.create(body)
    reset_before(handler, body)


def half_answer(handler: Handler, body: bytes) -> None:
    """Carry the request out, and answer for half of it only."""
    items = handler.server.create(body)
    handler.answer(200, {"items": items[: len(items) // 2]})


def too_large_above(limit: int) -> Fault:
    """Refuse bodies above a limit, for the rest of the test."""

    def fault(handler: Handler, body: bytes) -> None:
        handler.server.faults.append(fault)
        if len(body) > limit:
            handler.answer(413, {"error": "too large"})
        else:
            handler.answer(200, {"items": handler.server.create(body)})

    return fault


@contextmanager
def running() -> Iterator[SearchServer]:
    server = SearchServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
