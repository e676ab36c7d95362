"""An incident must cross its alarm wherever it falls on the alarm's periods."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hinomi.catalogue import AlarmSettings, Incident
from hinomi.catalogue.alarm_check import always_rings


def alarm(threshold: float, period: int = 60, **other: object) -> AlarmSettings:
    values = {
        "statistic": "Sum",
        "evaluation_periods": 1,
        "datapoints_to_alarm": 1,
        "comparison": "GreaterThanOrEqualToThreshold",
        **other,
    }
    return AlarmSettings(threshold=threshold, period=period, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("settings_", "incident", "rings"),
    [
        pytest.param(alarm(1), Incident(1, 60), True, id="one event, threshold one"),
        pytest.param(alarm(2), Incident(1, 60), False, id="one event, threshold two"),
        pytest.param(alarm(10, 300), Incident(10, 300), False, id="straddles two periods"),
        pytest.param(alarm(10, 300), Incident(20, 300), True, id="half of it is enough"),
        pytest.param(alarm(10, 300), Incident(18, 300), False, id="nine in each half"),
        pytest.param(
            alarm(1, comparison="GreaterThanThreshold"), Incident(1, 60), False, id="not more than"
        ),
        pytest.param(
            alarm(1, evaluation_periods=3, datapoints_to_alarm=2),
            Incident(1, 60),
            False,
            id="two of three periods, one event",
        ),
        pytest.param(
            alarm(1, evaluation_periods=3, datapoints_to_alarm=2),
            Incident(3, 180),
            True,
            id="two of three periods, an event a minute",
        ),
        pytest.param(
            alarm(1, evaluation_periods=2, datapoints_to_alarm=2),
            Incident(2, 600),
            False,
            id="breaches too far apart",
        ),
        pytest.param(alarm(1, statistic="SampleCount"), Incident(1, 60), True, id="sample count"),
        pytest.param(alarm(2, statistic="Maximum"), Incident(9, 60), False, id="maximum of ones"),
    ],
)
def test_incident(settings_: AlarmSettings, incident: Incident, rings: bool) -> None:
    assert always_rings(settings_, incident, 1.0) is rings


def test_sum_counts_what_each_event_publishes() -> None:
    assert always_rings(alarm(100), Incident(1, 60), 100.0)
    assert not always_rings(alarm(100), Incident(1, 60), 99.0)


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(1, 40),
    seconds=st.integers(1, 900),
    threshold=st.integers(1, 20),
    period=st.sampled_from([60, 300]),
    start=st.integers(0, 299),
)
def test_rings_only_if_every_start_on_the_clock_does(
    count: int, seconds: int, threshold: int, period: int, start: int
) -> None:
    """The answer holds against plain counting at any whole second, not only the tried ones."""
    events = [start + index * seconds / count for index in range(count)]
    fullest = max(
        sum(period * slot <= event < period * (slot + 1) for event in events)
        for slot in range(int(events[-1] // period) + 1)
    )
    if always_rings(alarm(threshold, period), Incident(count, seconds), 1.0):
        assert fullest >= threshold
