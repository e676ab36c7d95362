"""Answers GetCallerIdentity on the loopback, so that a plan may ask whose account it is."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

ACCOUNT = "111122223333"
ANSWER = (
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
    f"<GetCallerIdentityResult><Account>{ACCOUNT}</Account><UserId>AIDATEST</UserId>"
    f"<Arn>arn:aws:iam::{ACCOUNT}:user/test</Arn></GetCallerIdentityResult>"
    "</GetCallerIdentityResponse>"
).encode()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_: object) -> None:
        """Quiet: a test's output is Terraform's."""


def start_sts() -> str:
    """The stub's URL; its thread ends with the test process."""
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"
