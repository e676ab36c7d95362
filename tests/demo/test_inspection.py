"""What is looked up after the play: every flow by its text, every byte set aside."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from demo.aws_clients import AwsClients
from demo.entrances import Entrances, entrances
from demo.errors import DemoError
from demo.house import House, house
from demo.inspection import altered, flow_check
from demo.quarantine import Kept, kept_aside
from demo.scene import Play, Scene, Unreadable
from demo.sender.sent import SentObject, SentScene

AT = datetime(2026, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "found", "missing", "surplus"),
    [
        (["a", "b"], ["b", "a"], 0, 0),
        (["a", "a"], ["a", "a"], 0, 0),
        (["a", "a"], ["a"], 1, 0),
        (["a"], ["a", "a"], 0, 1),
        (["a", "b"], ["a", "c"], 1, 1),
        ([], [], 0, 0),
    ],
)
def test_flows_are_compared_as_often_as_they_came(
    sent: list[str], found: list[str], missing: int, surplus: int
) -> None:
    check = flow_check(sent, found)
    assert (check.missing, check.surplus) == (missing, surplus)


class Bucket:
    """An S3 that lists one object a page."""

    def __init__(self, objects: dict[str, bytes]) -> None:
        self.objects = objects

    def get_paginator(self, name: str) -> Any:
        assert name == "list_objects_v2"

        def paginate(Bucket: str, Prefix: str) -> list[dict[str, Any]]:  # noqa: N803
            keys = [key for key in self.objects if key.startswith(Prefix)]
            return [{"Contents": [{"Key": key}]} for key in keys] or [{}]

        return SimpleNamespace(paginate=paginate)

    def get_object(self, Bucket: str, Key: str) -> dict[str, Any]:  # noqa: N803
        return {"Body": io.BytesIO(self.objects[Key])}


def description(key: str, source: dict[str, Any]) -> bytes:
    content = {"source": source, "error": {"reason": "because"}, "raw": {"key": f"{key}.raw"}}
    return json.dumps(content).encode()


def test_a_whole_object_and_a_record_of_one_are_told_apart() -> None:
    bucket = Bucket(
        {
            "q/1.json": description("q/1", {"kind": "s3_object", "key": "AWSLogs/a"}),
            "q/1.raw": b"raw",
            "q/2.json": description(
                "q/2", {"kind": "s3_object", "key": "AWSLogs/b", "position": 7}
            ),
            "q/3.json": description("q/3", {"kind": "log_stream"}),
            "elsewhere.json": b"not read",
        }
    )
    assert kept_aside(bucket, "b", "q/") == (
        Kept("q/1.raw", "AWSLogs/a", "because", whole=True),
        Kept("q/2.raw", "AWSLogs/b", "because", whole=False),
        Kept("q/3.raw", "", "because", whole=True),
    )
    assert kept_aside(Bucket({}), "b", "q/") == ()


@pytest.mark.parametrize("content", [b"{", b"[]", b"{}", b'{"source": {}, "raw": {"key": "x"}}'])
def test_what_describes_nothing_is_said_with_its_place(content: bytes) -> None:
    with pytest.raises(DemoError, match=r"s3://b/q/1\.json"):
        kept_aside(Bucket({"q/1.json": content}), "b", "q/")


def test_the_bytes_in_quarantine_are_compared_with_the_bytes_of_the_file() -> None:
    files = {name: Unreadable(Path(name), "r", name.encode(), 0) for name in ("one", "two")}
    play = Play("p", (Scene("s", {}, {}, unreadable=tuple(files.values())),))
    objects = tuple(SentObject(f"key-{n}", AT, 0, raw_of=Path(n)) for n in files)
    sent = SentScene("s", AT, objects, None, (), 0, (), None, ())
    bucket = Bucket({"q/1.raw": b"one", "q/2.raw": b"tw0", "q/3.raw": b"a record of it"})
    here = house_with(bucket)
    kept = [
        Kept("q/1.raw", "key-one", "r", whole=True),
        Kept("q/2.raw", "key-two", "r", whole=True),
        Kept("q/3.raw", "key-one", "r", whole=False),
        Kept("q/gone.raw", "a-key-of-somebody-else", "r", whole=True),
    ]
    assert altered(here, kept, play, [sent]) == ("two",)


OUTPUTS: dict[str, Any] = {
    "audit_bucket": "a",
    "trail_log_group": "t",
    "flow_log_group": "f",
    "next_action_queue_url": "q",
    "notifications_topic_arn": "n",
    "plain_topic_arn": "p",
    "shipper_log_group": "s",
    "quarantine": {"bucket": "a", "prefix": "quarantine/"},
    "search_endpoint": "http://localhost",
    "detection_alarms": {"x": "alarm-x"},
}


def outputs_of(**changes: Any) -> Entrances:
    return entrances({**OUTPUTS, **changes}, "111122223333", "ap-northeast-1")


def house_with(bucket: Bucket) -> House:
    clients = AwsClients(s3=bucket, logs=None, sqs=None)
    return House(outputs_of(), clients, Path("mail"), Path("logs"))


def test_an_output_that_is_missing_is_named() -> None:
    assert outputs_of().quarantine_prefix == "quarantine/"
    with pytest.raises(DemoError, match="no output 'shipper_log_group'"):
        entrances(
            {name: value for name, value in OUTPUTS.items() if name != "shipper_log_group"},
            "111122223333",
            "ap-northeast-1",
        )
    with pytest.raises(DemoError, match="no output"):
        outputs_of(quarantine=None)


def test_a_function_that_is_not_packed_is_said_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("demo.house.PACKAGES", {"shipper_package": tmp_path / "shipper.zip"})
    missing = pytest.raises(DemoError, match=r"shipper\.zip is not there: run `make demo`")
    with missing, house(tmp_path, print):
        pass
    assert not (tmp_path / "cloud").exists()
