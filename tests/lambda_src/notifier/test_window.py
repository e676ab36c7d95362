from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from notifier import alarm, window
from notifier.alarm import Alarm, Trigger
from tests.lambda_src.notifier.alarm_notifications import alarm_message, sns_record


def _alarm(period: int, periods: int, *points: datetime) -> Alarm:
    read = alarm.read(sns_record(alarm_message()))
    trigger = Trigger(metric="m", period=period, evaluation_periods=periods)
    return replace(read, trigger=trigger, datapoint_times=points)


def _at(hour: int, minute: int) -> datetime:
    return datetime(2025, 7, 8, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("alarm_read", "start", "end"),
    [
        # One period crossed: exactly that period, though the state changed minutes later.
        (_alarm(60, 1, _at(2, 50)), _at(2, 50), _at(2, 51)),
        # 2 of 2: both.
        (_alarm(60, 2, _at(2, 50), _at(2, 51)), _at(2, 50), _at(2, 52)),
        # The reason lists the last five at most; the alarm looked at ten.
        (_alarm(300, 10, _at(2, 50)), _at(2, 5), _at(2, 55)),
        # M of N: only the crossing ones are listed, and the alarm looked at all N.
        (_alarm(60, 5, _at(2, 48), _at(2, 50)), _at(2, 46), _at(2, 51)),
    ],
)
def test_the_window_is_that_of_the_data_points(
    alarm_read: Alarm, start: datetime, end: datetime
) -> None:
    assert window.exact(alarm_read) == window.Window(start, end)


def test_without_data_points_late_events_are_allowed_for() -> None:
    by_hand = _alarm(60, 1)

    chosen = window.exact(by_hand)

    assert chosen.end == by_hand.changed_at
    assert chosen.start == by_hand.changed_at - timedelta(minutes=16)


def test_the_wide_window_holds_the_exact_one_and_the_change_of_state() -> None:
    late = _alarm(60, 1, _at(2, 50))

    assert window.wide(late) == window.Window(_at(2, 35), late.changed_at)


def test_no_alarm_makes_an_endless_search() -> None:
    huge = _alarm(86_400, 9_999_999, _at(2, 50))

    chosen = window.exact(huge)

    assert chosen.end - chosen.start <= timedelta(days=8)
