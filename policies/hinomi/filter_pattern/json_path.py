"""What a selector finds in a parsed event."""

from collections.abc import Iterable, Iterator
from typing import Any

from hinomi.filter_pattern.tree import Step, Wildcard


class _Missing:
    """Stands where a selector finds nothing. Unlike None it is no JSON value, so it satisfies no
    comparison and no IS."""

    __slots__ = ()


MISSING = _Missing()


def found(steps: tuple[Step, ...], document: Any) -> Iterator[Any]:
    """Every value that a selector leads to; none for a missing path."""
    before, after = split_at_wildcard(steps)
    starts = (document,) if after is None else children(walk(before, document))
    for start in starts:
        value = walk(before if after is None else after, start)
        if value is not MISSING:
            yield value


def walk(steps: tuple[Step, ...], start: Any) -> Any:
    """The value at the end of keys and indices, or MISSING. A key opens only objects and an index
    only arrays: a path through null, a string or the other kind is missing."""
    value = start
    for step in steps:
        if isinstance(step, str):
            if not isinstance(value, dict):
                return MISSING
            value = value.get(step, MISSING)
        elif isinstance(step, int) and isinstance(value, list) and step < len(value):
            value = value[step]
        else:
            return MISSING
    return value


def children(value: Any) -> Iterable[Any]:
    """What a wildcard stands for: members of an array, values of an object, one level deep."""
    if isinstance(value, list):
        return value
    return value.values() if isinstance(value, dict) else ()


def split_at_wildcard(
    steps: tuple[Step, ...],
) -> tuple[tuple[Step, ...], tuple[Step, ...] | None]:
    """The steps before the wildcard and those after it; all of them and None without one."""
    for at, step in enumerate(steps):
        if isinstance(step, Wildcard):
            return steps[:at], steps[at + 1 :]
    return steps, None
