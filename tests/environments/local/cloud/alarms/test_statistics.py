"""Statistics of one period."""

import pytest

from cloud.alarms.statistics import Sample, UnknownStatisticError, statistic


def once(value: float) -> Sample:
    return Sample(0, 1, value, value, value)


SAMPLES = [once(2), once(4), Sample(0, 2, 6, 1, 5)]


@pytest.mark.parametrize(
    ("name", "value"),
    [("SampleCount", 4), ("Sum", 12), ("Average", 3), ("Minimum", 1), ("Maximum", 5)],
)
def test_simple_statistics_weigh_statistic_sets(name, value):
    assert statistic(name, SAMPLES) == value


@pytest.mark.parametrize(
    ("name", "value"), [("p50", 50), ("p99", 99), ("p99.9", 100), ("p100", 100)]
)
def test_percentiles(name, value):
    assert statistic(name, [once(n) for n in range(1, 101)]) == value


def test_a_repeated_value_weighs_as_often_as_it_was_seen():
    assert statistic("p90", [once(1), Sample(0, 9, 63, 7, 7)]) == 7


@pytest.mark.parametrize("name", ["tm90", "IQM", "p101", "p"])
def test_an_unknown_statistic_is_named(name):
    with pytest.raises(UnknownStatisticError, match=name):
        statistic(name, SAMPLES)
