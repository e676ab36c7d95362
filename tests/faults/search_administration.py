"""The part of OpenSearch that the set-up function talks to, on the loopback: templates, Index State
Management, the security plugin and Dashboards, each of which may be missing.

What it refuses and answers is what the documentation of each API says; it keeps what was put.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SECURITY = "/_plugins/_security/api/"
ISM = "/_plugins/_ism/"


class AdministrationServer(ThreadingHTTPServer):
    """`lacks`: features that the engine is without. `changes` counts what was really written."""

    daemon_threads = True

    def __init__(self, lacks: set[str], indices: list[str]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lacks = lacks
        self.managed: dict[str, str] = {}  # index -> the policy that it has
        self.indices = indices
        self.templates: dict[str, Any] = {}
        self.policies: dict[str, dict[str, Any]] = {}
        self.roles: dict[str, Any] = {"kibana_user": {"reserved": True}}
        self.mappings: dict[str, Any] = {"kibana_user": {"backend_roles": ["arn:others"]}}
        self.audit = False
        self.saved: dict[str, Any] = {}
        self.asked: list[tuple[str, str]] = []
        self.changes = 0
        self.away = 0  # so many requests are answered with 503 first
        self.refuse_documents = 0  # a status for every bulk request
        self.documents: set[str] = set()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: AdministrationServer

    def do_GET(self) -> None:
        self._handle()

    def do_PUT(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_PATCH(self) -> None:
        self._handle()

    def _handle(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        path = urlsplit(self.path).path
        query = {name: one[0] for name, one in parse_qs(urlsplit(self.path).query).items()}
        self.server.asked.append((self.command, path))
        if self.server.away:
            self.server.away -= 1
            return self._answer(503, {"error": "starting"})
        return self._answer(*self._route(path, query, body))

    def _route(self, path: str, query: dict[str, str], body: bytes) -> tuple[int, Any]:
        for prefix, feature, method in (
            (ISM, "retention", self._ism),
            (SECURITY, "roles", self._security),
            ("/_dashboards/", "dashboards", self._dashboards),
        ):
            if path.startswith(prefix):
                if feature in self.server.lacks:
                    return 400, {"error": f"no handler found for uri [{path}]"}
                return method(path.removeprefix(prefix), query, body)
        if path == "/_bulk":
            return self._bulk(body)
        if path.startswith("/_cat/indices/"):
            return 200, [{"index": one} for one in self.server.indices]
        assert self.command == "PUT"
        return 200, self._write(self.server.templates, path, json.loads(body))

    def _bulk(self, body: bytes) -> tuple[int, Any]:
        if self.server.refuse_documents:
            return self.server.refuse_documents, {"error": "no"}
        actions = [json.loads(line)["create"] for line in body.split(b"\n")[:-1:2]]
        items = [
            {"create": {"status": 409 if one["_id"] in self.server.documents else 201}}
            for one in actions
        ]
        self.server.documents |= {one["_id"] for one in actions}
        return 200, {"items": items}

    def _write(self, kept: dict[str, Any], name: str, value: Any) -> Any:
        if kept.get(name) != value:
            self.server.changes += 1
        kept[name] = value
        return {"acknowledged": True}

    def _ism(self, path: str, query: dict[str, str], body: bytes) -> tuple[int, Any]:
        server = self.server
        if self.command == "GET":
            assert path == "policies"
            return 200, {"policies": list(server.policies.values())}
        if path.startswith("policies/"):
            name = path.removeprefix("policies/")
            there = server.policies.get(name)
            place = {"if_seq_no": str(there["_seq_no"]), "if_primary_term": "1"} if there else {}
            if query != place:
                return 409, {"error": {"type": "version_conflict_engine_exception"}}
            number = there["_seq_no"] + 1 if there else 0
            # The engine adds what it knows better.
            policy = {"policy_id": name, "last_updated_time": 5, **json.loads(body)["policy"]}
            policy["states"] = [
                {**one, "actions": [{"retry": {"count": 3}, **act} for act in one["actions"]]}
                for one in policy["states"]
            ]
            server.policies[name] = {
                "_id": name,
                "_seq_no": number,
                "_primary_term": 1,
                "policy": policy,
            }
            server.changes += 1
            return 201, {"_id": name}
        action, _, names = path.partition("/")
        policy_id = json.loads(body)["policy_id"]
        failed = []
        for index in names.split(","):
            has = server.managed.get(index)
            if action == "add" and has:
                failed.append({"index_name": index, "reason": "This index already has a policy"})
            elif action == "change_policy" and index.endswith("2020.01"):
                failed.append({"index_name": index, "reason": "it is being deleted"})
            else:
                server.changes += has != policy_id
                server.managed[index] = policy_id
        return 200, {"failures": bool(failed), "failed_indices": failed}

    def _security(self, path: str, query: dict[str, str], body: bytes) -> tuple[int, Any]:
        del query
        kind, _, name = path.partition("/")
        if kind == "audit":
            if self.command == "PATCH":
                assert json.loads(body) == [
                    {"op": "replace", "path": "/config/enabled", "value": True}
                ]
                self.server.audit = True
                self.server.changes += 1
            return 200, {"config": {"enabled": self.server.audit}}
        kept = {"roles": self.server.roles, "rolesmapping": self.server.mappings}[kind]
        if self.command == "GET":
            return (200, {name: kept[name]}) if name in kept else (404, {"status": "NOT_FOUND"})
        if kept.get(name, {}).get("reserved"):
            return 403, {"status": "FORBIDDEN", "message": f"Resource '{name}' is reserved."}
        self._write(kept, name, json.loads(body))
        return 200, {"status": "OK"}

    def _dashboards(self, path: str, query: dict[str, str], body: bytes) -> tuple[int, Any]:
        assert (self.command, path) == ("POST", "api/saved_objects/_import")
        if self.headers.get("osd-xsrf") != "true":
            return 400, {"message": "Request must contain a osd-xsrf header."}
        assert query == {"overwrite": "true"}
        assert self.headers.get("content-encoding") is None
        lines = _file_of(self.headers["content-type"], body)
        objects = [json.loads(line) for line in lines.split(b"\n")]
        known = {(one["type"], one["id"]) for one in objects}
        errors = [
            {"id": one["id"], "error": {"type": "missing_references"}}
            for one in objects
            for reference in one["references"]
            if (reference["type"], reference["id"]) not in known
        ]
        for one in objects:
            self._write(self.server.saved, f"{one['type']}:{one['id']}", one)
        return 200, {"success": not errors, "successCount": len(objects), "errors": errors}

    def _answer(self, status: int, body: Any) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        pass


def _file_of(content_type: str, body: bytes) -> bytes:
    """The one part of a form, as RFC 7578 writes it."""
    found = re.fullmatch(r"multipart/form-data; boundary=(\S+)", content_type)
    assert found
    boundary = found[1].encode()
    assert body.startswith(b"--" + boundary + b"\r\n")
    assert body.endswith(b"\r\n--" + boundary + b"--\r\n")
    head, _, content = body.partition(b"\r\n\r\n")
    assert b'name="file"; filename="' in head
    return content.removesuffix(b"\r\n--" + boundary + b"--\r\n")


@contextmanager
def running(
    lacks: set[str] | None = None, indices: list[str] | None = None
) -> Iterator[AdministrationServer]:
    server = AdministrationServer(lacks or set(), indices or [])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
