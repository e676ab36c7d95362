"""Which fields of an event decide early that most patterns cannot match it.

Derived from the patterns' trees: the top-level fields that patterns compare with a text
(`$.eventName = "StopLogging"`), and, for a pattern that no such comparison guards, its own
comparisons one level deeper (`$.userIdentity.type = "Root"`).
"""

from __future__ import annotations

from collections.abc import Iterable

from ..filter_pattern.tree import Comparison, Expression, Selector, Text
from .partial_evaluation import conditions, is_guarded, selector_of, wants_text


def deciding_selectors(expressions: Iterable[Expression]) -> tuple[Selector, ...]:
    """Selectors of one key, then those of two keys, each in the patterns' order."""
    expressions = tuple(expressions)
    read = {selector_of(one) for expression in expressions for one in conditions(expression)}
    objects = {one.steps[0] for one in read if len(one.steps) > 1}
    # Only where every selector names a key of the object can it be decoded in part.
    opaque = {
        one.steps[0] for one in read if len(one.steps) < 2 or not isinstance(one.steps[1], str)
    }
    looked_into = {one.steps[:2] for one in read if len(one.steps) > 2}
    top = [one for one in _compared(expressions, depth=1) if one.steps[0] not in objects]
    unguarded = [one for one in expressions if not is_guarded(one, frozenset(top))]
    below = [
        one
        for one in _compared(unguarded, depth=2)
        if one.steps[0] not in opaque and one.steps not in looked_into
    ]
    return (*top, *below)


def is_prose(selector: Selector, expressions: Iterable[Expression]) -> bool:
    """Whether the field holds sentences ("Failed authentication") and not names: then it has very
    many values, few of which come twice."""
    return any(
        isinstance(one, Comparison) and isinstance(one.value, Text) and " " in one.value.text
        for expression in expressions
        for one in conditions(expression)
        if one.subject == selector
    )


def _compared(expressions: Iterable[Expression], depth: int) -> list[Selector]:
    """The selectors of so many plain keys that are compared with a text."""
    found = {
        selector_of(condition): None
        for expression in expressions
        for condition in conditions(expression)
        if wants_text(condition)
    }
    return [
        selector
        for selector in found
        if len(selector.steps) == depth and all(isinstance(step, str) for step in selector.steps)
    ]
