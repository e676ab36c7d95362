"""One object after the other: what kind it is, what matches in it, and what went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from .archive import LogObject
from .cloudtrail_matcher import CloudTrailMatcher
from .compression import decompressed
from .errors import UnreadableError
from .event_facts import Facts, Found
from .flow_log_reader import FlowLogReader
from .line_matcher import LineMatcher, read_plain
from .log_kind import (
    CLOUDTRAIL,
    KINDS,
    VPC_FLOW_LOGS,
    FlowFields,
    first_line,
    flow_fields,
    log_kind,
)
from .tally import Counts
from .watch import Watch

_MOST_WAITING = 2_000  # matches of one watch
_REGION_IN_NAME = re.compile(r"/vpcflowlogs/([a-z]{2}(?:-[a-z]+)+-\d)/")


class Scanner:
    """`watches` over objects. `counts` holds what was found since the last `take`."""

    def __init__(self, watches: Sequence[Watch], log_source: str | None = None) -> None:
        """`log_source` forces the kind of every object; None tells it from the content."""
        self._watches = watches
        self._forced = log_source
        self.counts = Counts()
        self._waiting: dict[int, list[Facts]] = {}  # matches that are not counted yet
        any_kind = {i: one.pattern for i, one in enumerate(watches) if one.log_source is None}
        self._cloudtrail_indices = self._of(CLOUDTRAIL)
        self._cloudtrail = CloudTrailMatcher([watches[i].pattern for i in self._cloudtrail_indices])
        by_name = {i: watches[i].pattern for i in self._of(VPC_FLOW_LOGS) if i not in any_kind}
        self._flow_logs = FlowLogReader(by_name, any_kind)
        self._lines = {
            kind: LineMatcher({i: watches[i].pattern for i in self._of(kind)})
            for kind in KINDS
            if kind not in (CLOUDTRAIL, VPC_FLOW_LOGS)
        }
        self._wanted = {kind for kind in KINDS if self._of(kind)}

    def _of(self, kind: str) -> list[int]:
        """Indices of the watches that read a kind of log."""
        return [i for i, one in enumerate(self._watches) if one.log_source in (None, kind)]

    def take(self) -> Counts:
        """What was found since the last time."""
        self._count()
        counts, self.counts = self.counts, Counts()
        return counts

    def _count(self) -> None:
        """Count what waits: counting a run's few matches at once would cost more than finding
        them."""
        for index, matches in self._waiting.items():
            self.counts.match(index, self._watches[index], matches)
        self._waiting = {}

    def scan(self, log_object: LogObject, pulse: Callable[[], None]) -> None:
        """Read one object. `pulse` is called after each run of its events; what it raises ends
        the reading. An object that cannot be read becomes a problem, and never raises."""
        try:
            for found in self._found(log_object):
                pulse()
                del found
        except UnreadableError as error:
            self.counts.problem(log_object.name, error.reason)
        except OSError as error:
            self.counts.problem(log_object.name, f"it cannot be read ({error.strerror or error})")

    def _found(self, log_object: LogObject) -> Iterator[Found]:
        blocks = decompressed(self._counted(log_object.chunks()))
        head = next(blocks, b"")
        kind = self._forced or log_kind(head)
        if kind not in self._wanted:
            self.counts.passed_over[kind] += 1
            return
        self.counts.reading(kind).objects += 1
        fields = flow_fields(first_line(head)) if kind == VPC_FLOW_LOGS else FlowFields()
        unasked = self._flow_logs.unasked(fields) if kind == VPC_FLOW_LOGS else {}
        for index, reason in unasked.items():
            self.counts.not_asked(index, reason).objects += 1
        for found in self._read(kind, fields, chain((head,), blocks), log_object.name):
            # Looked up each time: `take` may have put new counts here.
            counts = self.counts
            counts.reading(kind).add(found.events, found.times)
            for index, reason in unasked.items():
                counts.not_asked(index, reason).events += found.events
            indices = self._cloudtrail_indices if kind == CLOUDTRAIL else None
            for at, matches in found.matches.items():
                index = indices[at] if indices else at
                waiting = self._waiting.setdefault(index, [])
                waiting += matches
                if len(waiting) >= _MOST_WAITING:
                    self._count()
            yield found

    def _read(
        self, kind: str, fields: FlowFields, blocks: Iterable[bytes], name: str
    ) -> Iterator[Found]:
        if kind == CLOUDTRAIL:
            return self._cloudtrail.read(blocks)
        if kind == VPC_FLOW_LOGS:
            region = _REGION_IN_NAME.search(name)
            return self._flow_logs.read(blocks, fields, region.group(1) if region else None)
        return read_plain(blocks, self._lines[kind], kind)

    def _counted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.counts.bytes_read += len(chunk)
            yield chunk
