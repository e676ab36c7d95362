"""docs/filter-patterns.md and the package's docstring say what the code does."""

import doctest
import re
from pathlib import Path

import pytest

from hinomi import filter_pattern
from hinomi.filter_pattern import InvalidPattern, limits

PAGE = Path(__file__).parents[4] / "docs" / "filter-patterns.md"


def test_the_examples_of_the_page_hold() -> None:
    result = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.FAIL_FAST)
    assert result.failed == 0
    assert result.attempted >= 12


def test_the_examples_of_the_package_hold() -> None:
    result = doctest.testmod(filter_pattern)
    assert result.failed == 0
    assert result.attempted >= 3


def test_every_public_name_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    missing = [name for name in filter_pattern.__all__ if f"`{name}" not in page]
    assert missing == []


def test_the_limits_on_the_page_are_the_limits_of_the_code() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    shown = {cells[1].strip(): cells[2].strip() for row in rows if len(cells := row.split("|")) > 3}
    assert shown["characters in a pattern"] == str(limits.PATTERN_CHARACTERS)
    assert shown["regexes in a pattern"] == str(limits.REGEXES_IN_A_PATTERN)
    assert shown["wildcards in a selector, in the selectors of a pattern"] == (
        f"{limits.WILDCARDS_IN_A_SELECTOR}, {limits.WILDCARDS_IN_A_PATTERN}"
    )
    assert shown["dimensions of a metric"] == str(limits.DIMENSIONS)
    assert shown["parentheses inside each other"] == str(limits.NESTED_PARENTHESES)
    assert shown["repetition in a regex"] == str(limits.REGEX_REPETITIONS)
    assert shown["size of a regex"].startswith(f"{limits.REGEX_INSTRUCTIONS:,} ")


def refusals() -> list[list[str]]:
    """Pattern, reason and what to write instead, of each row under the heading."""
    section = PAGE.read_text(encoding="utf-8").partition("\n## Refusals\n")[2].partition("\n## ")[0]
    rows = [re.split(r"(?<!\\)\|", line)[1:4] for line in section.splitlines() if line[:3] == "| `"]
    return [[cell.strip().replace("\\|", "|") for cell in row] for row in rows]


@pytest.mark.parametrize(("pattern", "reason", "instead"), refusals(), ids=lambda text: text[:30])
def test_the_refusals_of_the_page_are_the_ones_of_the_code(
    pattern: str, reason: str, instead: str
) -> None:
    with pytest.raises(InvalidPattern) as refused:
        filter_pattern.compile(pattern.strip("`"))
    assert refused.value.reason == reason
    filter_pattern.compile(instead.strip("`"))


def test_the_table_of_refusals_is_there() -> None:
    assert len(refusals()) >= 30
