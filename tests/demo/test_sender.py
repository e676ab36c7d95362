"""Logs go in as AWS would write them, within the limits of each entrance."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from demo.errors import DemoError
from demo.scene import Delivery, Record, Recorded, Scene, Unreadable
from demo.sender.cloudtrail import MOST_LOGGED, CloudTrail, object_key
from demo.sender.flow_logs import FlowLogs
from demo.sender.log_events import MOST_BYTES, OVERHEAD, LogStreams, batches
from demo.sender.scene_sender import SceneSender
from demo.story.flow_record import ScriptedFlow

NOW = datetime(2026, 3, 1, 12, 0, 30, 250000, tzinfo=UTC)


class StillClock:
    def now(self) -> datetime:
        return NOW

    def sleep(self, seconds: float) -> None:
        raise AssertionError("nothing to wait for")


class Bucket:
    def __init__(self) -> None:
        self.objects: dict[str, dict[str, Any]] = {}

    def put_object(self, Key: str, **rest: Any) -> None:  # noqa: N803 - boto3's name
        self.objects[Key] = rest


class Logs:
    class exceptions:  # noqa: N801 - boto3's name
        class ResourceAlreadyExistsException(Exception):  # noqa: N818
            pass

    def __init__(self, refused: dict[str, int] | None = None) -> None:
        self.streams: set[str] = set()
        self.batches: list[tuple[str, list[dict[str, Any]]]] = []
        self.refused = refused

    def create_log_stream(self, logGroupName: str, logStreamName: str) -> None:  # noqa: N803
        if logStreamName in self.streams:
            raise self.exceptions.ResourceAlreadyExistsException
        self.streams.add(logStreamName)

    def put_log_events(self, logStreamName: str, logEvents: Any, **_: Any) -> dict[str, Any]:  # noqa: N803
        assert logStreamName in self.streams
        self.batches.append((logStreamName, logEvents))
        return {"rejectedLogEventsInfo": self.refused} if self.refused else {}


def scene(*bodies: str, unreadable: tuple[Unreadable, ...] = ()) -> Scene:
    drafts = tuple(Recorded(Record(f"id-{n}", body.encode())) for n, body in enumerate(bodies))
    return Scene("s", {}, {}, (Delivery(drafts),) if drafts else (), unreadable=unreadable)


def sender(s3: Bucket, logs: Logs) -> SceneSender:
    trail = CloudTrail(
        s3, logs, StillClock(), bucket="b", group="g", account="111122223333", region="eu-west-1"
    )
    return SceneSender(trail, FlowLogs(logs, StillClock(), group="f"), StillClock())


def test_a_scene_is_one_object_and_the_same_events_in_one_batch() -> None:
    s3, logs = Bucket(), Logs()
    sent = sender(s3, logs).send(scene('{"n": 12345678901234567890}', '{"b" :1}'))
    ((key, put),) = s3.objects.items()
    assert gzip.decompress(put["Body"]) == b'{"Records":[{"n": 12345678901234567890},{"b" :1}]}'
    assert put["ContentEncoding"] == "gzip"
    assert sent.objects[0].key == key
    ((stream, events),) = logs.batches
    assert stream == "111122223333_CloudTrail_eu-west-1"
    assert [event["message"] for event in events] == ['{"n": 12345678901234567890}', '{"b" :1}']
    assert {event["timestamp"] for event in events} == {int(NOW.timestamp() * 1000)}
    assert sent.event_ids == ("id-0", "id-1")


def test_the_key_is_cloudtrails_and_no_two_are_the_same() -> None:
    keys = {object_key(NOW, "111122223333", "ap-northeast-1", n) for n in range(50)}
    assert len(keys) == 50
    pattern = (
        r"AWSLogs/111122223333/CloudTrail/ap-northeast-1/2026/03/01/"
        r"111122223333_CloudTrail_ap-northeast-1_20260301T1200Z_[0-9A-Za-z]{16}\.json\.gz"
    )
    assert all(re.fullmatch(pattern, key) for key in keys)


def test_an_event_over_256_kb_goes_to_the_bucket_only() -> None:
    s3, logs = Bucket(), Logs()
    sent = sender(s3, logs).send(scene("x" * MOST_LOGGED, "y" * (MOST_LOGGED + 1)))
    assert [len(event["message"]) for _, events in logs.batches for event in events] == [
        MOST_LOGGED
    ]
    assert sent.oversized == ("id-1",)
    assert sent.event_ids == ("id-0", "id-1")


@pytest.mark.parametrize(("raw", "encoding"), [(b"\x1f\x8bbroken", "gzip"), (b'{"Rec', None)])
def test_a_broken_file_goes_in_byte_for_byte(raw: bytes, encoding: str | None) -> None:
    s3, logs = Bucket(), Logs()
    sent = sender(s3, logs).send(scene(unreadable=(Unreadable(Path("f"), "r", raw, 0),)))
    (put,) = s3.objects.values()
    assert put["Body"] == raw
    assert put.get("ContentEncoding") == encoding
    assert sent.objects[0].raw_of == Path("f")
    assert logs.batches == []


def flow(interface: str, age: float) -> ScriptedFlow:
    return ScriptedFlow(
        "111122223333", interface, "192.0.2.1", "10.0.0.1", 40000, 22, 6, 1, 44, "REJECT", age, 59
    )


def test_flows_have_a_stream_each_interface_in_order_at_their_windows_start() -> None:
    logs = Logs()
    flows = (flow("eni-a", 5), flow("eni-b", 1), flow("eni-a", 90))
    sent = sender(Bucket(), logs).send(Scene("s", {}, {}, flows=flows))
    streams = dict(logs.batches)
    assert set(streams) == {"eni-a-all", "eni-b-all"}
    now = int(NOW.timestamp() * 1000)
    assert [event["timestamp"] - now for event in streams["eni-a-all"]] == [-90_000, -5_000]
    start = int((NOW - timedelta(seconds=1)).timestamp())
    assert streams["eni-b-all"][0]["message"] == (
        f"2 111122223333 eni-b 192.0.2.1 10.0.0.1 40000 22 6 1 44 {start} {start + 59} REJECT OK"
    )
    assert sorted(sent.flow_lines) == sorted(
        event["message"] for events in streams.values() for event in events
    )


def test_refused_events_are_not_lost_unseen() -> None:
    with pytest.raises(DemoError, match="refused events"):
        LogStreams(Logs(refused={"tooOldLogEventEndIndex": 0}), "g").put("s", [(1, "x")])


def test_a_stream_that_is_there_already_is_written_to() -> None:
    logs = Logs()
    LogStreams(logs, "g").put("s", [(1, "x")])
    LogStreams(logs, "g").put("s", [(2, "y")])
    assert [events[0]["message"] for _, events in logs.batches] == ["x", "y"]


@pytest.mark.parametrize(
    ("events", "sizes"),
    [
        ([(0, "x")] * 10_001, [10_000, 1]),
        ([(0, "x" * (MOST_BYTES - OVERHEAD))] * 2, [1, 1]),
        ([(0, "x" * (MOST_BYTES // 2 - OVERHEAD))] * 3, [2, 1]),
        ([(0, "あ" * 300_000)] * 2, [1, 1]),  # bytes count, not characters
        ([(0, "a"), (24 * 3600 * 1000, "b"), (24 * 3600 * 1000 + 1, "c")], [2, 1]),
        ([], []),
    ],
)
def test_batches_keep_every_limit(events: list[tuple[int, str]], sizes: list[int]) -> None:
    parts = list(batches(events))
    assert [len(part) for part in parts] == sizes
    assert [event for part in parts for event in part] == events
