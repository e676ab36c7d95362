"""Every refusal with its whole text: cases/refusals.txt, and none of the code's left out."""

import ast
import pickle
import traceback
from pathlib import Path
from types import TracebackType

import pytest

from hinomi import filter_pattern
from hinomi.filter_pattern import InvalidPattern

FILE = Path(__file__).parent / "cases" / "refusals.txt"
PACKAGE = Path(filter_pattern.__file__).parent


def read_refusals() -> list[tuple[str, str]]:
    """(pattern, whole error text) of each block: pattern, `--`, text, blank line."""
    blocks = FILE.read_text(encoding="utf-8").split("\n\n")
    pairs = [block.strip("\n").split("\n--\n") for block in blocks if "\n--\n" in block]
    return [(pattern, text) for pattern, text in pairs]


@pytest.mark.parametrize(("pattern", "text"), read_refusals(), ids=lambda text: text[:40])
def test_refusal(pattern: str, text: str) -> None:
    with pytest.raises(InvalidPattern) as refused:
        filter_pattern.compile(pattern)
    assert str(refused.value) == text
    assert refused.value.pattern == pattern
    assert 0 <= refused.value.position <= len(pattern)
    assert refused.value.hint


def refusing_calls(path: Path) -> list[tuple[int, int]]:
    """First and last line of each call that refuses, `refuse` methods themselves left out."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    methods = [n for n in ast.walk(module) if isinstance(n, ast.FunctionDef) and n.name == "refuse"]
    inside = {call for method in methods for call in ast.walk(method)}
    return [
        (call.lineno, call.end_lineno or call.lineno)
        for call in ast.walk(module)
        if isinstance(call, ast.Call)
        and call not in inside
        and (
            (isinstance(call.func, ast.Attribute) and call.func.attr == "refuse")
            or (isinstance(call.func, ast.Name) and call.func.id == "InvalidPattern")
        )
    ]


def refusing_line(trace: TracebackType | None) -> tuple[str, int]:
    """File and line that refused: below the `refuse` methods, which only raise."""
    frames = [frame for frame in traceback.extract_tb(trace) if frame.name != "refuse"]
    return frames[-1].filename, frames[-1].lineno or 0


def test_every_refusal_of_the_grammar_is_in_the_file() -> None:
    seen = set()
    for pattern, _ in read_refusals():
        with pytest.raises(InvalidPattern) as refused:
            filter_pattern.compile(pattern)
        seen.add(refusing_line(refused.tb))
    missing = [
        f"{path.relative_to(PACKAGE)}:{first}"
        for path in [*sorted((PACKAGE / "grammar").glob("*.py")), PACKAGE / "regex.py"]
        for first, last in refusing_calls(path)
        if not any(file == str(path) and first <= line <= last for file, line in seen)
    ]
    assert missing == []


def test_a_long_pattern_is_shown_around_the_caret() -> None:
    pattern = "{ " + " || ".join(f"$.n = Name{n}" for n in range(40)) + " || }" + " " * 70
    with pytest.raises(InvalidPattern) as refused:
        filter_pattern.compile(pattern)
    assert str(refused.value).splitlines()[1:3] == [
        "    ...= Name36 || $.n = Name37 || $.n = Name38 || $.n = Name39 || }" + " " * 59 + "...",
        "                                                                   ^",
    ]


def test_the_caret_stays_in_place_under_wide_characters_and_line_breaks() -> None:
    with pytest.raises(InvalidPattern) as refused:
        filter_pattern.compile('{ $.a = "警報"\n   x }')
    assert str(refused.value).splitlines()[1:3] == [
        '    { $.a = "警報"    x }',
        "                      ^",
    ]


def test_an_error_survives_pickling() -> None:
    error = InvalidPattern("ERR*", 3, "reason", "hint")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own bytes
    assert (copy.pattern, copy.position, copy.reason, copy.hint) == ("ERR*", 3, "reason", "hint")
