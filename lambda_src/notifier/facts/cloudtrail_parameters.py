"""Reads CloudTrail's requestParameters and responseElements without trusting their shape.

EC2 wraps lists as {"items": [...]}; RDS and ELB write plain lists; one element may stand alone.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from notifier.safe_text import line

Parameters = Mapping[str, Any]
_MOST = 50  # elements of one list


def fields(value: Any) -> Parameters:
    """The object, or an empty one where there is none."""
    return value if isinstance(value, Mapping) else {}


def at(value: Any) -> list[Any]:
    """The elements of a list, of {"items": [...]}, or of one thing that stands alone."""
    if isinstance(value, Mapping) and "items" in value:
        value = value["items"]
    if value is None or value in ("", {}):
        return []
    return value[:_MOST] if isinstance(value, list) else [value]


def named(value: Any, key: str) -> Iterator[str]:
    """Names that a list holds as {key: name} or as they are."""
    for element in at(value):
        yield from texts(fields(element).get(key) if fields(element) else element)


def leaves(parameters: Parameters, depth: int = 3) -> Iterator[tuple[str, str]]:
    """(name, value) of every single value down to a depth, in order; lists under their name."""
    for key, value in list(parameters.items())[:_MOST]:
        for element in at(value):
            if isinstance(element, Mapping) and depth > 1:
                yield from leaves(element, depth - 1)
            elif isinstance(element, bool):
                yield line(key, 60), line(element)
            else:
                yield from ((line(key, 60), text) for text in texts(element))


def texts(value: Any) -> Iterator[str]:
    """The texts and numbers among the elements, safe to show."""
    for element in at(value):
        if isinstance(element, str | int) and not isinstance(element, bool) and element != "":
            yield line(element, 300)
