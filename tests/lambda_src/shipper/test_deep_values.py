"""No sub-tree, however shaped, makes a term that OpenSearch refuses."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shipper.deep_values import SAFE_BYTES, flat_object

LONGEST_TERM = 32_766
FIELD = "aws.cloudtrail.additionalEventData"

LONG = st.integers(1, 40_000).map(lambda length: "é" * length)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), LONG),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.text(max_size=3), LONG), inner, max_size=3),
    ),
    max_leaves=6,
)


def nested(key: str, depth: int) -> Any:
    return {key: nested(key, depth - 1)} if depth else "value"


def terms(value: Any, path: str = FIELD) -> Iterator[str]:
    """Yield the terms that a flat_object field makes: `field.path=value`."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from terms(child, f"{path}.{key}")
    elif isinstance(value, list):
        for child in value:
            yield from terms(child, path)
    elif value is not None:
        yield f"{path}={value}"


@settings(max_examples=60, deadline=None)
@given(VALUES, st.booleans())
@example({"a": "x" * (LONGEST_TERM - 20)}, False)  # fits a term by itself, not with its path
@example(nested("\U0001d54f" * 2_000, 12), False)
@example({"a": [{"b": "\U0001d54f" * 20_000}]}, True)
def test_every_term_fits(value: Any, escaped: bool) -> None:
    raw = msgspec.Raw(json.dumps(value, ensure_ascii=escaped).encode())
    fitted, cut = flat_object(raw)
    if fitted is None:
        assert value is None
        return
    found = json.loads(bytes(fitted))
    whole = value if isinstance(value, dict) or is_objects(value) else {"value": value}
    assert all(len(term.encode()) <= LONGEST_TERM for term in terms(found))
    assert cut or found == whole


def is_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ('{"a": [1, null]}', '{"a": [1, null]}'),
        ('[{"a": 1}]', '[{"a": 1}]'),
        ("[]", "[]"),
        ('"text"', '{"value":"text"}'),
        ("17", '{"value":17}'),
        ('[1, {"a": 2}]', '{"value":[1, {"a": 2}]}'),
        (
            '{"n": 1e999, "m": 12345678901234567890123}',
            '{"n": 1e999, "m": 12345678901234567890123}',
        ),
    ],
)
def test_what_fits_is_kept_byte_for_byte(given_: str, expected: str) -> None:
    fitted, cut = flat_object(msgspec.Raw(given_.encode()))
    assert fitted is not None
    assert bytes(fitted).decode() == expected
    assert not cut


def test_numbers_of_a_large_sub_tree_stay_what_they_were() -> None:
    text = '{"n": 1e999, "m": 12345678901234567890123, "x": "' + "y" * SAFE_BYTES + '"}'
    fitted, cut = flat_object(msgspec.Raw(text.encode()))
    assert fitted is not None
    found = json.loads(bytes(fitted))
    assert cut
    assert found["n"] == "1e999"
    assert found["m"] == "12345678901234567890123"
