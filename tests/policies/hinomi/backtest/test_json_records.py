"""Cutting a stream of JSON into records: every shape, and every way to be broken."""

from __future__ import annotations

import json

import msgspec
import pytest

from hinomi.backtest import json_records
from hinomi.backtest.errors import UnreadableError
from hinomi.backtest.json_records import Messages
from hinomi.backtest.messages import messages

_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode
EVENT = '{"eventVersion":"1.08","eventName":"A","eventSource":"b","userIdentity":{}}'


def read(content: bytes, size: int = 10) -> list[str]:
    return list(messages(content[at : at + size] for at in range(0, len(content), size)))


@pytest.mark.parametrize(
    "content",
    [
        f'{{"Records":[{EVENT},{EVENT}]}}',
        f' {{ "Records" : [ {EVENT} , {EVENT} ] , "more": "x" }} ',
        f'{{"awsAccountId":"1","Records":[{EVENT},{EVENT}],"n":1.5}}',
        f"[{EVENT},\n {EVENT}]",
        f"{EVENT}\n{EVENT}\n",
        f"{EVENT}\r\n\r\n{EVENT}",
        f"{EVENT}{EVENT}",
        f'{{"Records":[{EVENT}]}}\n{{"Records":[]}}{{"Records":[{EVENT}]}}',
        f"\ufeff[{EVENT},{EVENT}]",
    ],
)
@pytest.mark.parametrize("size", [1, 13, 10_000])
def test_every_shape_gives_the_records(content: str, size: int) -> None:
    # What it is was told from the first block, so that must be long enough.
    head = content.encode()[:1000]
    rest = content.encode()[1000:]
    chunks = [head, *(rest[at : at + size] for at in range(0, len(rest), size))]
    assert list(messages(chunks)) == [EVENT, EVENT]
    cut = json_records.json_records(
        (content.encode()[at : at + size] for at in range(0, len(content.encode()), size)),
        _elements,
    )
    texts = [
        text
        for run in cut
        for text in (
            run.texts if isinstance(run, Messages) else (bytes(raw).decode() for raw in run.events)
        )
    ]
    assert texts == [EVENT, EVENT]


@pytest.mark.parametrize(
    ("content", "whole", "reason"),
    [
        (f'{{"Records":[{EVENT},{EVENT[:-2]}', 1, "ends too early"),
        (f'{{"Records":[{EVENT}', 1, "ends too early"),
        (f'{{"Records":[{EVENT},{{"eventName":nonsense}}]}}', 1, "broken"),
        (f'{{"Records":[{EVENT}] nonsense', 1, "after the Records array"),
        (f'{{"Records":[{EVENT},{{"a":"\\ud83d"}},{{"a":01}}]}}', 2, "broken"),
        (f'{{"Records":[{EVENT},' + '{"a":' * 100_000, 1, "nested too deeply"),
    ],
)
@pytest.mark.parametrize("size", [50, 1_000_000])
def test_what_comes_before_the_break_counts(
    content: str, whole: int, reason: str, size: int
) -> None:
    chunks = (content.encode()[at : at + size] for at in range(0, len(content), size))
    seen: list[str] = []
    with pytest.raises(UnreadableError, match=reason):
        seen.extend(messages(chunks))
    assert len(seen) == whole


def test_bytes_that_are_no_text_name_their_place() -> None:
    content = f'{{"Records":[{EVENT},{{"a":"'.encode() + b"\xff\xfe" + b'"}]}'
    with pytest.raises(UnreadableError, match=r"at byte \d+ it is not UTF-8"):
        read(content, 1000)


def test_an_endless_record_does_not_fill_the_memory() -> None:
    def endless() -> list[bytes]:
        head = f'{{"Records":[{EVENT},{{"a":"'.encode()
        return [head, *([b"x" * 1_000_000] * 10)]

    with pytest.raises(UnreadableError, match="over 4194304 bytes"):
        list(messages(endless()))


def test_a_deep_record_is_read_as_the_engine_reads_it() -> None:
    deep = '{"eventName":"A","eventSource":"b","userIdentity":' + "[" * 400 + "]" * 400 + "}"
    assert read(f'{{"Records":[{deep}]}}'.encode(), 5000) == [deep]
    assert json.loads(deep)["eventName"] == "A"
