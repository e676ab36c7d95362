"""The most frequent of any number of values, in bounded memory.

The algorithm of Misra and Gries, which can be merged (Agarwal and others, "Mergeable summaries",
2012): counts are exact until there are more than 2 * CAPACITY different values; then the rare ones
are dropped, and every count may be too low by at most `missed`, which is under a 1/CAPACITY part of
all that was counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

CAPACITY = 1000


@dataclass(slots=True)
class TopValues:
    """Counts of values; true counts lie between a count and that count plus `missed`."""

    counts: Counter[str] = field(default_factory=Counter)
    missed: int = 0

    def add(self, values: Iterable[str | None]) -> None:
        """Count occurrences; None is no value."""
        counts = cast(Counter[str | None], self.counts)
        counts.update(values)
        counts.pop(None, None)
        if len(self.counts) > 2 * CAPACITY:
            self._drop_rare()

    def merge(self, other: TopValues) -> None:
        """Count everything that another one has counted."""
        self.counts.update(other.counts)
        self.missed += other.missed
        if len(self.counts) > 2 * CAPACITY:
            self._drop_rare()

    def top(self, number: int) -> list[tuple[str, int]]:
        """The most frequent values; equal counts by name, so that results are the same each run."""
        return sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))[:number]

    def _drop_rare(self) -> None:
        bound = sorted(self.counts.values(), reverse=True)[CAPACITY]
        self.counts = Counter(
            {value: count - bound for value, count in self.counts.items() if count > bound}
        )
        self.missed += bound
