"""The reasons are read by people and by tools that parse them: the words are CloudWatch's."""

import pytest

from cloud.alarms.evaluation import Datapoint, Settings, State, Treatment, Verdict, evaluate
from cloud.alarms.reason import reason, reason_data

MORNING = 1_769_904_000  # 2026-02-01T00:00:00Z


def settings(periods: int = 1, wanted: int = 1, treatment: str = "notBreaching") -> Settings:
    return Settings(
        "Sum", 60, periods, wanted, 1.0, "GreaterThanOrEqualToThreshold", Treatment(treatment)
    )


def judged(alarm: Settings, *values: float | None) -> Verdict:
    points = [
        None if value is None else Datapoint(MORNING + 60 * number, value)
        for number, value in enumerate(values)
    ]
    return evaluate(alarm, points, State.OK)


@pytest.mark.parametrize(
    ("alarm", "values", "text"),
    [
        (
            settings(),
            (None, None, 2.0),
            (
                "Threshold Crossed: 1 datapoint [2.0 (01/02/26 00:02:00)] was greater than or "
                "equal to the threshold (1.0)."
            ),
        ),
        (
            settings(),
            (None, None, 0.0),
            (
                "Threshold Crossed: 1 datapoint [0.0 (01/02/26 00:02:00)] was not greater than or "
                "equal to the threshold (1.0)."
            ),
        ),
        (
            settings(3, 2),
            (None, None, 1.0, 0.0, 1.0),
            (
                "Threshold Crossed: 2 out of the last 3 datapoints [1.0 (01/02/26 00:04:00), 1.0 "
                "(01/02/26 00:02:00)] were greater than or equal to the threshold (1.0) (minimum 2 "
                "datapoints for OK -> ALARM transition)."
            ),
        ),
        (
            settings(),
            (None, None, None),
            (
                "Threshold Crossed: no datapoints were received for 1 period and 1 missing "
                "datapoint was treated as [NonBreaching]."
            ),
        ),
        (
            settings(treatment="missing"),
            (None, None, None),
            "Insufficient Data: 1 datapoint was unknown.",
        ),
    ],
)
def test_texts(alarm, values, text):
    assert reason(alarm, judged(alarm, *values)) == text


def test_data_are_listed_oldest_first_and_evaluated_latest_first():
    alarm = settings(2, 2)
    data = reason_data(alarm, judged(alarm, None, None, 3.0, 4.0), MORNING + 300.25)
    assert data["recentDatapoints"] == [3.0, 4.0]
    assert data["evaluatedDatapoints"][0] == {
        "timestamp": "2026-02-01T00:03:00.000+0000",
        "value": 4.0,
    }
    assert data["startDate"] == "2026-02-01T00:02:00.000+0000"
    assert data["queryDate"] == "2026-02-01T00:05:00.250+0000"
