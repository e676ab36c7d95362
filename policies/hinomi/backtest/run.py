"""The back-test itself, from paths to an outcome."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from .archive import LogObject, check, objects
from .errors import BacktestError
from .interruption import Interruption, interruptible
from .outcome import Outcome, outcome
from .progress import Progress
from .scanner import Scanner
from .tally import Counts
from .watch import Watch
from .workers import scan_here, scan_on_all_cores


@dataclass(frozen=True)
class Request:
    """What to read and what to ask. `log_source` None tells each object's kind by its content."""

    paths: tuple[str, ...]
    watches: Sequence[Watch]
    log_source: str | None
    at_most: int
    top: int
    jobs: int


def backtest(request: Request, progress: Progress) -> Outcome:
    """Read the archive. Ctrl-C ends it early, with what was found by then.

    Raises BacktestError for paths that are not there or hold nothing.
    """
    check(request.paths)
    found = objects(request.paths)
    first = list(islice(found, request.jobs))
    if not first:
        raise BacktestError(
            "there is nothing to read",
            where=", ".join(request.paths),
            change="Name files, folders or S3 prefixes that hold logs.",
        )
    counts = Counts()
    begin = time.monotonic()
    with progress.over(request.paths), interruptible() as interruption:
        for part in _scan(request, chain(first, found), len(first), interruption):
            counts.merge(part)
            progress.show(counts)
        interrupted = interruption.asked
    if not (counts.readings or counts.broken or interrupted):
        raise BacktestError(
            f"nothing there is a log that the patterns read ({_kinds(counts)})",
            where=", ".join(request.paths),
            change="Name the folder of the logs, or say with --log-source what they are.",
        )
    return outcome(
        counts,
        request.watches,
        at_most=request.at_most,
        top=request.top,
        seconds=time.monotonic() - begin,
        interrupted=interrupted,
    )


def _kinds(counts: Counts) -> str:
    return ", ".join(f"{kind}: {number}" for kind, number in sorted(counts.passed_over.items()))


def _scan(
    request: Request, found: Iterator[LogObject], jobs: int, interruption: Interruption
) -> Iterator[Counts]:
    """In this process where there is one core or one object: a second one would only cost."""
    if jobs == 1:
        scanner = Scanner(request.watches, request.log_source)
        return scan_here(found, scanner, interruption)
    return scan_on_all_cores(found, request.watches, request.log_source, jobs, interruption)
