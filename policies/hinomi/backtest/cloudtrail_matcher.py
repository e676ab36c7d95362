"""Which of many patterns match which CloudTrail records: fast where a record is as usual, by the
engine's own reading where it is not. Both say the same, which the tests prove record by record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any

import msgspec

from ..filter_pattern import FilterPattern, parse_message
from ..filter_pattern.tree import Json
from .cloudtrail_event import EventType
from .decision_tree import MAX_CHILDREN, Node
from .event_facts import TIME, Facts, Found, cloudtrail_facts, event_seconds
from .json_records import Decoded, Messages, json_records
from .open_questions import OpenQuestions
from .partial_evaluation import Remainder, conditions, selector_of

_NOTHING = Facts(None, None, None, None)
_UNSEEN: Any = object()
# Keys are combinations of names, of which an archive has some thousands.
_MAX_LEAVES = 65_536
_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode


class _Leaf:
    """A node below which only late fields are asked, and what its questions read."""

    __slots__ = ("_node", "_type", "certain", "children", "questions", "read")

    def __init__(self, node: Node, event_type: EventType) -> None:
        self._node = node
        self._type = event_type
        self.read = node.read
        self.certain = node.certain
        self.children: dict[Any, _Leaf] = {}
        self.questions = OpenQuestions(node, event_type) if node.questions else None

    def grow(self, value: Any) -> _Leaf:
        """The leaf below for a value of this node's field that was not seen before."""
        if len(self.children) >= MAX_CHILDREN:
            self.children.clear()
        leaf = self.children[value] = _Leaf(self._node.grow(value), self._type)
        return leaf


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
        self._root = Node(
            self._type.fields, {index: Remainder(one) for index, one in expressions.items()}
        )
        self._leaves: dict[Any, _Leaf | None] = {}

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
        found = Found(len(run.events), _span(set(map(self._type.time, run.events))))
        # Nearly every event has a key that was seen, and its leaf is None: nothing can match. So
        # both look-ups are done by maps, and Python's own loop only passes the event.
        leaves = map(self._leaves.get, map(self._type.key, run.events), repeat(_UNSEEN))
        for event, leaf in zip(run.events, leaves, strict=True):
            if leaf is None:
                continue
            known = self._new_leaf(event) if leaf is _UNSEEN else leaf
            if known is not None:
                self._settle(known, event, found)
        if self._others:
            self._match_texts(run, found)
        return found

    def _new_leaf(self, event: Any) -> _Leaf | None:
        """Walk the tree for an event whose key was not seen before."""
        node = self._root
        while (read := node.read) is not None and not node.is_late:
            value = read(event)
            node = node.children.get(value) or node.grow(value)
        if len(self._leaves) >= _MAX_LEAVES:
            self._leaves.clear()
        key = self._type.key(event)
        leaf = self._leaves[key] = None if node.is_silent else _Leaf(node, self._type)
        return leaf

    def _settle(self, leaf: _Leaf, event: Any, found: Found) -> None:
        """Ask what late fields and deeper values decide, and note what matches."""
        while (read := leaf.read) is not None:
            value = read(event)
            leaf = leaf.children.get(value) or leaf.grow(value)
        matching = leaf.certain
        if leaf.questions is not None:
            matching += leaf.questions.answers(event)
        if matching:
            facts = self._type.facts(event)
            for index in matching:
                found.match(index, facts)

    def _match_texts(self, run: Decoded, found: Found) -> None:
        """Patterns of terms or fields, and those that begin with a wildcard, read whole texts."""
        for event, raw in zip(run.events, _elements(run.text), strict=True):
            text = str(bytes(raw), "utf-8")
            for index, pattern in self._others.items():
                if pattern.match(text) is not None:
                    found.match(index, self._type.facts(event))

    def _by_the_engine(self, texts: list[str]) -> Found:
        """Every pattern on every record, as the engine reads it."""
        times: list[Any] = []
        found = Found(len(texts), [])
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
                    found.match(index, facts)
        found.times = _span(times)
        return found


def _is_sortable(pattern: FilterPattern) -> bool:
    """Whether all that it reads lies under top-level keys that it names."""
    return isinstance(pattern.tree, Json) and all(
        isinstance(selector_of(one).steps[0], str) for one in conditions(pattern.tree.expression)
    )


def _span(times: Iterable[Any]) -> list[int]:
    """The first and last of ISO 8601 times, of which UTC's sort as texts."""
    texts = [time for time in times if isinstance(time, str)]
    if not texts:
        return []
    seconds = [event_seconds(text) for text in (min(texts), max(texts))]
    return [time for time in seconds if time is not None]
