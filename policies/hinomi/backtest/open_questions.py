"""What is left to ask of an event at the end of its walk down the tree, asked as cheaply as can be.

Two things save most of the work where a name is common and its parameters vary. A comparison holds
for no missing value, so a part of which no member is there is false without the engine
(measured: 2 of 3 questions of RunInstances). And a part that reads one text gives the same
answer for the same text: a machine type, an attribute's name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from .cloudtrail_event import EventType
from .decision_tree import MAX_CHILDREN, Node, Part

_Document: TypeAlias = dict[str, Any]
_Holds: TypeAlias = Callable[[Any, _Document], bool]
_Add: TypeAlias = Callable[[Any, _Document], None]


class OpenQuestions:
    """The questions of a node, for events of a type."""

    __slots__ = ("_questions",)

    def __init__(self, node: Node, event_type: EventType) -> None:
        add = {key: event_type.adder(key, below) for key, below in node.members.items()}
        self._questions = [
            (question.index, [_holds(part, add, event_type) for part in question.parts])
            for question in node.questions
        ]

    def answers(self, event: Any) -> list[int]:
        """The patterns for which every part of their question holds."""
        document: _Document = {}
        found = []
        for index, parts in self._questions:
            for holds in parts:
                if not holds(event, document):
                    break
            else:
                found.append(index)
        return found


def _holds(part: Part, add: Mapping[str, _Add], event_type: EventType) -> _Holds:
    if part.exact_numbers:
        return lambda event, document: part.holds(event_type.exact_document(event, part.keys))
    if len(part.keys) == 1 and all(
        len(one.steps) > 1 and isinstance(one.steps[1], str) for one in part.selectors
    ):
        return _holds_in_one_object(part, add)

    def holds(event: Any, document: _Document) -> bool:
        for key in part.keys:
            if key not in document:
                add[key](event, document)
        return part.holds(document)

    return holds


def _holds_in_one_object(part: Part, add: Mapping[str, _Add]) -> _Holds:
    """For a part that reads members of one top-level field."""
    (key,) = part.keys
    add_key = add[key]
    members = {str(one.steps[1]) for one in part.selectors}
    match = part.holds
    is_flat = all(len(one.steps) == 2 for one in part.selectors)
    only = next(iter(members)) if is_flat and len(members) == 1 else None
    memo: dict[str, bool] = {}
    if part.may_hold_for_nothing:
        members = set()  # what is not there may hold, so nothing can be said at once

    def holds(event: Any, document: _Document) -> bool:
        if key not in document:
            add_key(event, document)
        value = document.get(key)
        if members and (not isinstance(value, dict) or members.isdisjoint(value)):
            return False
        text = value.get(only) if only is not None and isinstance(value, dict) else None
        if not isinstance(text, str):
            return match(document)
        verdict = memo.get(text)
        if verdict is None:
            if len(memo) >= MAX_CHILDREN:
                memo.clear()
            verdict = memo[text] = match(document)
        return verdict

    return holds
