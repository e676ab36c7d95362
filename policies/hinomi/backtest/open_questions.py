"""What is left to ask of an event at the end of its walk down the tree, asked as cheaply as can be.

Parameters are many, but those that a question reads are few and often the same: a machine type,
an attribute's name, none at all. So the answers are remembered by the texts of all that is read
(measured: an eighth of the time for RunInstances). A document is made only of what is no text, and
for what was not seen before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from .cloudtrail_event import EventType
from .decision_tree import MAX_CHILDREN, Node, Part, Question
from .event_shape import UNTOLD

_Document: TypeAlias = dict[str, Any]
_Holds: TypeAlias = Callable[[Any, _Document], bool]
_Add: TypeAlias = Callable[[Any, _Document], None]


class OpenQuestions:
    """The questions of a node, for events of a type."""

    __slots__ = ("_known", "_questions", "_tell")

    def __init__(self, node: Node, event_type: EventType) -> None:
        members = _members(node.questions)
        add = {key: event_type.adder(key, below) for key, below in members.items()}
        self._questions = [
            (question.index, [_holds(part, add, event_type) for part in question.parts])
            for question in node.questions
        ]
        self._tell = event_type.teller(members)
        self._known: dict[Any, tuple[int, ...]] = {}

    def answers(self, event: Any) -> tuple[int, ...]:
        """The patterns for which every part of their question holds."""
        if self._tell is None or (told := self._tell(event)) is UNTOLD:
            return self._asked(event)
        known = self._known.get(told)
        if known is None:
            if len(self._known) >= MAX_CHILDREN:
                self._known.clear()
            known = self._known[told] = self._asked(event)
        return known

    def _asked(self, event: Any) -> tuple[int, ...]:
        document: _Document = {}
        return tuple(
            index
            for index, parts in self._questions
            if all(holds(event, document) for holds in parts)
        )


def _members(questions: Iterable[Question]) -> dict[str, dict[str, bool] | None]:
    """Top-level field -> the members of it that the questions read, and whether they look into
    them; None for all of it."""
    read: dict[str, dict[Any, bool]] = {}
    for question in questions:
        for part in question.parts:
            for one in part.selectors:
                below = read.setdefault(str(one.steps[0]), {})
                member = one.steps[1] if len(one.steps) > 1 else None
                below[member] = below.get(member, False) or len(one.steps) > 2
    return {
        key: below if all(isinstance(one, str) for one in below) else None
        for key, below in read.items()
    }


def _holds(part: Part, add: Mapping[str, _Add], event_type: EventType) -> _Holds:
    if part.exact_numbers:
        return lambda event, document: part.holds(event_type.exact_document(event, part.keys))

    def holds(event: Any, document: _Document) -> bool:
        for key in part.keys:
            if key not in document:
                add[key](event, document)
        return part.holds(document)

    return holds
