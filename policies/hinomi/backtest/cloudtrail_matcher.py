"""Which of many patterns match which CloudTrail records: fast where a record is as usual, by the
engine's own reading where it is not. Both say the same, which the tests prove record by record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from ..filter_pattern import FilterPattern, parse_message
from ..filter_pattern.tree import Json
from .cloudtrail_event import EventType
from .decision_tree import Node, Part
from .event_facts import TIME, Facts, Found, cloudtrail_facts, event_seconds
from .json_records import Decoded, Messages, json_records
from .partial_evaluation import conditions, selector_of

_NOTHING = Facts(None, None, None, None)
_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode


class CloudTrailMatcher:
    """`patterns` over the records of CloudTrail objects; results carry a pattern's index."""

    def __init__(self, patterns: Sequence[FilterPattern]) -> None:
        self._patterns = patterns
        self._sorted = {i: one for i, one in enumerate(patterns) if _is_sortable(one)}
        self._others = {i: one for i, one in enumerate(patterns) if i not in self._sorted}
        expressions = {
            index: pattern.tree.expression
            for index, pattern in self._sorted.items()
            if isinstance(pattern.tree, Json)
        }
        self._type = EventType(expressions.values())
        self._root = Node(self._sorted, self._type.fields, expressions)

    def read(self, chunks: Iterable[bytes]) -> Iterator[Found]:
        """What each run of records of one object holds. Raises UnreadableError, see
        `json_records`."""
        for run in json_records(chunks, self._type.decode):
            if isinstance(run, Messages):
                yield self._by_the_engine(run.texts)
                continue
            try:
                yield self._by_the_tree(run)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                raws = _elements(run.text)
                yield self._by_the_engine([str(bytes(raw), "utf-8") for raw in raws])

    def _by_the_tree(self, run: Decoded) -> Found:
        found = Found(len(run.events), _span(map(self._type.time, run.events)))
        root = self._root
        for event in run.events:
            node = root
            while (read := node.read) is not None:
                value = read(event)
                node = node.children.get(value) or node.grow(value)
            if node.certain or node.questions:
                self._settle(node, event, found)
        if self._others:
            self._match_texts(run, found)
        return found

    def _settle(self, node: Node, event: Any, found: Found) -> None:
        """Ask the questions that deeper values decide, and note what matches."""
        document: dict[str, Any] = {}
        matching = list(node.certain)
        for question in node.questions:
            for part in question.parts:
                if not part.pattern.match_json(self._document(part, event, document)):
                    break
            else:
                matching.append(question.index)
        if matching:
            facts = self._type.facts(event)
            found.matches += [(index, facts) for index in matching]

    def _document(self, part: Part, event: Any, document: dict[str, Any]) -> dict[str, Any]:
        """What a part reads. `document` keeps what was decoded for the event so far."""
        if part.exact_numbers:
            return self._type.exact_document(event, part.keys)
        for key in part.keys:
            if key not in document:
                self._type.add(key, event, document)
        return document

    def _match_texts(self, run: Decoded, found: Found) -> None:
        """Patterns of terms or fields, and those that begin with a wildcard, read whole texts."""
        for event, raw in zip(run.events, _elements(run.text), strict=True):
            text = str(bytes(raw), "utf-8")
            for index, pattern in self._others.items():
                if pattern.match(text) is not None:
                    found.matches.append((index, self._type.facts(event)))

    def _by_the_engine(self, texts: list[str]) -> Found:
        """Every pattern on every record, as the engine reads it."""
        times: list[Any] = []
        matches: list[tuple[int, Facts]] = []
        for text in texts:
            document = parse_message(text)
            facts = _NOTHING if document is None else cloudtrail_facts(document)
            times.append((document or {}).get(TIME))
            for index, pattern in enumerate(self._patterns):
                if pattern.kind == "json":
                    matched = document is not None and pattern.match_json(document)
                else:
                    matched = pattern.match(text) is not None
                if matched:
                    matches.append((index, facts))
        return Found(len(texts), _span(times), matches)


def _is_sortable(pattern: FilterPattern) -> bool:
    """Whether all that it reads lies under top-level keys that it names."""
    return isinstance(pattern.tree, Json) and all(
        isinstance(selector_of(one).steps[0], str) for one in conditions(pattern.tree.expression)
    )


def _span(times: Iterable[Any]) -> list[int]:
    """The first and last of ISO 8601 times, of which UTC's sort as texts."""
    texts = {time for time in times if isinstance(time, str)}
    if not texts:
        return []
    seconds = [event_seconds(text) for text in (min(texts), max(texts))]
    return [time for time in seconds if time is not None]
