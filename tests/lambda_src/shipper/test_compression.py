"""Incremental gunzip: members, limits, and every way in which a stream can be broken."""

import gzip
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shipper.compression import OUTPUT_BYTES, decompressed
from shipper.errors import UnreadableError


def chunked(content: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=4), st.integers(1, 50))
def test_members_one_after_another_are_one_content(parts: list[bytes], size: int) -> None:
    packed = b"".join(map(gzip.compress, parts)) + b"\0" * 7
    assert b"".join(decompressed(chunked(packed, size))) == b"".join(parts)


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=300), st.integers(1, 50))
def test_what_is_not_gzip_comes_through_as_it_is(content: bytes, size: int) -> None:
    if content.startswith(b"\x1f\x8b"):
        content = b"x" + content
    assert b"".join(decompressed(chunked(content, size))) == content


def test_output_comes_in_bounded_pieces() -> None:
    packed = gzip.compress(bytes(3_000_000))
    sizes = [len(piece) for piece in decompressed(iter([packed]))]
    assert sum(sizes) == 3_000_000
    assert max(sizes) <= OUTPUT_BYTES


def test_a_bomb_is_stopped_at_the_limit() -> None:
    packed = gzip.compress(bytes(10_000_000))
    pieces: list[bytes] = []
    with pytest.raises(UnreadableError, match="1000000 bytes"):
        pieces.extend(decompressed(iter([packed]), 1_000_000))
    assert sum(map(len, pieces)) <= 1_000_000


@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: packed[:-1],
        lambda packed: packed[: len(packed) // 2],
        lambda packed: packed[:3],
        lambda packed: packed[:-6] + b"\xff" * 6,
        lambda packed: packed + b"garbage",
        lambda packed: b"",
    ],
    ids=["last byte", "half", "in the header", "checksum", "behind", "everything"],
)
def test_damage_is_always_told(damage: object) -> None:
    packed = gzip.compress(bytes(range(256)) * 1000)
    assert callable(damage)
    with pytest.raises(UnreadableError):
        list(decompressed(chunked(damage(packed), 100)))
