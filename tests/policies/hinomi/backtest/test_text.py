"""Gunzip, lines, kinds and times."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from hinomi.backtest.compression import BLOCK_BYTES, decompressed
from hinomi.backtest.errors import UnreadableError
from hinomi.backtest.event_lines import MAX_EVENT_CHARACTERS, event_lines
from hinomi.backtest.line_time import line_time
from hinomi.backtest.log_kind import flow_fields, log_kind
from hinomi.backtest.text_lines import MAX_LINE_BYTES, text_lines
from hinomi.catalogue import FLOW_LOG_FIELDS

TEXT = b"one line and another\n" * 20_000


def chunks(content: bytes, size: int) -> list[bytes]:
    return [content[at : at + size] for at in range(0, len(content), size)]


@pytest.mark.parametrize("size", [1, 1000, 1_000_000])
@pytest.mark.parametrize(
    "stored",
    [
        TEXT[:3000],
        gzip.compress(TEXT[:3000]),
        gzip.compress(TEXT[:1000]) + gzip.compress(TEXT[1000:3000]),
        gzip.compress(TEXT[:1000]) + b"\0" * 100 + gzip.compress(TEXT[1000:3000]) + b"\0" * 9,
    ],
    ids=["plain", "gzip", "two members", "padded"],
)
def test_gzip_or_not_the_content_comes_out(stored: bytes, size: int) -> None:
    assert b"".join(decompressed(chunks(stored, size))) == TEXT[:3000]


def test_a_bomb_comes_out_in_small_blocks() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert max(map(len, decompressed([bomb]))) <= BLOCK_BYTES


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda stored: stored[:-20], "ends too early"),
        (lambda stored: stored[:-8] + b"\0" * 8, "broken"),
        (lambda stored: stored + b"junk that is no gzip", "broken"),
    ],
    ids=["cut off", "wrong sum", "junk behind"],
)
def test_broken_gzip_says_so_after_what_was_whole(damage: object, reason: str) -> None:
    stored = damage(gzip.compress(TEXT))  # type: ignore[operator]
    seen: list[bytes] = []
    with pytest.raises(UnreadableError, match=reason):
        seen.extend(decompressed(chunks(stored, 64)))
    assert TEXT.startswith(b"".join(seen))
    assert len(b"".join(seen)) > len(TEXT) / 2


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_lines_whatever_their_ends(size: int) -> None:
    content = "\ufeffone\r\n\n\ntwo キー\r\nthree".encode()
    lines = [line for some in text_lines(chunks(content, size)) for line in some]
    assert lines == ["one", "two キー", "three"]


def test_lines_before_a_broken_one_count() -> None:
    seen: list[list[str]] = []
    with pytest.raises(UnreadableError, match="at byte 8 it is not UTF-8"):
        seen.extend(text_lines([b"one\ntwo\n\xff\nfour\n"]))
    assert seen == [["one", "two"]]


def test_a_line_without_end_does_not_fill_the_memory() -> None:
    with pytest.raises(UnreadableError, match=f"longer than {MAX_LINE_BYTES} bytes"):
        list(text_lines([b"x" * 1_000_000] * 6))


OWN_FIELDS = "version account-id interface-id srcaddr dstaddr flow-direction start action"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b'{"Records":[', "cloudtrail"),
        (b'\xef\xbb\xbf {"n": 1, "Records": [', "cloudtrail"),
        (b'{"eventVersion":"1.08","eventName":"A","userIdentity":{}}', "cloudtrail"),
        (b'[{"eventSource":"x","eventName":"A","eventVersion":"1"}]', "cloudtrail"),
        (b'{"awsAccountId":"1","digestStartTime":"2026"}', "CloudTrail digest"),
        (b'{"level":"INFO","eventName":"A"}', "plain"),
        (" ".join(FLOW_LOG_FIELDS).encode() + b"\n2 1", "vpc_flow_logs"),
        (OWN_FIELDS.encode() + b"\n2 1", "vpc_flow_logs"),
        (
            b"2 123456789012 eni-0a1b2c3d 10.0.0.1 10.0.0.2 1 2 6 1 40 1 2 ACCEPT OK",
            "vpc_flow_logs",
        ),
        (b"2 unknown eni-0a1b2c3d - - - - - - - 1 2 - NODATA", "vpc_flow_logs"),
        (b"an application started", "plain"),
        (b"", "plain"),
        (b"\x00\x01\x02", "plain"),
    ],
)
def test_the_content_says_what_it_is(head: bytes, kind: str) -> None:
    assert log_kind(head) == kind


def test_parquet_does_not_pass_for_a_log_of_no_interest() -> None:
    with pytest.raises(UnreadableError, match="Parquet"):
        log_kind(b"PAR1\x15\x04")


def test_a_header_names_the_fields() -> None:
    assert flow_fields(OWN_FIELDS).names == tuple(OWN_FIELDS.split(" "))
    assert flow_fields("2 123456789012 eni-0a1b2c3d").names == FLOW_LOG_FIELDS
    assert flow_fields("start action now!").has_header is False


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("2026-07-01T10:00:00Z x", "2026-07-01T10:00:00+00:00"),
        ("2026-07-01T10:00:00.123+02:00 x", "2026-07-01T08:00:00+00:00"),
        ("2026-07-01 10:00:00,123 ERROR x", "2026-07-01T10:00:00+00:00"),
        (
            '1.2.3.4 - - [01/Jul/2026:12:00:00 +0200] "GET / HTTP/1.1" 200 1',
            "2026-07-01T10:00:00+00:00",
        ),
        (
            "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
            + "x" * 300
            + "<TimeCreated SystemTime='2026-07-01T10:00:00.1234567Z'/>",
            "2026-07-01T10:00:00+00:00",
        ),
        ("no time at all", None),
        ("9999-99-99T99:99:99Z", None),
        ("1.2.3.4 - - [99/Jul/2026:12:00:00 +0200] x", None),
        ("1999-01-01T00:00:00Z before AWS", None),
    ],
)
def test_a_line_tells_its_time(line: str, time: str | None) -> None:
    expected = None if time is None else int(datetime.fromisoformat(time).timestamp())
    assert line_time(line) == expected


@pytest.mark.parametrize("days", [0, 3, 200, 360])
def test_syslog_of_the_old_kind_lies_within_the_last_year(days: int) -> None:
    time = datetime.now(UTC).replace(microsecond=0) - timedelta(days=days)
    line = f"{time:%b} {time.day:2} {time:%H:%M:%S} host sshd[1]: Failed password"
    assert line_time(line) == int(time.timestamp())


def test_a_day_that_is_in_no_year_near_is_no_time() -> None:
    assert line_time("Feb 31 10:00:00 host sshd[1]: x") is None


@pytest.mark.parametrize(
    ("log_source", "events"),
    [
        (
            "windows_events",
            [
                "[Security] [INFORMATION] [4625] [A] [B] [An account\n\tFailed:\t[x]\n]",
                "[System] [] [1] [A]",
            ],
        ),
        ("windows_events_xml", ["<Event xmlns='x'>\n<System/>\n</Event>", "<Event>1</Event>"]),
        (
            "lambda",
            [
                "START RequestId: 1 Version: 2",
                '{"level": "ERROR"}',
                "printed by the function\nand again",
                "[ERROR] KeyError: 'a'\nTraceback (most recent call last):\n  File x",
                "2026-07-01T00:00:00.000Z\t1\tINFO\tx",
                "REPORT RequestId: 1",
            ],
        ),
        ("linux_auth", ["Jul  1 00:00:00 host sshd[1]: x", "  y"]),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 99])
def test_events_of_several_lines_are_one(log_source: str, events: list[str], size: int) -> None:
    lines = "\n".join(events).split("\n")
    runs = [lines[at : at + size] for at in range(0, len(lines), size)]
    assert [event for run in event_lines(runs, log_source) for event in run] == events


def test_an_event_without_end_does_not_fill_the_memory() -> None:
    runs = [["x" * 10_000] * 10] * 10
    events = [event for run in event_lines(runs, "windows_events_xml") for event in run]
    assert max(map(len, events)) < MAX_EVENT_CHARACTERS + 20_000
