"""What a function writes to its log, all of it.

ministack (core/lambda_runtime.py) takes what a thread has read of the function's output within 5
milliseconds of the last line, 50 of the answer and 250 in all; whatever comes later stands in the
log of the next call or nowhere. On a busy machine the shipper's ledger is then a line short. All is
in the pipe before the function answers, and no wait is long enough for a thread that does not get
its turn: so whoever wants the lines reads the pipe too, until it is empty.
"""

import os
import queue
import select
import threading
import weakref
from subprocess import Popen
from typing import Any

from ministack.core import lambda_runtime

from cloud.emulator.patch import need, replace

_BLOCK = 65_536

_pipes: "weakref.WeakKeyDictionary[Popen[str], Pipe]" = weakref.WeakKeyDictionary()
_making = threading.Lock()


class Pipe:
    """The output of one process, read into a queue of lines by any thread in turn."""

    def __init__(self, descriptor: int, lines: "queue.Queue[str]") -> None:
        self._descriptor = descriptor
        self._lines = lines
        self._reading = threading.Lock()
        self._rest = b""

    def wait(self) -> bool:
        """Wait for output and read it; False once the process has closed its end."""
        _is_readable(self._descriptor, wait=True)
        with self._reading:
            # Somebody else may have read it since, and would be waited for here.
            return self._read() if _is_readable(self._descriptor) else True

    def empty(self) -> None:
        """Read all that is there: whoever was reading has put it into the queue by then."""
        with self._reading:
            while _is_readable(self._descriptor) and self._read():
                pass

    def _read(self) -> bool:
        block = os.read(self._descriptor, _BLOCK)
        *lines, self._rest = (self._rest + block).split(b"\n")
        if not block and self._rest:
            lines, self._rest = [self._rest], b""
        for line in lines:
            self._lines.put(line.decode(errors="replace"))
        return bool(block)


def apply() -> None:
    """Patch how a call's output is read and collected."""
    need(lambda_runtime, "Worker")

    def read(self: Any) -> None:
        pipe = _pipe_of(self)
        while pipe is not None and pipe.wait():
            pass

    def drain(
        self: Any,
        first_line_wait: float = 0.050,
        idle_confirm: float = 0.005,
        hard_cap: float = 0.250,
    ) -> str:
        pipe = _pipe_of(self)
        if pipe is None:  # a custom runtime's output comes another way
            return str(original(self, first_line_wait, idle_confirm, hard_cap))
        pipe.empty()
        lines: list[str] = []
        while not self._stderr_queue.empty():
            lines.append(self._stderr_queue.get_nowait())
        return "\n".join(lines)

    replace(lambda_runtime.Worker, "_read_stderr", read)
    original = replace(lambda_runtime.Worker, "_drain_stderr_bounded", drain)


def _pipe_of(worker: Any) -> Pipe | None:
    """The pipe of the process that a worker runs; None without one that is open."""
    process = worker._proc
    if process is None or process.stderr is None or process.stderr.closed:
        return None
    with _making:
        if process not in _pipes:
            _pipes[process] = Pipe(process.stderr.fileno(), worker._stderr_queue)
        return _pipes[process]


def _is_readable(descriptor: int, *, wait: bool = False) -> bool:
    """Whether a read would not wait; at the end of a closed pipe too."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | select.POLLHUP)
    return bool(poll.poll(None if wait else 0))
