"""Which of many patterns match which lines, and what a plain line tells about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ..filter_pattern import FilterPattern
from .event_facts import Facts, Found
from .event_lines import event_lines
from .line_time import line_time
from .required_text import required_text
from .text_lines import text_lines


class LineMatcher:
    """`patterns`, by index, over lines."""

    def __init__(self, patterns: Mapping[int, FilterPattern]) -> None:
        self._patterns = [
            (index, pattern, required_text(pattern.tree)) for index, pattern in patterns.items()
        ]

    def matches(self, lines: list[str]) -> Iterator[tuple[int, int]]:
        """(index of a pattern, index of a line that it matches)."""
        for index, pattern, required in self._patterns:
            for number, line in enumerate(lines):
                if required in line and pattern.match(line) is not None:
                    yield index, number


def read_plain(blocks: Iterable[bytes], matcher: LineMatcher, log_source: str) -> Iterator[Found]:
    """What each run of events of a log of lines holds. Raises UnreadableError."""
    for lines in event_lines(text_lines(blocks), log_source):
        found = Found(len(lines), end_times(lines, _plain_facts))
        for index, at in matcher.matches(lines):
            found.match(index, _plain_facts(lines[at]))
        yield found


def end_times(lines: list[str], facts_of: Callable[[str], Facts]) -> list[int]:
    """Of the first and the last line: logs are written in order, or nearly so."""
    found = [facts_of(line).time for line in (lines[:1] + lines[-1:])]
    return [time for time in found if time is not None]


def _plain_facts(line: str) -> Facts:
    """A plain line tells at most its time."""
    return Facts(line_time(line), None, None, None)
