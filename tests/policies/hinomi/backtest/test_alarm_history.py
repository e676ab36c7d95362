"""Rings by a plain simulation, period after period, and by the back-test's short cut."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinomi.backtest.alarm_history import AlarmHistory, busiest_week
from hinomi.catalogue import AlarmSettings

ONE = AlarmSettings("Sum", 300, 1, 1, 1, "GreaterThanOrEqualToThreshold")
WEEK = 604_800

counts = st.dictionaries(st.integers(10, 30), st.integers(1, 5), max_size=12).map(
    lambda found: sorted(found.items())
)


@st.composite
def alarms(draw: st.DrawFn) -> AlarmSettings:
    periods = draw(st.integers(1, 4))
    return replace(
        ONE,
        evaluation_periods=periods,
        datapoints_to_alarm=draw(st.integers(1, periods)),
        threshold=draw(st.integers(1, 6)),
        comparison=draw(st.sampled_from([ONE.comparison, "GreaterThanThreshold"])),
    )


def simulated(alarm: AlarmSettings, points: list[tuple[int, int]]) -> tuple[list[int], int]:
    """The rings and the seconds in ALARM, as the user guide tells an evaluation."""
    values = dict(points)
    rings, seconds, state = [], 0, "OK"
    for now in range(50):
        reach = range(now - alarm.evaluation_periods - 1, now + 1)
        there = [values[period] for period in reach if period in values]
        evaluated = there[-alarm.evaluation_periods :]
        breaching = [
            value
            for value in evaluated
            if value > alarm.threshold
            or (value == alarm.threshold and alarm.comparison != "GreaterThanThreshold")
        ]
        new = "ALARM" if len(breaching) >= alarm.datapoints_to_alarm else "OK"
        if new == "ALARM":
            seconds += alarm.period
            if state == "OK":
                rings.append((now + 1) * alarm.period)
        state = new
    return rings, seconds


@given(alarms(), counts)
def test_rings_and_time_in_alarm_as_simulated(
    alarm: AlarmSettings, points: list[tuple[int, int]]
) -> None:
    history = AlarmHistory(alarm, points, 1.0)
    assert (history.rings(), history.seconds_in_alarm()) == simulated(alarm, points)


@given(alarms(), counts, st.integers(0, 3))
def test_the_threshold_found_is_the_lowest_that_stays_quiet_enough(
    alarm: AlarmSettings, points: list[tuple[int, int]], at_most: int
) -> None:
    found = AlarmHistory(alarm, points, 1.0).threshold_for(at_most)
    assert found is not None

    def most(threshold: float) -> int:
        return busiest_week(simulated(replace(alarm, threshold=threshold), points)[0])

    assert all(most(found + more) <= at_most for more in range(8))
    lowest = 0 if alarm.comparison == "GreaterThanThreshold" else 1
    assert found == lowest or most(found - 1) > at_most


def test_ten_events_that_straddle_two_periods_do_not_ring_a_threshold_of_ten() -> None:
    ten = replace(ONE, threshold=10)
    assert AlarmHistory(ten, [(7, 10)], 1.0).rings() == [8 * 300]
    assert AlarmHistory(ten, [(7, 6), (8, 4)], 1.0).rings() == []


def test_a_long_alarm_is_one_ring_and_a_pause_makes_two() -> None:
    assert len(AlarmHistory(ONE, [(n, 1) for n in range(1, 9)], 1.0).rings()) == 1
    # One period of 300 s comes back to OK only when the evaluation range has passed it.
    assert len(AlarmHistory(ONE, [(1, 1), (4, 1)], 1.0).rings()) == 1
    assert len(AlarmHistory(ONE, [(1, 1), (5, 1)], 1.0).rings()) == 2


@pytest.mark.parametrize(
    ("statistic", "rings"), [("Sum", 1), ("SampleCount", 0), ("Average", 0), ("Maximum", 0)]
)
def test_statistics_of_a_metric_that_publishes_five(statistic: str, rings: int) -> None:
    alarm = replace(ONE, statistic=statistic, threshold=10)
    assert len(AlarmHistory(alarm, [(1, 3)], 5.0).rings()) == rings


def test_no_threshold_helps_where_the_statistic_does_not_grow() -> None:
    alarm = replace(ONE, statistic="Maximum")
    points = [(1, 1), (100, 1)]
    assert AlarmHistory(alarm, points, 1.0).threshold_for(1) is None
    assert AlarmHistory(alarm, points, 1.0).threshold_for(2) == 1


def test_any_seven_days_in_a_row_are_a_week() -> None:
    assert busiest_week([]) == 0
    assert busiest_week([0, WEEK - 1, WEEK, WEEK + 1]) == 3
    assert busiest_week([0, WEEK, 2 * WEEK]) == 1
