"""Which stretch of time holds the log events that rang an alarm.

A metric filter stamps its data point with the log event's own time, and FilterLogEvents searches
by the same time, so the alarm's data points say where to look, however late the events came.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from notifier.alarm import Alarm

# CloudTrail delivers within about 5 minutes on average, with no promise ("How CloudTrail works");
# flow logs add their aggregation interval of up to 10 minutes.
LATENESS = timedelta(minutes=15)
_LONGEST = timedelta(days=7)  # the longest that CloudWatch lets an alarm look back


@dataclass(frozen=True)
class Window:
    """Start and end (exclusive) in UTC."""

    start: datetime
    end: datetime


def exact(alarm: Alarm) -> Window:
    """The periods that crossed the threshold, or those before the change of state."""
    span = _span(alarm)
    if not alarm.datapoint_times:
        # A state set by hand (SetAlarmState) carries no data points.
        return Window(alarm.changed_at - span - LATENESS, alarm.changed_at)
    # The reason lists at most five data points: the last one and the alarm's own range say more.
    end = alarm.datapoint_times[-1] + _period(alarm)
    return Window(max(min(alarm.datapoint_times[0], end - span), end - _LONGEST), end)


def wide(alarm: Alarm) -> Window:
    """`exact`, with room for late events on both sides."""
    window = exact(alarm)
    return Window(window.start - LATENESS, max(window.end, alarm.changed_at))


def _period(alarm: Alarm) -> timedelta:
    return min(timedelta(seconds=alarm.trigger.period or 60), _LONGEST)


def _span(alarm: Alarm) -> timedelta:
    return min(_period(alarm) * max(min(alarm.trigger.evaluation_periods, 10_000), 1), _LONGEST)
