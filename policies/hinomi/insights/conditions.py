"""The filter expression of a query as data: conditions joined by `and` and `or`.

A condition that Insights cannot put is `ANYTHING`: it drops out of an `and` and swallows an `or`,
so that a query is looser than its pattern and never stricter.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Test:
    """One condition as the query writes it.

    late: whether it reads a field that Insights may not have discovered, see `guarded`.
    equals: field and quoted values when the test is "one of these", so that neighbours can join it.
    """

    text: str
    late: bool = False
    equals: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class All:
    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Any:
    parts: "tuple[Condition, ...]"


Condition = Test | All | Any

ANYTHING = All(())


def one_of(field: str, values: Sequence[str], *, late: bool = False) -> Test:
    """`field = value`, or `field in [...]`; the values are quoted already."""
    distinct = tuple(dict.fromkeys(values))
    text = f"{field} in [{', '.join(distinct)}]" if len(distinct) > 1 else f"{field} = {values[0]}"
    return Test(text, late, (field, distinct))


def all_of(parts: Iterable[Condition]) -> Condition:
    """The conjunction, flat."""
    drawn: list[Condition] = []
    for part in parts:
        drawn += part.parts if isinstance(part, All) else [part]
    return drawn[0] if len(drawn) == 1 else All(tuple(drawn))


def any_of(parts: Iterable[Condition]) -> Condition:
    """The disjunction, flat, with the equalities of one field as a single `in`."""
    drawn: list[Condition] = []
    for part in parts:
        drawn += part.parts if isinstance(part, Any) else [part]
    if ANYTHING in drawn:
        return ANYTHING
    joined = [_freed(part, drawn) for part in _joined(drawn)]
    return joined[0] if len(joined) == 1 else Any(tuple(joined))


def guarded(condition: Condition, guard: Test) -> Condition:
    """`condition or guard` around each part that reads late fields only."""
    if _all_late(condition):
        return any_of([condition, guard])
    if isinstance(condition, Test):
        return condition
    late = [part for part in condition.parts if _all_late(part)]
    others = [guarded(part, guard) for part in condition.parts if not _all_late(part)]
    if isinstance(condition, All):
        return all_of([*others, any_of([all_of(late), guard])] if late else others)
    return any_of([*others, *late, guard] if late else others)


def shown(condition: Condition) -> str:
    """The expression as text. AWS documents no precedence, so each mixed part has parentheses."""
    if isinstance(condition, Test):
        return condition.text
    joint = " or " if isinstance(condition, Any) else " and "
    return joint.join(
        shown(part) if isinstance(part, Test) else f"({shown(part)})" for part in condition.parts
    )


def _freed(part: Condition, beside: Sequence[Condition]) -> Condition:
    """An `and` without its `ispresent(f)` where `not ispresent(f)` stands beside it in the `or`."""
    if not isinstance(part, All):
        return part
    absent = {test.text for test in beside if isinstance(test, Test)}
    kept = [p for p in part.parts if not (isinstance(p, Test) and f"not {p.text}" in absent)]
    return all_of(kept)


def _joined(parts: Sequence[Condition]) -> Iterator[Condition]:
    """The parts, each field's equalities at the place of the first."""
    values: dict[tuple[str, bool], list[str]] = {}
    for part in parts:
        if isinstance(part, Test) and part.equals:
            values.setdefault((part.equals[0], part.late), []).extend(part.equals[1])
    for part in dict.fromkeys(parts):
        if not (isinstance(part, Test) and part.equals):
            yield part
            continue
        found = values.pop((part.equals[0], part.late), None)
        if found:
            yield one_of(part.equals[0], found, late=part.late)


def _all_late(condition: Condition) -> bool:
    if isinstance(condition, Test):
        return condition.late
    return bool(condition.parts) and all(_all_late(part) for part in condition.parts)
