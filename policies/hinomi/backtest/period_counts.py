"""Matching events by alarm period, in memory that depends on the time covered only.

CloudWatch periods start at whole multiples of their length since the epoch. Counts lie in arrays
of SLOTS periods, made where something matched: 4 KB for 17 hours of one-minute periods.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import repeat
from operator import floordiv

SLOTS = 1024


@dataclass(slots=True)
class PeriodCounts:
    """How many events fell into each period of `period` seconds."""

    period: int
    blocks: dict[int, array[int]] = field(default_factory=dict)

    def add(self, times: Iterable[int]) -> None:
        """Count events at these times, in seconds since the epoch."""
        for period, count in Counter(map(floordiv, times, repeat(self.period))).items():
            block, slot = divmod(period, SLOTS)
            counts = self.blocks.get(block)
            if counts is None:
                counts = self.blocks[block] = array("L", bytes(array("L").itemsize * SLOTS))
            counts[slot] += count

    def merge(self, other: PeriodCounts) -> None:
        """Add the counts of another one of the same period."""
        for block, counts in other.blocks.items():
            mine = self.blocks.get(block)
            if mine is None:
                self.blocks[block] = counts
            else:
                self.blocks[block] = array("L", map(int.__add__, mine, counts))

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """(number of the period since the epoch, events) of periods with events, in order."""
        for block in sorted(self.blocks):
            for slot, count in enumerate(self.blocks[block]):
                if count:
                    yield block * SLOTS + slot, count
