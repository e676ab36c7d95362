"""Which periods an alarm looks at, and what is in them."""

import pytest

from cloud.alarms.evaluation import Settings, Treatment
from cloud.alarms.statistics import Sample
from cloud.alarms.window import window


def settings(**changed) -> Settings:
    given = {
        "statistic": "Sum",
        "period": 60,
        "evaluation_periods": 1,
        "datapoints_to_alarm": 1,
        "threshold": 3.0,
        "comparison": "GreaterThanOrEqualToThreshold",
        "treatment": Treatment.NOT_BREACHING,
    }
    return Settings(**(given | changed))


def values(*, now: float, times: list[float], **changed) -> list[float | None]:
    samples = [Sample(time, 1, 1, 1, 1) for time in times]
    return [point and point.value for point in window(settings(**changed), samples, now)]


def test_samples_fall_into_periods_of_the_clock():
    assert values(now=240.0, times=[60, 119.9, 120, 180]) == [2, 1, 1]


def test_the_running_period_waits_for_its_end():
    assert values(now=250.0, times=[190, 241, 245]) == [None, None, 1]


def test_the_running_period_counts_once_its_breach_can_no_longer_be_undone():
    assert values(now=250.0, times=[190, 241, 245, 249]) == [None, 1, 3]


@pytest.mark.parametrize(
    "changed",
    [
        {"statistic": "Average", "threshold": 1.0},  # later values may bring it down again
        {"comparison": "LessThanThreshold"},  # a sum that is small now may still grow
    ],
)
def test_the_running_period_waits_when_its_breach_can_be_undone(changed):
    assert values(now=250.0, times=[241], **changed) == [None, None, None]


def test_a_minimum_that_is_too_small_counts_at_once():
    low = {"statistic": "Minimum", "comparison": "LessThanThreshold"}
    assert values(now=250.0, times=[241], **low) == [None, None, 1]


def test_what_has_left_the_evaluation_range_is_forgotten():
    assert values(now=240.0, times=[59.9]) == [None, None, None]
    assert values(now=239.9, times=[59.9]) == [1, None, None]


def test_samples_of_the_future_do_not_count():
    assert values(now=240.0, times=[300, 360]) == [None, None, None]
