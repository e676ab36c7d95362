"""The splitter gives what json gives, wherever the stream is cut, and stops where it must."""

import json
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shipper import json_records
from shipper.errors import UnreadableError
from shipper.json_records import split_records

# Texts that look like the places where an array is cut.
TRAPS = st.sampled_from(['},{"eventVersion":', '"', "\\", "]}", "{", '\\"},{', "ü\u2028", ""])
TEXTS = st.one_of(TRAPS, st.text(max_size=8))
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)
RECORDS = st.one_of(
    st.builds(
        lambda value: {"eventVersion": "1.11", "deep": [{"eventVersion": value}, value]}, VALUES
    ),
    VALUES,
)
LAYOUTS = st.sampled_from(
    [{"separators": (",", ":")}, {"separators": (", ", ": ")}, {"indent": 2}, {"indent": 0}]
)


def chunks(content: bytes, cuts: list[int]) -> Iterator[bytes]:
    places = sorted({0, *(cut % (len(content) + 1) for cut in cuts), len(content)})
    for start, end in pairwise(places):
        yield content[start:end]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(RECORDS, max_size=6), LAYOUTS, st.lists(st.integers(min_value=0), max_size=8), TEXTS
)
def test_any_array_cut_anywhere_gives_the_same_records(
    records: list[object], layout: dict[str, object], cuts: list[int], text: str
) -> None:
    before = {"Comment": "x"} if "\\" in text or '"' in text else {}
    content = json.dumps({**before, "Records": records}, ensure_ascii=False, **layout).encode()  # type: ignore[arg-type]
    found = list(split_records(chunks(content, cuts)))
    assert [json.loads(bytes(raw)) for _, raw in found] == records
    for offset, raw in found:
        assert content[offset : offset + len(raw)] == bytes(raw)


@settings(max_examples=100, deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=5), st.integers(min_value=0), LAYOUTS)
def test_a_document_cut_short_is_told_and_what_was_whole_is_given(
    records: list[object], cut: int, layout: dict[str, object]
) -> None:
    content = json.dumps({"Records": records}, **layout).encode()  # type: ignore[arg-type]
    content = content[: cut % len(content)]
    found: list[json_records.Located] = []
    with pytest.raises(UnreadableError):
        found.extend(split_records(iter([content])))
    assert [json.loads(bytes(raw)) for _, raw in found] == records[: len(found)]


def test_a_block_of_ordinary_records_is_not_counted_by_brackets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    blocks: list[bytes] = []

    def counted(block: bytes) -> tuple[list[json_records.Located], int]:
        blocks.append(block)
        return [], 0

    monkeypatch.setattr(json_records, "_cut_by_brackets", counted)
    records = [{"eventVersion": "1.11", "deep": {"number": number}} for number in range(50)]
    content = json.dumps({"Records": records}, separators=(",", ":")).encode()
    assert len(list(split_records(iter([content])))) == 50
    assert not blocks


def test_an_element_that_is_no_json_does_not_take_its_neighbours_with_it() -> None:
    content = b'{"Records":[{"a":1},{"a":nope},{"a":2}]}'
    assert [bytes(raw) for _, raw in split_records(iter([content]))] == [
        b'{"a":1}',
        b'{"a":nope}',
        b'{"a":2}',
    ]


def test_places_are_right_where_only_some_separators_have_white_space() -> None:
    content = b'{"Records":[{"a":1} ,{"a":2},{"a":3},{"a":4}]}'
    for offset, raw in split_records(iter([content])):
        assert content[offset : offset + len(raw)] == bytes(raw)


def test_a_record_without_end_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_records, "MAX_RECORD_BYTES", 1000)
    endless = iter([b'{"Records":[{"a":"', *[b"x" * 100] * 10_000])
    with pytest.raises(UnreadableError, match="1000 bytes"):
        list(split_records(endless))
    assert len(list(endless)) > 9_900


@pytest.mark.parametrize(
    ("content", "offset"),
    [
        (b'{"Records":[1,2]} and more', 16),
        (b'{"Records":[1,2]', 16),
        (b"[1,2]", 0),
        (b"{}", 0),
        (b'{"Records":[1,{"a":1', 14),
    ],
)
def test_the_place_where_it_stops_is_told(content: bytes, offset: int) -> None:
    with pytest.raises(UnreadableError) as stop:
        list(split_records(iter([content])))
    assert stop.value.offset == offset
