"""Files, folders and S3 prefixes; S3 is a server on the loopback that boto3 really talks to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import boto3
import pytest

from hinomi.backtest import s3
from hinomi.backtest.archive import LogObject, check, objects
from hinomi.backtest.errors import BacktestError

STORED = {
    "AWSLogs/1/a.json": b"first",
    "AWSLogs/1/b b.json": b"second" * 100_000,
    "AWSLogs/1/folder/": b"",
    "AWSLogs/2/ü.json": b"third",
    "other/c.json": b"other",
}


class Bucket(BaseHTTPRequestHandler):
    """ListObjectsV2, one key a page, and GetObject of the bucket `logs`."""

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(place.query).items()}
        if not place.path.startswith("/logs"):
            self._answer(404, b"<Error><Code>NoSuchBucket</Code><Message>none</Message></Error>")
        elif "list-type" in query:
            self._answer(200, self._page(query).encode())
        else:
            key = unquote(place.path.removeprefix("/logs/"))
            if key in STORED:
                self._answer(200, STORED[key])
            else:
                self._answer(404, b"<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>")

    def _page(self, query: dict[str, str]) -> str:
        keys = [key for key in STORED if key.startswith(query.get("prefix", ""))]
        at = int(query.get("continuation-token", "0"))
        more = at + 1 < len(keys)
        body = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(STORED[key])}</Size></Contents>"
            for key in keys[at : at + 1]
        )
        token = f"<NextContinuationToken>{at + 1}</NextContinuationToken>" if more else ""
        return (
            f"<ListBucketResult><IsTruncated>{str(more).lower()}</IsTruncated>{token}{body}"
            "</ListBucketResult>"
        )

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name, value in {
        "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{server.server_port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_MAX_ATTEMPTS": "1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # it would remember credentials
    s3._client.cache_clear()
    yield "s3://logs"
    s3._client.cache_clear()
    server.shutdown()
    server.server_close()


def test_a_prefix_is_listed_page_by_page_without_the_consoles_folders(bucket: str) -> None:
    assert list(objects([f"{bucket}/AWSLogs/"])) == [
        LogObject(f"s3://logs/{key}", len(STORED[key]))
        for key in STORED
        if key.startswith("AWSLogs/") and not key.endswith("/")
    ]
    assert len(list(objects([bucket]))) == 4


def test_objects_of_s3_come_in_chunks(bucket: str) -> None:
    for one in objects([bucket]):
        chunks = list(one.chunks())
        assert b"".join(chunks) == STORED[one.name.removeprefix("s3://logs/")]
        assert max(map(len, chunks)) <= 256 * 1024


def test_what_s3_refuses_is_said(bucket: str) -> None:
    with pytest.raises(BacktestError, match="NoSuchBucket"):
        list(objects(["s3://nowhere/x"]))
    with pytest.raises(OSError, match="NoSuchKey"):
        list(LogObject(f"{bucket}/gone", 1).chunks())


def test_without_credentials_there_is_no_traceback(
    bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/dev/null")
    with pytest.raises(BacktestError, match=r"(?s)credentials.*s3:ListBucket"):
        list(objects([bucket]))


def test_folders_by_name_without_hidden_files_and_endless_links(tmp_path: Path) -> None:
    for name in ("b/2.json", "b/1.json", "a.json", ".hidden", ".git/x"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "link.json").symlink_to(tmp_path / "a.json")
    names = [one.name.removeprefix(f"{tmp_path}/") for one in objects([str(tmp_path)])]
    assert names == ["a.json", "b/1.json", "b/2.json", "link.json"]


@pytest.mark.parametrize("path", ["nowhere", "s3://", "s3:///key"])
def test_a_path_that_cannot_be_is_refused_at_once(path: str) -> None:
    with pytest.raises(BacktestError, match=r"no such file|no bucket"):
        check([path])
