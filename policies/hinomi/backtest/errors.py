"""What can stop a back-test, and what stops the reading of one object only."""

from __future__ import annotations

from ..errors import HinomiError


class BacktestError(HinomiError):
    """The back-test cannot be done as asked."""


class UnreadableError(Exception):
    """The rest of an object cannot be read. What was read before it counts.

    `reason` is a clause about the object: "the gzip data ends too early".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
