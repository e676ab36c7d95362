"""Counts of bounded size: by period, and of the most frequent values."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from hinomi.backtest.event_facts import Facts
from hinomi.backtest.period_counts import PeriodCounts
from hinomi.backtest.tally import Tally
from hinomi.backtest.top_values import CAPACITY, TopValues

times = st.lists(st.integers(0, 10_000_000), max_size=30)


@given(times, times, st.sampled_from([60, 300, 3600]))
def test_periods_are_counted_alike_in_one_process_or_two(
    here: list[int], there: list[int], period: int
) -> None:
    mine, other = PeriodCounts(period), PeriodCounts(period)
    mine.add(here)
    other.add(there)
    mine.merge(other)
    assert list(mine) == sorted(Counter(time // period for time in here + there).items())


@given(st.lists(st.tuples(st.integers(0, 9_000), st.booleans()), max_size=300))
def test_few_values_are_counted_exactly_in_a_fixed_order(
    values: list[tuple[int, bool]],
) -> None:
    mine, other = TopValues(), TopValues()
    for value, here in values:
        (mine if here else other).add([str(value % 7), None])
    mine.merge(other)
    exact = Counter(str(value % 7) for value, _ in values)
    assert mine.top(10) == sorted(exact.items(), key=lambda item: (-item[1], item[0]))
    assert mine.missed == 0


def test_of_very_many_values_the_frequent_ones_stay_within_what_is_missed() -> None:
    top, exact = TopValues(), Counter[str]()
    for number in range(50_000):
        value = "often" if number % 10 == 0 else f"rare-{number}"
        top.add([value])
        exact[value] += 1
    assert len(top.counts) <= 2 * CAPACITY
    (value, count) = top.top(1)[0]
    assert value == "often"
    assert count <= exact["often"] <= count + top.missed
    assert top.missed <= 50_000 / CAPACITY


def test_matches_without_a_time_are_counted_apart() -> None:
    tally = Tally(PeriodCounts(300))
    tally.add([Facts(None, "who", None, None, "id-1"), Facts(1_000_000, None, None, None, None)])
    assert (tally.matches, tally.untimed, tally.first, tally.last) == (2, 1, 1_000_000, 1_000_000)
    assert list(tally.periods) == [(3333, 1)]
