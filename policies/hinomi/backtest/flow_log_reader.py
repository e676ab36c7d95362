"""VPC flow logs, of the default format or of a field list of their own, which the first line of
an object in S3 names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from ..catalogue import FLOW_LOG_FIELDS, Unreadable, pattern_for_fields
from ..filter_pattern import FilterPattern, compile  # noqa: A004
from .event_facts import Facts, Found, plausible_seconds
from .line_matcher import LineMatcher, end_times
from .log_kind import FlowFields
from .text_lines import text_lines

_FactsOf: TypeAlias = Callable[[str], Facts]


class FlowLogReader:
    """`by_name` are patterns for the default format, rewritten for each other field list as the
    deployment rewrites them; `as_written` take the lines as they are."""

    def __init__(
        self, by_name: Mapping[int, FilterPattern], as_written: Mapping[int, FilterPattern]
    ) -> None:
        self._by_name = by_name
        self._as_written = as_written
        # Few lists occur in an archive, a new one costs a millisecond.
        self._for_fields = lru_cache(maxsize=64)(self._rewritten)

    def unasked(self, fields: FlowFields) -> Mapping[int, str]:
        """The patterns that cannot be read from these fields, and why."""
        return self._for_fields(fields.names)[1]

    def read(
        self, blocks: Iterable[bytes], fields: FlowFields, region: str | None
    ) -> Iterator[Found]:
        """What each run of records holds. Raises UnreadableError where the rest is unreadable."""
        matcher, _ = self._for_fields(fields.names)
        facts_of = _facts(fields.names, region)
        for number, lines in enumerate(text_lines(blocks)):
            records = lines[1:] if fields.has_header and number == 0 else lines
            found = Found(len(records), end_times(records, facts_of))
            for index, at in matcher.matches(records):
                found.match(index, facts_of(records[at]))
            yield found

    def _rewritten(self, names: tuple[str, ...]) -> tuple[LineMatcher, Mapping[int, str]]:
        patterns, unasked = dict(self._as_written), {}
        for index, pattern in self._by_name.items():
            if names == FLOW_LOG_FIELDS:
                patterns[index] = pattern
                continue
            rewritten = pattern_for_fields(pattern.text, names)
            if isinstance(rewritten, Unreadable):
                unasked[index] = rewritten.reason
            else:
                patterns[index] = compile(rewritten)
        return LineMatcher(patterns), unasked


def _facts(names: tuple[str, ...], region: str | None) -> _FactsOf:
    """CloudWatch Logs gives a flow log record the time at which its interval starts (VPC User
    Guide, "Publish flow logs to CloudWatch Logs")."""
    places = {name: place for place, name in enumerate(names)}
    start, source = places.get("start"), places.get("srcaddr")
    own_region = places.get("region")

    def facts(line: str) -> Facts:
        words = line.split(" ")

        def word(place: int | None) -> str | None:
            found = words[place] if place is not None and place < len(words) else "-"
            return None if found == "-" else found

        seconds = word(start)
        time = int(seconds) if seconds and seconds.isdecimal() and len(seconds) < 12 else None
        return Facts(
            None if time is None else plausible_seconds(time),
            None,
            word(source),
            word(own_region) or region,
        )

    return facts
