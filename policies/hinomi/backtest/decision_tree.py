"""Patterns sorted by the values of deciding fields, worked out once for each value that occurs.

At the root every pattern is open. Each node asks for the field that decides most of the patterns
still open there, and has one child for each value seen, in which the patterns are evaluated as far
as that value allows. An archive has few distinct event names, sources and error codes, so almost
every event walks a path that is there already: a few look-ups, and nothing left to evaluate. Late
fields (see `deciding_fields`) are asked below the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..filter_pattern.comparison import reads_number_text
from ..filter_pattern.message import Document
from ..filter_pattern.tree import And, Comparison, Number, Selector
from .partial_evaluation import Condition, Remainder, conditions, selector_of

Read: TypeAlias = Callable[[Any], Any]
"""Takes an event, gives the value of one deciding field, UNSET where it is missing."""
Open: TypeAlias = Mapping[int, Remainder]
"""Index of a pattern -> what is left to evaluate."""

# A field of very many values (an error message) must not fill the memory.
MAX_CHILDREN = 2048


@dataclass(frozen=True, slots=True)
class Field:
    """A deciding field: how to read it, and a document in which nothing but it is set."""

    selector: Selector
    path: tuple[str, ...]
    read: Read
    document: Callable[[Any], Document]
    in_key: bool  # else it is asked late


@dataclass(frozen=True, slots=True)
class Part:
    """One of the conditions joined by && that are left of a pattern, or several joined by ||."""

    holds: Callable[[Document], bool]
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
        "is_late",
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
        self.is_late = self._field is not None and not self._field.in_key
        self.questions = () if self._field else tuple(map(self._question, left))

    @property
    def is_silent(self) -> bool:
        """Whether no pattern can match any more."""
        return not (self.read or self.certain or self.questions)

    def grow(self, value: Any) -> Node:
        """The child for a value of this node's field that was not seen before."""
        assert self._field is not None  # noqa: S101 -- only nodes with a field are asked
        document = self._field.document(value)
        certain = list(self.certain)
        left: dict[int, Remainder] = {}
        for index, remainder in self._open.items():
            rest = remainder.given(self._field.selector, document)
            if isinstance(rest, Remainder):
                left[index] = rest
            elif rest:
                certain.append(index)
        child = Node(self._fields, left, tuple(certain))
        if len(self.children) >= MAX_CHILDREN:
            self.children.clear()
        self.children[value] = child
        return child

    def _question(self, index: int) -> Question:
        left = self._open[index]
        joined = left.parts if isinstance(left.expression, And) else (left,)
        # Exclusions (!=, NOT EXISTS) come last: they seldom decide.
        joined = tuple(
            sorted(joined, key=lambda one: not any(map(_picks, conditions(one.expression))))
        )
        return Question(index, tuple(map(_part, joined)))


def _picks(condition: Condition) -> bool:
    return isinstance(condition, Comparison) and condition.operator != "!="


def _part(remainder: Remainder) -> Part:
    every = tuple(conditions(remainder.expression))
    selectors = tuple(map(selector_of, every))
    return Part(
        holds=remainder.holds,
        selectors=selectors,
        keys=tuple(dict.fromkeys(str(one.steps[0]) for one in selectors)),
        exact_numbers=any(
            isinstance(one.value, Number) or reads_number_text(one.value)
            for one in every
            if isinstance(one, Comparison)
        ),
    )


def _most_deciding(fields: tuple[Field, ...], left: Open) -> Field | None:
    """The field that most open patterns read; of equals, the first. Late ones last."""
    patterns = Counter(selector for one in left.values() for selector in one.selectors)
    asked = [field for field in fields if field.selector in patterns]
    return max(asked, key=lambda field: (field.in_key, patterns[field.selector]), default=None)
