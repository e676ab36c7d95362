"""Hostile patterns and messages cost time in proportion to their length.

Work is counted, never timed: characters that field splitting looks at, function calls while a
pattern is read, and which engine runs the regexes.
"""

import sys
from collections.abc import Callable
from typing import Any

import pytest

from hinomi import filter_pattern
from hinomi.filter_pattern import InvalidPattern
from hinomi.filter_pattern.limits import REGEX_INSTRUCTIONS
from hinomi.filter_pattern.line_fields import split_fields


class Watched(str):
    """A message that counts the characters `find` passes over."""

    __slots__ = ("looked_at",)
    looked_at: int

    def find(self, wanted: str, start: int = 0) -> int:  # type: ignore[override]
        at = super().find(wanted, start)
        self.looked_at = getattr(self, "looked_at", 0) + (at if at >= 0 else len(self)) - start
        return at


@pytest.mark.parametrize("piece", ["[ ", '" ', "[", '"', '["', '[ "', "a[ ", "[]", '"" ', '"[ '])
def test_a_line_of_delimiters_is_split_in_linear_time(piece: str) -> None:
    # Each kind of delimiter may look through the line once in vain.
    message = Watched(piece * 5000)
    split_fields(message)
    assert getattr(message, "looked_at", 0) <= 3 * len(message)


def calls_during(work: Callable[[], object]) -> int:
    count = 0

    def on_event(frame: object, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(on_event)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def refused_or_not(pattern: str) -> Callable[[], object]:
    def work() -> object:
        try:
            return filter_pattern.compile(pattern)
        except InvalidPattern as refused:
            return refused

    return work


HOSTILE = {
    "parentheses": lambda n: "{" + "(" * n,
    "or": lambda n: "{$.a=1" + "||$.a=1" * (n // 8),
    "names": lambda n: "{$.a=b" + "||$.a=b" * (n // 8) + "}",
    "steps": lambda n: "{$" + ".a" * (n // 3) + "=1}",
    "digits": lambda n: "{$.a=" + "1" * (n - 10) + "x}",
    "backslashes": lambda n: '"' + "\\" * (n - 2),
    "terms": lambda n: "a " * (n // 2),
    "places": lambda n: "[" + "," * (n - 2) + "]",
    "fields": lambda n: "[" + ",".join(f"a{i}" for i in range(n // 6)) + "]",
    "regex": lambda n: "%" + "a*" * (n // 2 - 2) + "%",
    "classes": lambda n: "%" + "[a-z]" * (n // 5 - 2) + "%",
}


@pytest.mark.parametrize("shape", HOSTILE)
def test_reading_a_pattern_takes_linear_work(shape: str) -> None:
    refused_or_not(HOSTILE[shape](64))()  # imports and caches of the first run
    half = calls_during(refused_or_not(HOSTILE[shape](500)))
    whole = calls_during(refused_or_not(HOSTILE[shape](1000)))
    assert whole <= 2.5 * half + 50


@pytest.mark.parametrize(
    "regex",
    ["a*a*a*a*a*a*a*a*b", "^a?a?a?a?a?a?a?a?aaaaaaaa$", ".*.*.*.*.*x", "[a-z]+[a-z]+[a-z]+[0-9]$"],
)
def test_regexes_run_on_re2_within_a_bounded_program(
    regex: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import re2

    programs = []
    compile_re2 = re2.compile

    def watched(*arguments: Any) -> Any:
        programs.append(compile_re2(*arguments))
        return programs[-1]

    monkeypatch.setattr(re2, "compile", watched)
    pattern = filter_pattern.compile(f"%{regex}%")
    assert programs, "the regex did not go to RE2"
    assert all(program.programsize <= REGEX_INSTRUCTIONS for program in programs)
    # A backtracking engine would need longer than the age of the world for these.
    assert pattern.match("a" * 50_000 + "!") is None


def test_a_message_nested_too_deep_to_parse_is_no_event() -> None:
    pattern = filter_pattern.compile("{ $.a NOT EXISTS }")
    assert pattern.match('{"b":' * 100_000) is None
    assert pattern.match('{"b":' + "[" * 100_000 + "]" * 100_000 + "}") is None


def test_a_number_of_a_million_digits_is_read() -> None:
    pattern = filter_pattern.compile('{ $.a > 1 && $.b = "x" }')
    assert pattern.match('{"a": ' + "9" * 1_000_000 + ', "b": "x"}') is not None


MESSAGES: dict[str, tuple[str, Callable[[int], str]]] = {
    "elements": (
        "{ $.a[*].b = 1 || $.a[*].c != x && $.a[*].d > 2 }",
        lambda n: '{"a":[' + ",".join(['{"b":0}'] * n) + "]}",
    ),
    "properties": (
        "{ $.* IS NULL || $.*.b NOT EXISTS && $.* = %x$% }",
        lambda n: "{" + ",".join(f'"k{i}":{{"b":"xy"}}' for i in range(n)) + "}",
    ),
    "nulls": ("{ $.a IS NULL }", lambda n: '{"a":[' + "0," * n + "0]}"),
    "depth": ("{ $.a.a NOT EXISTS }", lambda n: '{"a":' * (n % 400) + "1" + "}" * (n % 400)),
    "fields": ("[a != x && a != y, ..., b > 5]", lambda n: "1 " * n + "4"),
    "quoted fields": ('[a, b = "*z"]', lambda n: '"a b" [c d] ' * n),
    "terms": ('a b -c "d e" %[a-z]+[0-9]+$%', lambda n: "abd e" * n),
    "digits": ('{ $.a > 1 && $.b = "1*" }', lambda n: '{"a":2,"b":' + "1" * n + "}"),
}


@pytest.mark.parametrize("shape", MESSAGES)
def test_matching_takes_linear_work(shape: str) -> None:
    text, message = MESSAGES[shape]
    pattern = filter_pattern.compile(text)
    value = filter_pattern.MetricTransformation(text)
    for work in (pattern.match, value.data_point, lambda m: filter_pattern.explain(pattern, m)):
        half_message, whole_message = message(100), message(200)
        work(half_message)
        half = calls_during(lambda work=work, m=half_message: work(m))
        whole = calls_during(lambda work=work, m=whole_message: work(m))
        assert whole <= 2.5 * half + 50
