"""What a metric filter publishes for one event."""

from typing import Any

import pytest

from hinomi import filter_pattern
from hinomi.filter_pattern import (
    DataPoint,
    InvalidPattern,
    MetricTransformation,
    metric_value,
)

LINE = '192.0.2.1 - "GET / HTTP/1.1" 404 17'


@pytest.mark.parametrize(
    ("pattern", "message", "arguments", "published"),
    [
        ("ERROR", "an ERROR", {}, 1.0),
        ("ERROR", "an ERROR", {"value": "-2.5e1"}, -25.0),
        ("ERROR", "fine", {}, None),
        ("ERROR", "fine", {"default_value": 0}, 0.0),
        ("ERROR", "fine", {"default_value": 3}, 3.0),
        ("ERROR", "an ERROR", {"default_value": 3}, 1.0),
        ("", "anything", {}, 1.0),
        ("{ $.a = * }", '{"a": 7}', {"value": "$.a"}, 7.0),
        ("{ $.a = * }", '{"a": "11.5"}', {"value": "$.a"}, 11.5),
        ("{ $.a = * }", '{"a": "banana"}', {"value": "$.a"}, None),
        ("{ $.a = * }", '{"a": "banana"}', {"value": "$.a", "default_value": 0}, None),
        ("{ $.k = x }", '{"k": "x"}', {"value": "$.a"}, None),
        ("{ $.k = x }", '{"k": "x", "a": true}', {"value": "$.a"}, None),
        ("{ $.k = x }", '{"k": "x", "a": [1]}', {"value": "$.a"}, None),
        ("{ $.k = x }", '{"k": "x", "a": [1]}', {"value": "$.a[0]"}, 1.0),
        ("{ $.k = x }", '{"k": "x", "a": 1e999}', {"value": "$.a"}, None),
        ("{ $.k = x }", "no JSON", {"default_value": 0}, 0.0),
        ("[ip, , request, code, size]", LINE, {"value": "$size"}, 17.0),
        ("[ip, , request, code, size]", LINE, {"value": "$2"}, None),
        ("[..., size]", LINE, {"value": "$4"}, 404.0),
        ("[ip, ...]", LINE, {"value": "$elsewhere"}, None),
    ],
)
def test_value(
    pattern: str, message: str, arguments: dict[str, Any], published: float | None
) -> None:
    point = metric_value(pattern, message, **arguments)
    assert point == (None if published is None else DataPoint(published, {}))


@pytest.mark.parametrize(
    ("pattern", "message", "dimensions", "published"),
    [
        ("{ $.k = x }", '{"k": "x", "b": "A"}', {"B": "$.b"}, {"B": "A"}),
        ("{ $.k = x }", '{"k": "x", "b": 1.50}', {"B": "$.b"}, {"B": "1.50"}),
        ("{ $.k = x }", '{"k": "x", "b": "A"}', {"B": "$.b", "C": "$.c"}, None),
        ("{ $.k = x }", '{"k": "x", "b": null}', {"B": "$.b"}, None),
        ("{ $.k = x }", '{"k": "x", "b": ""}', {"B": "$.b"}, None),
        (
            "[ip, ...]",
            LINE,
            {"address": "$ip", "code": "$4"},
            {"address": "192.0.2.1", "code": "404"},
        ),
    ],
)
def test_dimensions(
    pattern: str, message: str, dimensions: dict[str, str], published: dict[str, str] | None
) -> None:
    point = metric_value(pattern, message, dimensions=dimensions)
    assert point == (None if published is None else DataPoint(1.0, published))


def test_one_transformation_serves_many_events() -> None:
    transformation = MetricTransformation(
        filter_pattern.compile("{ $.a >= 0 }"), "$.a", default_value=0
    )
    events = ['{"a": 1}', '{"a": -1}', '{"a": 2.5}', "text"]
    points = [transformation.data_point(event) for event in events]
    assert [point.value if point else None for point in points] == [1.0, 0.0, 2.5, 0.0]


REFUSED = [
    (
        "{ $.a = * }",
        {"value": "$.a[*].b"},
        """\
the metric value names one place, so it takes no wildcard (at character 4)
    $.a[*].b
       ^
hint: use an index: [0]""",
    ),
    (
        "{ $.a = * }",
        {"dimensions": {"B": "$.*"}},
        """\
the value of dimension B names one place, so it takes no wildcard (at character 2)
    $.*
     ^
hint: use an index: [0]""",
    ),
    (
        "{ $.a = * }",
        {"value": "$.a b"},
        """\
the metric value goes on after its selector (at character 4)
    $.a b
       ^
hint: write one selector only""",
    ),
    (
        "{ $.a = * }",
        {"value": "one"},
        """\
a metric value is a number, a selector or a field (at character 1)
    one
    ^
hint: write "1", "$.latency" or "$bytes\"""",
    ),
    (
        "[a, b]",
        {"value": "$.a"},
        """\
the metric value is no selector of this pattern (at character 1)
    $.a
    ^
hint: write a field such as $bytes""",
    ),
    (
        "[a, b]",
        {"value": "$b c"},
        """\
the metric value is no selector of this pattern (at character 1)
    $b c
    ^
hint: write a field such as $bytes""",
    ),
    (
        "ERROR",
        {"value": "$bytes"},
        """\
the metric value is no selector of this pattern (at character 1)
    $bytes
    ^
hint: write a number, for this pattern extracts nothing""",
    ),
    (
        "{ $.a = * }",
        {"dimensions": {"B": "prod"}},
        """\
the value of dimension B is no selector of this pattern (at character 1)
    prod
    ^
hint: write a selector such as $.latency""",
    ),
    (
        "{ $.a = * }",
        {"dimensions": {"A": "$.a", "B": "$.b", "C": "$.c", "D": "$.d"}},
        """\
a metric has at most 3 dimensions, this one 4 (at character 1)
    A, B, C, D
    ^
hint: leave out the ones no alarm watches""",
    ),
    (
        "{ $.a = * }",
        {"dimensions": {"A": "$.a"}, "default_value": 0},
        """\
a metric with dimensions takes no default value (at character 1)
    0
    ^
hint: remove the default value, or the dimensions""",
    ),
    (
        "{ $.a = * }",
        {"dimensions": {"": "$.a"}},
        f"""\
a dimension's name has 1 to 255 characters, this one 0 (at character 1)
{" " * 4}
    ^
hint: name the dimension for what it tells apart""",
    ),
    (
        "{ $.a = * }",
        {"value": "$" + ".abcd" * 20},
        f"""\
a metric value has at most 100 characters, this one 101 (at character 101)
    ...d{".abcd" * 12}
    {" " * 63}^
hint: shorten the keys in the log, or publish 1 and search for the value""",
    ),
    (
        "ERROR",
        {"dimensions": {"A": "$.a"}},
        """\
a pattern of kind terms extracts nothing, so it takes no dimensions (at character 1)
    ERROR
    ^
hint: write a JSON or a space-delimited pattern""",
    ),
]


@pytest.mark.parametrize(("pattern", "arguments", "text"), REFUSED)
def test_refused(pattern: str, arguments: dict[str, Any], text: str) -> None:
    with pytest.raises(InvalidPattern) as refused:
        MetricTransformation(pattern, **arguments)
    assert str(refused.value) == text
