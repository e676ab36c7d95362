"""A query finds whatever its pattern matches, under every reading of the query language."""

import json
from typing import Any

import pytest
from hypothesis import example, given, settings

from hinomi import filter_pattern, insights
from tests.policies.hinomi.filter_pattern.test_properties import (
    DOCUMENTS,
    JSON,
    LINES,
    MESSAGES,
    TERMS,
    fields,
)
from tests.policies.hinomi.insights.evaluator import READINGS, finds

BOUNDED = settings(max_examples=150, deadline=None)
EVENT_TYPE = {"eventType": "AwsApiCall"}


def missed(text: str, message: str, log_source: str) -> list[Any]:
    """The readings under which the query misses what the pattern matches."""
    pattern = filter_pattern.compile(text)
    if pattern.match(message) is None:
        return []
    query = insights.query(pattern, log_source)
    return [reading for reading in READINGS if not finds(query, message, reading)]


@BOUNDED
@given(JSON.map(filter_pattern.print_pattern), DOCUMENTS)
def test_json(text: str, document: dict[str, Any]) -> None:
    assert missed(text, json.dumps(document), "application") == []


@BOUNDED
@given(JSON.map(filter_pattern.print_pattern), DOCUMENTS)
def test_cloudtrail_records_of_any_size(text: str, document: dict[str, Any]) -> None:
    large = {"requestParameters": {"items": list(range(250))}, **document, **EVENT_TYPE}
    # Only the selectors of late fields are guarded: the first ones do come first.
    text = text.replace("$.", "$.requestParameters.").replace("$[", "$.requestParameters[")
    if len(text) > 1024:
        return
    record = {"eventName": "X", "responseElements": large, "requestParameters": document}
    assert missed(text, json.dumps(record | EVENT_TYPE), "cloudtrail") == []
    padded = {"eventName": "X", "requestParameters": {f"p{n}": n for n in range(250)} | document}
    assert missed(text, json.dumps(padded | EVENT_TYPE), "cloudtrail") == []


@BOUNDED
@given(TERMS.map(filter_pattern.print_pattern), MESSAGES)
def test_terms(text: str, message: str) -> None:
    assert missed(text, message, "application") == []


@settings(max_examples=300, deadline=None)
@given(fields().map(filter_pattern.print_pattern), LINES)
@example("[a, b != x, c]", '"a"b "c d')
@example("[..., a = 404]", '1 "4 404')
def test_fields(text: str, line: str) -> None:
    assert missed(text, line, "application") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{ $.a[*].b = "é\\"/" }', r'{"a": [{"b": "é\"\/"}]}'),
        ("{ $.a != 404 }", '{"a": "404.0"}'),
        ('{ $.a != "x*" }', '{"a": "y\\n"}'),
        ('{ $.a != "*x" }', '{"a": "x\\n"}'),
        ("{ $.limit = 1e3 }", '{"limit": 1000}'),
        ("{ $.a > 1e-300 && $.b = 1e300 && $.c < +7 }", '{"a": 1, "b": 1e300, "c": 6}'),
        ("[a > 1e-300, b < +7, c]", "1 2 3"),
        ("{ $.a IS NULL }", '{"a": [1, null]}'),
        ("{ $.['a-b'].c = x }", '{"a-b": {"c": "x"}}'),
        ("{ $.['@type'] = x }", '{"@type": "x"}'),
        ('[a, b = "x y"]', 'a "x y"'),
        ("[a, b = %^x$%]", 'a "x"'),
        ("-%x$%", "x\n"),
    ],
)
def test_corners(text: str, message: str) -> None:
    assert filter_pattern.compile(text).match(message) is not None
    assert missed(text, message, "application") == []
