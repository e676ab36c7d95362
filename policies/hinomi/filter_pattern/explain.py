"""Why a message matched or did not: the pattern's tree with a verdict and the value seen at each
condition. Every branch is tried, also those that `match` never reaches."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from hinomi.filter_pattern import tree
from hinomi.filter_pattern.comparison import is_comparable
from hinomi.filter_pattern.fields_matcher import condition_test
from hinomi.filter_pattern.json_matcher import leaf_test
from hinomi.filter_pattern.json_path import found
from hinomi.filter_pattern.line_fields import split_fields
from hinomi.filter_pattern.message import WrittenFloat, parse_message
from hinomi.filter_pattern.pattern import FilterPattern
from hinomi.filter_pattern.pattern import compile as compile_pattern
from hinomi.filter_pattern.printer import (
    print_expression,
    print_field,
    print_pattern,
    print_value,
)
from hinomi.filter_pattern.text_matcher import only_optional, term_test

Node: TypeAlias = Literal["pattern", "all", "any", "condition", "term", "field"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One node of a pattern against one message.

    node: "pattern" for the whole, "all" and "any" for && and ||, "condition", "term" or "field".
    text: the node as a pattern would write it.
    held: whether it holds for the message.
    seen: the values it was tried on, as JSON text (fields: as in the line); empty when nothing is
        there, and for "all" and "any".
    note: a rule that explains the verdict where it surprises; empty otherwise.
    parts: the nodes below it.
    """

    node: Node
    text: str
    held: bool
    seen: tuple[str, ...] = ()
    note: str = ""
    parts: "tuple[Explanation, ...]" = ()


def explain(pattern: FilterPattern | str, message: str) -> Explanation:
    """The verdict on every node. Raises InvalidPattern when `pattern` is a text and refused."""
    compiled = compile_pattern(pattern) if isinstance(pattern, str) else pattern
    text = print_pattern(compiled.tree)
    if isinstance(compiled.tree, tree.Json):
        return _json(compiled.tree, text, message)
    if isinstance(compiled.tree, tree.Fields):
        return _fields(compiled.tree, text, message)
    if isinstance(compiled.tree, tree.Terms):
        return _terms(compiled.tree, text, message)
    return Explanation("pattern", text, held=True, note="a blank pattern matches every event")


def _json(pattern: tree.Json, text: str, message: str) -> Explanation:
    document = parse_message(message)
    if document is None:
        note = "the message is no JSON object, so no JSON pattern matches it"
        return Explanation("pattern", text, held=False, note=note)
    part = _expression(pattern.expression, document)
    return Explanation("pattern", text, part.held, parts=(part,))


def _expression(expression: tree.Expression, document: Any) -> Explanation:
    if isinstance(expression, (tree.And, tree.Or)):
        parts = tuple(_expression(part, document) for part in expression.parts)
        return _joined(expression, parts)
    assert isinstance(expression.subject, tree.Selector)  # noqa: S101 -- JSON has no other subject
    values = tuple(found(expression.subject.steps, document))
    test = leaf_test(expression)
    if isinstance(expression, tree.NotExists):
        held = not values
    else:
        held = any(test(value) for value in values)
    note = "" if held else _json_note(expression, values)
    seen = tuple(_as_json(value) for value in values)
    return Explanation("condition", print_expression(expression), held, seen, note)


def _joined(expression: tree.And | tree.Or, parts: tuple[Explanation, ...]) -> Explanation:
    text = print_expression(expression)
    if isinstance(expression, tree.And):
        return Explanation("all", text, all(part.held for part in parts), parts=parts)
    return Explanation("any", text, any(part.held for part in parts), parts=parts)


def _json_note(
    condition: tree.Comparison | tree.Is | tree.NotExists, values: tuple[Any, ...]
) -> str:
    """The rule behind a condition that fails for a reason its text does not show."""
    if not isinstance(condition, tree.Comparison):
        return "" if values else "nothing is there"
    operator = condition.operator
    if not values:
        return f"nothing is there, and a missing value satisfies no {operator}"
    if not any(is_comparable(value) for value in values):
        return f"null, booleans, arrays and objects satisfy no {operator}"
    if operator in ("=", "!="):
        return ""
    if not any(is_comparable(value) and not isinstance(value, str) for value in values):
        return f"a string satisfies no {operator}, even when it looks like a number"
    return ""


def _as_json(value: Any) -> str:
    if isinstance(value, WrittenFloat):
        return value.text
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    except RecursionError:  # our parser takes deeper nesting than Python's writer
        return "..."


def _fields(pattern: tree.Fields, text: str, message: str) -> Explanation:
    after = pattern.after or ()
    exact = pattern.after is None and bool(pattern.before)
    fields = split_fields(message, len(pattern.before) if exact else 0)
    wanted = len(pattern.before) + len(after)
    if len(fields) < wanted:
        note = f"the line has {len(fields)} fields, the pattern names {wanted}"
        return Explanation("pattern", text, held=False, note=note)
    parts = tuple(_field_parts(pattern.before, fields[: len(pattern.before)])) + tuple(
        _field_parts(after, fields[len(fields) - len(after) :])
    )
    return Explanation("pattern", text, all(part.held for part in parts), parts=parts)


def _field_parts(places: tuple[tree.Field, ...], fields: list[str]) -> Iterator[Explanation]:
    for place, field in zip(places, fields, strict=True):
        if place.condition is not None:
            yield _condition(place.condition, field)
        elif place.name is not None:
            yield Explanation("field", print_field(place), held=True, seen=(field,))


def _condition(condition: tree.Expression, field: str) -> Explanation:
    if isinstance(condition, (tree.And, tree.Or)):
        return _joined(condition, tuple(_condition(part, field) for part in condition.parts))
    held = condition_test(condition)(field)
    return Explanation("field", print_expression(condition), held, seen=(field,))


def _terms(pattern: tree.Terms, text: str, message: str) -> Explanation:
    alternatives = only_optional(pattern)
    parts = tuple(_term(term, message, alternatives) for term in pattern.terms)
    decide = any if alternatives else all
    return Explanation("pattern", text, decide(part.held for part in parts), parts=parts)


def _term(term: tree.Term, message: str, alternatives: bool) -> Explanation:
    text = term.sign.value + print_value(term.value)
    occurs = term_test(term)(message)
    if term.sign is tree.Sign.OPTIONAL and not alternatives:
        note = "ignored, because the pattern also has a term without ?"
        return Explanation("term", text, held=True, note=note)
    if term.sign is tree.Sign.EXCLUDED:
        return Explanation("term", text, not occurs)
    return Explanation("term", text, occurs)
