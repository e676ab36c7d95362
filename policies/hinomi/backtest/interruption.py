"""Ctrl-C asks for an end between two runs of events, so that what was counted stays whole."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interruption:
    """Whether somebody asked to end."""

    def __init__(self) -> None:
        self.asked = False


@contextmanager
def interruptible() -> Iterator[Interruption]:
    """Within it the first Ctrl-C (or SIGTERM) sets `asked`; a second one ends the program."""
    interruption = Interruption()

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        if interruption.asked:
            raise KeyboardInterrupt
        interruption.asked = True

    before = {one: signal.signal(one, ask) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield interruption
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@contextmanager
def children_ignore_it() -> Iterator[None]:
    """Processes started within it never see Ctrl-C, not even while they start: a signal that is
    ignored stays so in a child. Their parent tells them when to end."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
