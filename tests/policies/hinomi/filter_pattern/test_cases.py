"""Our own written-down cases: cases/*.txt, a pattern and the messages it matches or not.

    pattern { $.a = 1 }
      yes {"a": 1}
      no  {"a": 2}

A `gives` line under a `yes` holds the extracted fields as JSON; without one none are extracted.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hinomi import filter_pattern

CASES = Path(__file__).parent / "cases"
SIGNS = str.maketrans({"␤": "\n", "␉": "\t", "␠": " "})


@dataclass
class Message:
    text: str
    matches: bool
    extracted: dict[str, str] = field(default_factory=dict)


@dataclass
class Case:
    file: str
    line: int
    pattern: str
    messages: list[Message] = field(default_factory=list)


def read_cases() -> list[Case]:
    cases: list[Case] = []
    for path in sorted(CASES.glob("*.txt")):
        if path.name == "refusals.txt":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            text = line.translate(SIGNS)
            if line.startswith("pattern"):
                cases.append(Case(path.stem, number, text.removeprefix("pattern")[1:]))
            elif line.startswith("  yes "):
                cases[-1].messages.append(Message(text[6:], matches=True))
            elif line.startswith("  no  "):
                cases[-1].messages.append(Message(text[6:], matches=False))
            elif line.startswith("    gives "):
                cases[-1].messages[-1].extracted = read_extracted(line[10:])
            else:
                assert not line or line.startswith("#"), f"{path.name}:{number}: {line!r}"
    return cases


def read_extracted(text: str) -> dict[str, str]:
    return {name: value.translate(SIGNS) for name, value in json.loads(text).items()}


@pytest.mark.parametrize("case", read_cases(), ids=lambda c: f"{c.file}:{c.line} {c.pattern}"[:60])
def test_case(case: Case) -> None:
    pattern = filter_pattern.compile(case.pattern)
    assert case.messages, "a pattern without messages proves nothing"
    for message in case.messages:
        match = pattern.match(message.text)
        assert (match is not None) is message.matches, message.text
        if match is not None:
            assert match.extracted == message.extracted, message.text


@pytest.mark.parametrize(
    "name", ["corners", "fields", "json_logic", "json_selectors", "json_values", "terms"]
)
def test_each_file_is_read(name: str) -> None:
    assert sum(case.file == name for case in read_cases()) > 3
