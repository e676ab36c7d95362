import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifier.safe_text import ascii_line, line, without_live_links


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a\nWhat to do\n  1. call 0100", "a\\u000aWhat to do\\u000a  1. call 0100"),
        ("\x1b[2J\x1b[Hall is well", "\\u001b[2J\\u001b[Hall is well"),
        ("user\u202enimda", "user\\u202enimda"),
        ("ad\u200bmin", "ad\\u200bmin"),
        ("line\u2028separator", "line\\u2028separator"),
        ("\ud800", "\\ud800"),
        ("\U000e0041tag", "\\U000e0041tag"),
        ("a\u3000b\u00a0c", "a b c"),
        ("山田 太郎", "山田 太郎"),
    ],
)
def test_hidden_characters_are_made_visible(hostile: str, shown: str) -> None:
    assert line(hostile) == shown


def test_long_text_is_cut_with_a_mark() -> None:
    assert line("x" * 1_000_000, 10) == "xxxxxxxxx…"
    assert line("x" * 10, 10) == "x" * 10


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, ""), (True, "true"), (22, "22"), ({"a": ["b"]}, '{"a":["b"]}'), (object, "")],
)
def test_what_is_no_text_is_shown_as_json(value: Any, shown: str) -> None:
    assert line(value).startswith(shown)


def test_a_cut_line_is_not_changed_by_a_second_look() -> None:
    once = line("\n" * 500, 50)

    assert line(once, 50) == once


def test_addresses_from_events_are_no_links() -> None:
    assert without_live_links("see https://login.example.com/now") == (
        "see https[:]//login.example.com/now"
    )


def test_a_subject_is_ascii_and_short() -> None:
    assert ascii_line("[HIGH] 山田: " + "x" * 200, 99).startswith("[HIGH] ??: xxx")
    assert len(ascii_line("[HIGH] " + "é\n" * 200, 99)) <= 99


@given(st.text(st.characters()), st.integers(1, 60))
@settings(max_examples=200, deadline=None)
def test_every_line_is_visible_and_bounded(text: str, limit: int) -> None:
    shown = line(text, limit)

    assert len(shown) <= limit
    assert all(unicodedata.category(character)[0] not in "C" for character in shown)
    assert len(shown.splitlines()) <= 1
