"""What is left of a pattern's expression once some of an event's values are known.

There is no negation in the language: a tree of && and || over conditions. So a condition that is
decided either drops out or decides the node above it, and what is left says the same about an
event with these values as the whole did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeAlias

from ..filter_pattern.json_matcher import compile_expression
from ..filter_pattern.message import Document
from ..filter_pattern.tree import (
    And,
    Comparison,
    Expression,
    Is,
    NotExists,
    Or,
    Selector,
    Text,
)

Condition: TypeAlias = Comparison | Is | NotExists
Verdict: TypeAlias = bool | Expression
"""Decided, or the expression that is left."""


def reduced(expression: Expression, subject: Selector, document: Document) -> bool | Expression:
    """The expression with every condition about `subject` decided on `document`."""
    if not isinstance(expression, (And, Or)):
        if expression.subject != subject:
            return expression
        return predicate(expression)(document)
    absorbing = isinstance(expression, Or)  # True decides an ||, False an &&
    left: list[Expression] = []
    for part in expression.parts:
        rest = reduced(part, subject, document)
        if isinstance(rest, bool):
            if rest is absorbing:
                return absorbing
        else:
            left.append(rest)
    if not left:
        return not absorbing
    if len(left) == 1:
        return left[0]
    return Or(tuple(left)) if absorbing else And(tuple(left))


def conditions(expression: Expression) -> Iterator[Condition]:
    """Every condition of an expression, in the pattern's order."""
    if isinstance(expression, (And, Or)):
        for part in expression.parts:
            yield from conditions(part)
    else:
        yield expression


def selector_of(condition: Condition) -> Selector:
    """The selector of a condition of a JSON pattern, which has no other subject."""
    assert isinstance(condition.subject, Selector)  # noqa: S101
    return condition.subject


def wants_text(condition: Condition) -> bool:
    """Whether the condition is `= text`: few values satisfy it, so that it sorts events well."""
    return (
        isinstance(condition, Comparison)
        and condition.operator == "="
        and isinstance(condition.value, Text)
        and condition.value.text.strip("*") != ""
    )


def is_guarded(expression: Expression, selectors: frozenset[Selector]) -> bool:
    """Whether a `= text` about one of the selectors must hold for the expression to hold."""
    if isinstance(expression, And):
        return any(is_guarded(part, selectors) for part in expression.parts)
    if isinstance(expression, Or):
        return all(is_guarded(part, selectors) for part in expression.parts)
    return wants_text(expression) and expression.subject in selectors


@lru_cache(maxsize=4096)
def predicate(expression: Expression) -> Callable[[Document], bool]:
    """An expression, or what is left of one, as the engine itself decides it."""
    return compile_expression(expression)
