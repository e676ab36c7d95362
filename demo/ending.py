"""How a command that plays in the local cloud ends, and what its exit status says."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

from demo.errors import DemoError
from demo.terminal import Terminal

HOLDS, DOES_NOT_HOLD, COULD_NOT_PLAY, INTERRUPTED = 0, 1, 2, 130


def exit_with(run: Callable[[Terminal], bool]) -> NoReturn:
    """Run it and exit: 0 it holds, 1 it does not, 2 it could not be played, 130 interrupted."""
    signal.signal(signal.SIGTERM, _end)
    terminal = Terminal()
    try:
        holds = run(terminal)
    except DemoError as error:
        terminal.failed(str(error))
        sys.exit(COULD_NOT_PLAY)
    except KeyboardInterrupt:
        terminal.failed("interrupted; the local cloud has been stopped")
        sys.exit(INTERRUPTED)
    sys.exit(HOLDS if holds else DOES_NOT_HOLD)


def _end(number: int, frame: FrameType | None) -> None:
    # As Ctrl-C does, so that each `with` block stops what it started.
    raise KeyboardInterrupt
