"""What a function writes to its log, all of it.

ministack (core/lambda_runtime.py) takes what a thread has read of the function's output within 5
milliseconds of the last line, 50 of the answer and 250 in all; whatever comes later stands in the
log of the next call or nowhere. On a busy machine the shipper's ledger is then a line short. All is
in the pipe before the function answers, so here the pipe is read until it is empty.
"""

import array
import fcntl
import queue
import termios
import time
from typing import Any

from ministack.core import lambda_runtime

from cloud.emulator.patch import need, replace

# From the pipe to the queue a line needs the thread's next turn.
_QUIET_SECONDS = 0.1
_LONGEST_SECONDS = 10.0


def apply() -> None:
    """Patch how a call's output is collected."""
    need(lambda_runtime, "Worker")
    need(lambda_runtime.Worker, "_read_stderr")

    def mended(
        self: Any,
        first_line_wait: float = 0.050,
        idle_confirm: float = 0.005,
        hard_cap: float = 0.250,
    ) -> str:
        del first_line_wait, idle_confirm, hard_cap
        lines: list[str] = []
        quiet_since = time.monotonic()
        end = quiet_since + _LONGEST_SECONDS
        while (now := time.monotonic()) < end:
            try:
                lines.append(self._stderr_queue.get_nowait())
            except queue.Empty:
                if not _unread(self._proc):
                    if now - quiet_since >= _QUIET_SECONDS:
                        break
                    time.sleep(0.002)
                    continue
                time.sleep(0.002)
            quiet_since = time.monotonic()
        return "\n".join(lines)

    replace(lambda_runtime.Worker, "_drain_stderr_bounded", mended)


def _unread(process: Any) -> int:
    """Bytes that the function has written and nobody has read."""
    if process is None or process.stderr is None:
        return 0
    waiting = array.array("i", [0])
    try:
        fcntl.ioctl(process.stderr.fileno(), termios.FIONREAD, waiting)
    except (OSError, ValueError):
        return 0  # it has ended
    return waiting[0]
