"""explain(): which condition held, and on which value."""

import pytest

from hinomi.filter_pattern import Explanation, explain


def lines(node: Explanation, indent: str = "") -> list[str]:
    """A tree as text, one line a node, for reading and comparing."""
    seen = f"  saw {', '.join(node.seen)}" if node.seen else ""
    note = f"  ({node.note})" if node.note else ""
    own = f"{indent}{'+' if node.held else '-'} {node.node} {node.text}{seen}{note}"
    return [own, *(line for part in node.parts for line in lines(part, indent + "  "))]


def test_json() -> None:
    pattern = '{ $.type = Root && ($.by NOT EXISTS || $.items[*].n > 1) && $.mfa != "Yes" }'
    message = '{"type": "Root", "by": null, "items": [{"n": 1.0}, {"n": "2"}, {}]}'
    assert lines(explain(pattern, message)) == [
        f"- pattern {pattern}",
        '  - all $.type = Root && ($.by NOT EXISTS || $.items[*].n > 1) && $.mfa != "Yes"',
        '    + condition $.type = Root  saw "Root"',
        "    - any $.by NOT EXISTS || $.items[*].n > 1",
        "      - condition $.by NOT EXISTS  saw null",
        '      - condition $.items[*].n > 1  saw 1.0, "2"',
        '    - condition $.mfa != "Yes"  (nothing is there, and a missing value satisfies no !=)',
    ]


@pytest.mark.parametrize(
    ("pattern", "message", "note"),
    [
        ("{ $.a = true }", '{"a": true}', "null, booleans, arrays and objects satisfy no ="),
        ("{ $.a > 1 }", '{"a": "2"}', "a string satisfies no >, even when it looks like a number"),
        ("{ $.a = 1 }", "{}", "nothing is there, and a missing value satisfies no ="),
        ("{ $.a IS NULL }", "{}", "nothing is there"),
        ("{ $.a = 1 }", '{"a": 2}', ""),
        ("{ $.a > 1 }", '{"a": 1}', ""),
        ("{ $.a = 1 }", '{"a": 1}', ""),
    ],
)
def test_notes_say_which_rule_decided(pattern: str, message: str, note: str) -> None:
    assert explain(pattern, message).parts[0].note == note


def test_numbers_are_shown_as_the_message_writes_them() -> None:
    assert explain("{ $.a != 1 }", '{"a": 1.50}').parts[0].seen == ("1.50",)
    assert explain("{ $.a[0].b = 1 }", '{"a": [{"b": {"c": [1e0, null]}}]}').parts[0].seen == (
        '{"c":[1.0,null]}',
    )


def test_a_message_that_is_no_json_object() -> None:
    assert lines(explain("{ $.a = 1 }", "[1]")) == [
        "- pattern { $.a = 1 }  (the message is no JSON object, so no JSON pattern matches it)"
    ]


def test_fields() -> None:
    pattern = "[ip, , ..., code >= 400 && code < 500, size]"
    assert lines(explain(pattern, "192.0.2.1 - x 503 17")) == [
        f"- pattern {pattern}",
        "  + field ip  saw 192.0.2.1",
        "  - all code >= 400 && code < 500",
        "    + field code >= 400  saw 503",
        "    - field code < 500  saw 503",
        "  + field size  saw 17",
    ]
    assert explain("[a, b]", "one two three").parts[1].seen == ("two three",)
    assert lines(explain("[a, b, c]", "one two")) == [
        "- pattern [a, b, c]  (the line has 2 fields, the pattern names 3)"
    ]


def test_terms() -> None:
    assert lines(explain("ERROR ?disk -timeout", "ERROR timeout")) == [
        "- pattern ERROR ?disk -timeout",
        "  + term ERROR",
        "  + term ?disk  (ignored, because the pattern also has a term without ?)",
        "  - term -timeout",
    ]
    assert lines(explain("?a ?b", "b")) == ["+ pattern ?a ?b", "  - term ?a", "  + term ?b"]


def test_a_blank_pattern() -> None:
    assert lines(explain(" ", "x")) == ["+ pattern   (a blank pattern matches every event)"]
