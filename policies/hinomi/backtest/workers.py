"""One archive over several processes, or within this one.

Each worker is given one object at a time and sends what it has counted since the last time, a few
times a second. So the parent can show progress and, after Ctrl-C, holds nearly everything; and a
worker that the system kills loses at most that much, and is named by the object it read.
"""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from .archive import LogObject
from .errors import BacktestError
from .interruption import Interruption, children_ignore_it
from .scanner import Scanner
from .tally import Counts
from .watch import Watch

_SEND_EVERY = 0.25  # seconds
_LOOK_EVERY = 0.1  # seconds, for an interruption
_LAST_WORD = 5.0  # seconds that workers have to end by themselves
# A forked child would inherit the progress bar's and boto3's threads in whatever state they are.
_context = multiprocessing.get_context("spawn")


class _Stopped(Exception):  # noqa: N818 -- not an error
    """The parent wants no more."""


@dataclass(frozen=True, slots=True)
class _Report:
    counts: Counts
    done: bool  # with the object


def scan_here(
    objects: Iterator[LogObject], scanner: Scanner, interruption: Interruption
) -> Iterator[Counts]:
    """Scan in this process; yields what was counted since the last time."""

    _leave_out_of_collection()

    def stop_if_asked() -> None:
        if interruption.asked:
            raise _Stopped

    for one in objects:
        with suppress(_Stopped, KeyboardInterrupt):  # the latter where a read hangs
            scanner.scan(one, stop_if_asked)
        yield scanner.take()
        if interruption.asked:
            break


def scan_on_all_cores(
    objects: Iterator[LogObject],
    watches: Sequence[Watch],
    log_source: str | None,
    jobs: int,
    interruption: Interruption,
) -> Iterator[Counts]:
    """Scan in `jobs` processes; yields what each counted since its last time.

    Raises BacktestError when every worker was killed.
    """
    pool = _Pool(objects, watches, log_source, jobs)
    try:
        yield from pool.run(interruption)
    finally:
        pool.end()


class _Pool:
    def __init__(
        self,
        objects: Iterator[LogObject],
        watches: Sequence[Watch],
        log_source: str | None,
        jobs: int,
    ) -> None:
        self._objects = objects
        self._workers: dict[Connection, SpawnProcess] = {}
        self._busy: dict[Connection, LogObject] = {}
        with children_ignore_it():
            for _ in range(jobs):
                mine, theirs = _context.Pipe()
                process = _context.Process(
                    target=_work, args=(theirs, tuple(watches), log_source), daemon=True
                )
                process.start()
                theirs.close()  # or its end would never be seen
                self._workers[mine] = process

    def run(self, interruption: Interruption) -> Iterator[Counts]:
        for connection in list(self._workers):
            self._give_next(connection)
        while self._busy and not interruption.asked:
            yield from self._receive(_LOOK_EVERY)
        if interruption.asked:
            yield from self._last_words()

    def _receive(self, timeout: float) -> Iterator[Counts]:
        for ready in wait(list(self._busy), timeout):
            assert isinstance(ready, Connection)  # noqa: S101 -- nothing else is waited for
            try:
                report: _Report = ready.recv()
            except (EOFError, OSError):
                yield self._lost(ready)
                continue
            yield report.counts
            if report.done:
                del self._busy[ready]
                self._give_next(ready)

    def _give_next(self, connection: Connection) -> None:
        one = next(self._objects, None)
        if one is not None:
            self._busy[connection] = one
            with suppress(OSError):  # it is gone; the next `wait` says so
                connection.send(one)

    def _lost(self, connection: Connection) -> Counts:
        """A worker is gone: out of memory, most likely."""
        process = self._workers.pop(connection)
        process.join()
        counts = Counts()
        name = self._busy.pop(connection).name
        counts.problem(name, f"the process that read it ended with {process.exitcode}")
        if not self._workers:
            raise BacktestError(
                f"all processes ended, the last with exit code {process.exitcode}",
                where=name,
                change="Try fewer at a time with --jobs, and this object alone.",
            )
        return counts

    def _last_words(self) -> Iterator[Counts]:
        for connection in self._busy:
            connection.send(None)
        end = time.monotonic() + _LAST_WORD
        self._objects = iter(())
        while self._busy and (left := end - time.monotonic()) > 0:
            yield from self._receive(left)

    def end(self) -> None:
        for process in self._workers.values():
            process.terminate()
        for connection, process in self._workers.items():
            process.join()
            connection.close()


def _work(connection: Connection, watches: Sequence[Watch], log_source: str | None) -> None:
    """A worker's life: objects in, counts out, until the pipe closes."""
    scanner = Scanner(watches, log_source)
    _leave_out_of_collection()
    pulse = _pulse(connection, scanner)
    while True:
        try:
            one = connection.recv()
        except EOFError:
            return
        if one is None:
            return
        try:
            scanner.scan(one, pulse)
        except _Stopped:
            connection.send(_Report(scanner.take(), done=True))
            return
        connection.send(_Report(scanner.take(), done=True))


def _leave_out_of_collection() -> None:
    """Take all that is here by now out of Python's collector of cycles: catalogue, patterns and
    modules stay to the end, and one look at them costs as much as 5,000 events (measured)."""
    gc.freeze()


def _pulse(connection: Connection, scanner: Scanner) -> Callable[[], None]:
    due = time.monotonic() + _SEND_EVERY

    def pulse() -> None:
        nonlocal due
        if time.monotonic() < due:
            return
        if connection.poll():  # nothing but the end is sent while an object is read
            raise _Stopped
        connection.send(_Report(scanner.take(), done=False))
        due = time.monotonic() + _SEND_EVERY

    return pulse
