"""The tables of the CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data",
row by row: 0 is a data point within the threshold, X one beyond it, - a missing one; the latest is
on the right. `keep` is the guide's "Retain current state"."""

import pytest

from cloud.alarms.evaluation import Datapoint, Settings, State, Treatment, evaluate

THREE_OF_THREE = [
    ("0 - X - X", "OK", "OK", "OK", "OK"),
    ("0 - - - -", "OK", "OK", "OK", "OK"),
    ("- - - - -", "INSUFFICIENT_DATA", "keep", "ALARM", "OK"),
    ("0 X X - X", "ALARM", "ALARM", "ALARM", "ALARM"),
    ("- - X - -", "ALARM", "keep", "ALARM", "OK"),
    # "Avoiding premature transitions to alarm state": the next point may be within the threshold.
    ("- - - - X", "INSUFFICIENT_DATA", "keep", "ALARM", "OK"),
    ("- - - X -", "INSUFFICIENT_DATA", "keep", "ALARM", "OK"),
    ("- - - X 0", "OK", "OK", "OK", "OK"),
]
TWO_OF_THREE = [
    ("0 - X - X", "ALARM", "ALARM", "ALARM", "ALARM"),
    ("0 0 X 0 X", "ALARM", "ALARM", "ALARM", "ALARM"),
    ("0 - X - -", "OK", "OK", "ALARM", "OK"),
    ("- - - - 0", "OK", "OK", "ALARM", "OK"),
    ("- - - X -", "ALARM", "keep", "ALARM", "OK"),
    ("X X 0 0 0", "OK", "OK", "OK", "OK"),
]
ONE_OF_ONE = [
    ("- - X", "ALARM", "ALARM", "ALARM", "ALARM"),
    # The evaluation range reaches back: a single event holds the alarm until it has left it.
    ("X - -", "ALARM", "ALARM", "ALARM", "ALARM"),
    ("- - -", "INSUFFICIENT_DATA", "keep", "ALARM", "OK"),
    ("X - 0", "OK", "OK", "OK", "OK"),
]
TREATMENTS = (Treatment.MISSING, Treatment.IGNORE, Treatment.BREACHING, Treatment.NOT_BREACHING)


def settings(treatment: Treatment, wanted: int, periods: int, **changed) -> Settings:
    given = {
        "statistic": "Sum",
        "period": 60,
        "evaluation_periods": periods,
        "datapoints_to_alarm": wanted,
        "threshold": 1.0,
        "comparison": "GreaterThanOrEqualToThreshold",
        "treatment": treatment,
    }
    return Settings(**(given | changed))


def window(drawn: str) -> list[Datapoint | None]:
    values = {"0": 0.0, "X": 1.0}
    return [
        None if mark == "-" else Datapoint(60 * number, values[mark])
        for number, mark in enumerate(drawn.split())
    ]


ROWS = [
    pytest.param(
        drawn, wanted, periods, treatment, state, id=f"{wanted}of{periods} {drawn} {treatment}"
    )
    for wanted, periods, table in ((3, 3, THREE_OF_THREE), (2, 3, TWO_OF_THREE), (1, 1, ONE_OF_ONE))
    for drawn, *states in table
    for treatment, state in zip(TREATMENTS, states, strict=True)
]


@pytest.mark.parametrize(("drawn", "wanted", "periods", "treatment", "expected"), ROWS)
def test_the_guide_s_tables(drawn, wanted, periods, treatment, expected):
    alarm = settings(treatment, wanted, periods)
    assert len(window(drawn)) == alarm.evaluation_range
    for current in State:
        state = current if expected == "keep" else State(expected)
        assert evaluate(alarm, window(drawn), current).state is state


def test_missing_periods_are_filled_only_as_far_as_needed():
    verdict = evaluate(settings(Treatment.BREACHING, 3, 3), window("0 - - - -"), State.OK)
    assert verdict.filled == 2
    assert [point.value for point in verdict.evaluated] == [0.0]


@pytest.mark.parametrize(
    ("comparison", "beyond", "within"),
    [
        ("GreaterThanOrEqualToThreshold", 1, 0.9),
        ("GreaterThanThreshold", 1.1, 1),
        ("LessThanThreshold", 0.9, 1),
        ("LessThanOrEqualToThreshold", 1, 1.1),
    ],
)
def test_comparisons(comparison, beyond, within):
    alarm = settings(Treatment.MISSING, 1, 1, comparison=comparison)
    assert alarm.breaches(beyond)
    assert not alarm.breaches(within)


def test_a_comparison_with_a_band_is_refused():
    with pytest.raises(ValueError, match="LessThanLowerOrGreaterThanUpperThreshold"):
        settings(Treatment.MISSING, 1, 1, comparison="LessThanLowerOrGreaterThanUpperThreshold")
