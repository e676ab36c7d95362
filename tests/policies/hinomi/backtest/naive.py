"""The plainest way to say what matches: find each record's text, hand it to each pattern."""

from __future__ import annotations

import json
from collections.abc import Sequence

from hinomi.backtest.event_facts import Facts, cloudtrail_facts
from hinomi.filter_pattern import FilterPattern, parse_message

_decoder = json.JSONDecoder()


def record_texts(content: str, begin: str = "[") -> list[str]:
    """The texts of an array's elements: of the array that follows `begin`."""
    at = content.index(begin) + len(begin)
    texts = []
    while True:
        while content[at] in " \t\r\n,":
            at += 1
        if content[at] == "]":
            return texts
        _, end = _decoder.raw_decode(content, at)
        texts.append(content[at:end])
        at = end


def matches(patterns: Sequence[FilterPattern], texts: Sequence[str]) -> list[tuple[int, Facts]]:
    """(index of a pattern, facts of the record), as the engine reads them, in a fixed order."""
    found = []
    for text in texts:
        document = parse_message(text)
        facts = (
            cloudtrail_facts(document) if document is not None else Facts(None, None, None, None)
        )
        found += [(i, facts) for i, one in enumerate(patterns) if _matches(one, text, document)]
    return sorted(found, key=repr)


def _matches(pattern: FilterPattern, text: str, document: object) -> bool:
    """`match` parses the text each time, for the same answer: most of these tests' time."""
    if pattern.kind == "json":
        return document is not None and pattern.match_json(document)
    return pattern.match(text) is not None
