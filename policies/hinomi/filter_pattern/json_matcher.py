"""JSON expression -> `document -> bool`, built once from closures that allocate nothing when run.

Chains of && and || stop at the first part that decides. `$.eventName = A || $.eventName = B ...`,
the commonest shape of an audit pattern, becomes one look-up in a set.
"""

from collections.abc import Callable
from typing import TypeAlias

from hinomi.filter_pattern.comparison import Test, comparison, is_constant, plain_string
from hinomi.filter_pattern.json_path import MISSING, children, split_at_wildcard, walk
from hinomi.filter_pattern.message import Document
from hinomi.filter_pattern.tree import (
    And,
    Comparison,
    Expression,
    Is,
    NotExists,
    Or,
    Selector,
    Step,
)

Predicate: TypeAlias = Callable[[Document], bool]


def compile_expression(expression: Expression) -> Predicate:
    """The predicate of a whole expression over a parsed event."""
    if isinstance(expression, Or):
        return _any_of(_alternatives(expression.parts))
    if isinstance(expression, And):
        return _all_of([compile_expression(part) for part in expression.parts])
    named = _named(expression)
    if named is not None:
        return _one_of(named[0].steps, frozenset({named[1]}))
    assert isinstance(expression.subject, Selector)  # noqa: S101 -- JSON has no other subject
    return _somewhere(expression.subject.steps, leaf_test(expression))


def leaf_test(condition: Comparison | Is | NotExists) -> Test:
    """The test that one condition puts to what its selector finds, MISSING if that is nothing."""
    if isinstance(condition, Comparison):
        return comparison(condition.operator, condition.value)
    if isinstance(condition, Is):
        return is_constant(condition.constant)
    return _is_missing


def _is_missing(seen: object) -> bool:
    return seen is MISSING


def _alternatives(parts: tuple[Expression, ...]) -> list[Predicate]:
    """The parts of an Or. Comparisons of one selector with plain strings become one of them."""
    names: dict[Selector, set[str]] = {}
    others = []
    for part in parts:
        named = _named(part)
        if named is None:
            others.append(compile_expression(part))
        else:
            names.setdefault(named[0], set()).add(named[1])
    return [_one_of(selector.steps, frozenset(words)) for selector, words in names.items()] + others


def _named(part: Expression) -> tuple[Selector, str] | None:
    """Selector and string of a comparison that only that very string satisfies."""
    if isinstance(part, Comparison) and part.operator == "=":
        name = plain_string(part.value)
        if name is not None and isinstance(part.subject, Selector):
            return part.subject, name
    return None


def _any_of(parts: list[Predicate]) -> Predicate:
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 2:
        first, second = parts
        return lambda document: first(document) or second(document)

    def any_of(document: Document) -> bool:
        for part in parts:  # noqa: SIM110 -- any() would build a generator for each event
            if part(document):
                return True
        return False

    return any_of


def _all_of(parts: list[Predicate]) -> Predicate:
    if len(parts) == 2:
        first, second = parts
        return lambda document: first(document) and second(document)

    def all_of(document: Document) -> bool:
        for part in parts:  # noqa: SIM110
            if not part(document):
                return False
        return True

    return all_of


def _one_of(steps: tuple[Step, ...], names: frozenset[str]) -> Predicate:
    """Whether a selector leads to one of these strings."""
    keys = _keys(steps)
    if len(names) == 1 and len(keys) in (1, 2):
        return _string_at(keys, *names)

    def is_named(value: object) -> bool:
        return isinstance(value, str) and value in names

    return _somewhere(steps, is_named)


def _string_at(keys: tuple[str, ...], name: str) -> Predicate:
    """`$.key = name` and `$.outer.key = name` without a second call."""
    *outer, key = keys
    if not outer:
        return lambda document: bool(document.get(key) == name)
    (opened,) = outer

    def string_at(document: Document) -> bool:
        inner = document.get(opened)
        return isinstance(inner, dict) and bool(inner.get(key) == name)

    return string_at


def _somewhere(steps: tuple[Step, ...], test: Test) -> Predicate:
    """Whether the test holds for something that the selector leads to."""
    before, after = split_at_wildcard(steps)
    if after is not None:
        return _among_children(before, after, test)
    keys = _keys(steps)
    if len(keys) == 1:
        (key,) = keys
        return lambda document: test(document.get(key, MISSING))
    if len(keys) == 2:
        outer, inner = keys

        def at_inner_key(document: Document) -> bool:
            value = document.get(outer)
            return test(value.get(inner, MISSING) if isinstance(value, dict) else MISSING)

        return at_inner_key
    return lambda document: test(walk(steps, document))


def _among_children(before: tuple[Step, ...], after: tuple[Step, ...], test: Test) -> Predicate:
    if test is _is_missing:  # NOT EXISTS: no child leads to anything

        def nowhere(document: Document) -> bool:
            for child in children(walk(before, document)):  # noqa: SIM110
                if walk(after, child) is not MISSING:
                    return False
            return True

        return nowhere

    def somewhere(document: Document) -> bool:
        for child in children(walk(before, document)):  # noqa: SIM110
            if test(walk(after, child)):
                return True
        return False

    return somewhere


def _keys(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """The steps when all of them are keys, else nothing."""
    keys = tuple(step for step in steps if isinstance(step, str))
    return keys if len(keys) == len(steps) else ()
