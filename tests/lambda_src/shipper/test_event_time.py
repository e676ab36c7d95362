"""Event time decides the index; what cannot be a time does not make one."""

import pytest

from shipper import event_time

RECEIVED = 1_782_950_400  # 2026-07-02T00:00:00Z


@pytest.mark.parametrize(
    ("timestamp", "seconds"),
    [
        ("2026-07-01T23:59:59Z", RECEIVED - 1),
        ("2026-07-01T23:59:59.123Z", RECEIVED - 1),
        ("2026-07-01T23:59:59", None),
        ("2026-07-01T23:59:59+09:00", None),
        ("2026-02-30T00:00:00Z", None),
        ("Jul 1, 2026", None),
        ("", None),
    ],
)
def test_only_a_time_in_utc_is_a_time(timestamp: str, seconds: int | None) -> None:
    assert event_time.seconds_of(timestamp) == seconds


@pytest.mark.parametrize(
    ("seconds", "problem"),
    [
        (RECEIVED, None),
        (RECEIVED + 86_400, None),
        (RECEIVED + 86_401, event_time.OUT_OF_RANGE),
        (1_356_998_399, event_time.OUT_OF_RANGE),
        (1_356_998_400, None),
        (None, event_time.MISSING),
    ],
)
def test_a_time_must_be_one_that_can_be(seconds: int | None, problem: str | None) -> None:
    assert event_time.problem(seconds, RECEIVED) == problem


def test_the_month_turns_at_midnight_utc() -> None:
    first_of_july = 1_782_864_000
    assert event_time.index_name("x", first_of_july) == "hinomi-x-2026.07"
    assert event_time.index_name("x", first_of_july - 1) == "hinomi-x-2026.06"
