"""The state of a metric alarm from the values of its latest periods.

Source: "Evaluating an alarm", "Configuring how CloudWatch alarms treat missing data" and
"Avoiding premature transitions to alarm state" in the CloudWatch User Guide; the tables there
are this module's tests.
"""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """The states of an alarm."""

    OK = "OK"
    ALARM = "ALARM"
    INSUFFICIENT_DATA = "INSUFFICIENT_DATA"


class Treatment(StrEnum):
    """What a period without data counts as (`TreatMissingData`)."""

    MISSING = "missing"
    IGNORE = "ignore"
    BREACHING = "breaching"
    NOT_BREACHING = "notBreaching"


_COMPARISONS: Final[dict[str, Callable[[float, float], bool]]] = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
# A period still running can only get worse in these ways, so a breach in it stands.
_ONLY_GROWS: Final = {"Sum", "SampleCount", "Maximum"}
_ONLY_SHRINKS: Final = {"Minimum"}


@dataclass(frozen=True)
class Settings:
    """What of an alarm decides its state. Raises ValueError on a comparison it cannot judge."""

    statistic: str
    period: int
    """Seconds."""
    evaluation_periods: int
    datapoints_to_alarm: int
    threshold: float
    comparison: str
    treatment: Treatment

    def __post_init__(self) -> None:
        if self.comparison not in _COMPARISONS:
            raise ValueError(f"the local cloud does not judge the comparison {self.comparison!r}")

    @property
    def evaluation_range(self) -> int:
        """How many periods are looked at. AWS does not give the rule; its examples look at two
        more than are evaluated, and alarms of one period are seen to wait about that long."""
        return self.evaluation_periods + 2

    def breaches(self, value: float) -> bool:
        """Whether one period's value is on the wrong side of the threshold."""
        return _COMPARISONS[self.comparison](value, self.threshold)

    def breach_is_final(self) -> bool:
        """Whether later data in the same period cannot undo a breach (sums are of counts)."""
        if self.comparison.startswith("Greater"):
            return self.statistic in _ONLY_GROWS
        return self.statistic in _ONLY_SHRINKS


@dataclass(frozen=True)
class Datapoint:
    """The value of one period, which began at `start` (seconds since the epoch)."""

    start: int
    value: float


@dataclass(frozen=True)
class Verdict:
    """The state that follows, and what it was judged by (latest first)."""

    state: State
    evaluated: tuple[Datapoint, ...]
    filled: int
    """Periods without data that counted as the treatment says."""


def evaluate(settings: Settings, window: Sequence[Datapoint | None], current: State) -> Verdict:
    """Judge `window`: the evaluation range, oldest first, None for a period without data.

    `current` is the state that `ignore` keeps.
    """
    present = [point for point in reversed(window) if point is not None]
    needed = settings.evaluation_periods
    if len(present) >= needed:
        evaluated = tuple(present[:needed])
        return Verdict(_enough(settings, _breaching(settings, evaluated)), evaluated, 0)
    evaluated = tuple(present)
    filled = needed - len(present)
    breaching = _breaching(settings, evaluated)
    match settings.treatment:
        case Treatment.BREACHING:
            state = _enough(settings, breaching + filled)
        case Treatment.NOT_BREACHING:
            state = _enough(settings, breaching)
        case Treatment.MISSING | Treatment.IGNORE:
            state = _from_few(settings, window, evaluated, current)
    return Verdict(state, evaluated, filled)


def _from_few(
    settings: Settings,
    window: Sequence[Datapoint | None],
    evaluated: tuple[Datapoint, ...],
    current: State,
) -> State:
    """The state when missing periods count neither way and fewer than needed have data."""
    breaching = _breaching(settings, evaluated)
    if breaching >= settings.datapoints_to_alarm:
        return State.ALARM
    if breaching < len(evaluated):
        return State.OK
    if settings.treatment is Treatment.IGNORE:
        return current
    oldest = next((age for age, point in _ages(window) if point is not None), 0)
    if evaluated and oldest >= settings.datapoints_to_alarm:
        return State.ALARM
    return State.INSUFFICIENT_DATA


def _ages(window: Sequence[Datapoint | None]) -> list[tuple[int, Datapoint | None]]:
    """Oldest first; the latest period has age 1."""
    return list(zip(range(len(window), 0, -1), window, strict=True))


def _breaching(settings: Settings, points: Sequence[Datapoint]) -> int:
    return sum(settings.breaches(point.value) for point in points)


def _enough(settings: Settings, breaching: int) -> State:
    return State.ALARM if breaching >= settings.datapoints_to_alarm else State.OK
