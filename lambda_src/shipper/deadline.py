"""How much of the invocation is left for work; the rest is kept for handing back in order."""

import time
from collections.abc import Callable

from shipper.errors import HandedBackError


class Deadline:
    """Counts down from Lambda's remaining time, less a margin for the ledger and the last puts."""

    def __init__(self, remaining: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Take `remaining` in seconds, as the Lambda context gives it (it gives milliseconds)."""
        margin = min(10.0, max(1.0, remaining * 0.1))
        self._clock = clock
        self._end = clock() + remaining - margin

    def remaining(self) -> float:
        """Seconds left for work; negative once it has passed."""
        return self._end - self._clock()

    def check(self) -> None:
        """Raise HandedBackError when no time is left to start anything."""
        if self.remaining() <= 0:
            raise HandedBackError("the invocation's time is used up")
