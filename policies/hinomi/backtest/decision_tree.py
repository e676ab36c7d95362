"""Patterns sorted by the values of deciding fields, worked out once for each value that occurs.

At the root every pattern is open. Each node asks for the field that decides most of the patterns
still open there, and has one child for each value seen, in which the patterns are evaluated as far
as that value allows. An archive has few distinct event names, sources and error codes, so almost
every event walks a path that is there already: a few look-ups, and nothing left to evaluate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..filter_pattern.comparison import reads_number_text
from ..filter_pattern.message import Document
from ..filter_pattern.tree import And, Comparison, Expression, NotExists, Number, Selector
from .partial_evaluation import (
    Condition,
    conditions,
    predicate,
    reduced,
    selector_of,
    wants_text,
)

Read: TypeAlias = Callable[[Any], Any]
"""Takes an event, gives the value of one deciding field, UNSET where it is missing."""
Open: TypeAlias = dict[int, Expression]
"""Index of a pattern -> what is left to evaluate."""

# A field of very many values (an error message) must not fill the memory.
MAX_CHILDREN = 2048


@dataclass(frozen=True, slots=True)
class Field:
    """A deciding field: how to read it, and a document in which nothing but it is set."""

    selector: Selector
    read: Read
    document: Callable[[Any], Document]
    is_prose: bool  # asked last, and not part of an event's key


@dataclass(frozen=True, slots=True)
class Part:
    """One of the conditions joined by && that are left of a pattern, or several joined by ||."""

    holds: Callable[[Document], bool]
    may_hold_for_nothing: bool  # whether a missing value can satisfy it
    selectors: tuple[Selector, ...]
    keys: tuple[str, ...]  # the top-level fields that it still reads
    exact_numbers: bool  # whether the spelling or the size of a number can decide


@dataclass(frozen=True, slots=True)
class Question:
    """A pattern that deeper values decide: it matches where every part does.

    The parts are apart so that a field is decoded only once all before it hold.
    """

    index: int
    parts: tuple[Part, ...]


class Node:
    """Patterns that are `certain` to match, and `questions` where no field is left to `read`."""

    __slots__ = (
        "_field",
        "_fields",
        "_open",
        "certain",
        "children",
        "is_prose",
        "members",
        "questions",
        "read",
    )

    def __init__(
        self,
        fields: tuple[Field, ...],
        left: Open,
        certain: tuple[int, ...] = (),
    ) -> None:
        self._fields = fields
        self._open = left
        self._field = _most_deciding(fields, left)
        self.certain = certain
        self.children: dict[Any, Node] = {}
        self.read = self._field.read if self._field else None
        self.is_prose = self._field is not None and self._field.is_prose
        self.questions = () if self._field else tuple(map(self._question, left))
        self.members = _members(self.questions)

    @property
    def is_silent(self) -> bool:
        """Whether no pattern can match any more."""
        return not (self.read or self.certain or self.questions)

    def grow(self, value: Any) -> Node:
        """The child for a value of this node's field that was not seen before."""
        assert self._field is not None  # noqa: S101 -- only nodes with a field are asked
        document = self._field.document(value)
        certain = list(self.certain)
        left: Open = {}
        for index, expression in self._open.items():
            rest = reduced(expression, self._field.selector, document)
            if rest is True:
                certain.append(index)
            elif rest is not False:
                left[index] = rest
        child = Node(self._fields, left, tuple(certain))
        if len(self.children) >= MAX_CHILDREN:
            self.children.clear()
        self.children[value] = child
        return child

    def _question(self, index: int) -> Question:
        left = self._open[index]
        joined = left.parts if isinstance(left, And) else (left,)
        # Exclusions (!=, NOT EXISTS) come last: they seldom decide.
        joined = tuple(sorted(joined, key=lambda one: not any(map(_picks, conditions(one)))))
        return Question(index, tuple(map(_part, joined)))


def _members(questions: Iterable[Question]) -> dict[str, frozenset[str] | None]:
    """Top-level field -> the members of it that the questions read; None for all of it."""
    read: dict[str, set[Any]] = {}
    for question in questions:
        for part in question.parts:
            for one in part.selectors:
                below = one.steps[1] if len(one.steps) > 1 else None
                read.setdefault(str(one.steps[0]), set()).add(below)
    return {
        key: frozenset(below) if all(isinstance(one, str) for one in below) else None
        for key, below in read.items()
    }


def _picks(condition: Condition) -> bool:
    return isinstance(condition, Comparison) and condition.operator != "!="


def _part(expression: Expression) -> Part:
    compared = [one for one in conditions(expression) if isinstance(one, Comparison)]
    selectors = tuple(selector_of(one) for one in conditions(expression))
    return Part(
        holds=predicate(expression),
        may_hold_for_nothing=any(isinstance(one, NotExists) for one in conditions(expression)),
        selectors=selectors,
        keys=tuple(dict.fromkeys(str(one.steps[0]) for one in selectors)),
        exact_numbers=any(
            isinstance(one.value, Number) or reads_number_text(one.value) for one in compared
        ),
    )


def _most_deciding(fields: tuple[Field, ...], left: Open) -> Field | None:
    """The field that most open patterns compare with a text; of equals, the first. Prose last."""
    patterns = Counter(
        selector
        for expression in left.values()
        for selector in {selector_of(one) for one in conditions(expression) if wants_text(one)}
    )
    asked = [field for field in fields if field.selector in patterns]
    return max(
        asked, key=lambda field: (not field.is_prose, patterns[field.selector]), default=None
    )
