"""How far the reading is, on a terminal's standard error: share, rate, time left."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich import progress as bars
from rich.console import Console

from .archive import objects
from .errors import BacktestError
from .tally import Counts


class Progress:
    """A progress bar where standard error is a terminal, and nothing elsewhere."""

    def __init__(self) -> None:
        self._bar: bars.Progress | None = None
        self._task = bars.TaskID(0)

    @contextmanager
    def over(self, paths: Sequence[str]) -> Iterator[None]:
        """Show progress over these paths until the block ends."""
        if not sys.stderr.isatty():
            yield
            return
        with bars.Progress(
            bars.TextColumn("reading"),
            bars.BarColumn(),
            bars.DownloadColumn(),
            bars.TransferSpeedColumn(),
            bars.TimeRemainingColumn(),
            bars.TextColumn("{task.fields[events]:,} events, {task.fields[matches]:,} matches"),
            console=Console(stderr=True),
            transient=True,
        ) as bar:
            self._task = bar.add_task("", total=None, events=0, matches=0)
            self._bar = bar
            # The size is found beside the reading: an archive of millions takes a while to list.
            threading.Thread(target=self._measure, args=(paths,), daemon=True).start()
            try:
                yield
            finally:
                self._bar = None

    def show(self, counts: Counts) -> None:
        """Show what was read so far."""
        if self._bar is not None:
            self._bar.update(
                self._task,
                completed=counts.bytes_read,
                events=sum(one.events for one in counts.readings.values()),
                matches=sum(one.matches for one in counts.tallies.values()),
            )

    def _measure(self, paths: Sequence[str]) -> None:
        total = 0
        try:
            for one in objects(paths):
                total += one.size
                if self._bar is None:
                    return
        except (BacktestError, OSError):
            return  # the reading itself meets the same and says it
        bar = self._bar
        if bar is not None:
            bar.update(self._task, total=total)
