"""What a match gives back."""

from collections.abc import Callable
from typing import Any


class Match:
    """A message that matched.

    extracted: the fields of a space-delimited pattern as TestMetricFilter gives them, `$name`, or
        `$position` counted from 1 where the pattern gives no name; empty for other patterns. Each
        look makes a dict of its own, and nothing is made for whoever only asks whether it matched.
    """

    __slots__ = ("_fields", "_name")

    def __init__(self, fields: Any, name: Callable[[Any], dict[str, str]]) -> None:
        self._fields = fields
        self._name = name

    @property
    def extracted(self) -> dict[str, str]:
        return self._name(self._fields)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Match) and self.extracted == other.extracted

    def __repr__(self) -> str:
        return f"Match(extracted={self.extracted!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Match, (self.extracted, dict)  # how fields are named is a closure: no pickle


MATCHED = Match((), dict)
"""The match of every pattern that names no fields: making one took longer than finding a term."""
