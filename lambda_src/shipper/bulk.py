"""Sends documents in bulk and settles every one of them: indexed, duplicate, quarantined, or
handed back.

What each answer means is in the README's outcomes table.
"""

import random
import time
from collections.abc import Callable

import msgspec

from shipper.deadline import Deadline
from shipper.errors import HandedBackError
from shipper.ledger import Ledger
from shipper.origin import Origin
from shipper.quarantine import Quarantine
from shipper.records import Entry
from shipper.search_client import SearchClient, UnreachableError

# Amazon OpenSearch Service takes 10 MiB a request on its smaller instances; 5 MB is also where a
# larger body stops being faster.
MAX_BODY_BYTES = 5_000_000
FIRST_WAIT = 0.2
LONGEST_WAIT = 20.0

ALL_CREATED = '{"create":{"status":201}}'
OK, MULTIPLE_CHOICES, BAD_REQUEST, CONFLICT = 200, 300, 400, 409
TOO_LARGE, TOO_MANY_REQUESTS, SERVER_ERROR = 413, 429, 500

# Only what the ledger needs comes back: 30 bytes an item instead of 200.
_ONLY = {"filter_path": "items.create.status,items.create.error.type,items.create.error.reason"}


class _Error(msgspec.Struct):
    type: str = ""
    reason: str = ""


class _Outcome(msgspec.Struct):
    status: int
    error: _Error | None = None


class _Item(msgspec.Struct):
    create: _Outcome


class _Items(msgspec.Struct):
    items: list[_Item] = []


_decode = msgspec.json.Decoder(_Items).decode


class _Rest(msgspec.Struct):
    """What one request left to do, and whether to wait before."""

    again: list[list[Entry]] = []
    back_off: bool = False
    retry_after: float | None = None


class BulkWriter:
    """Collects the entries of one batch, sends them in bodies of bounded size, and counts."""

    def __init__(
        self,
        client: SearchClient,
        quarantine: Quarantine,
        ledger: Ledger,
        dataset: str,
        origin: Origin,
        deadline: Deadline,
        *,
        sleep: Callable[[float], None] = time.sleep,
        uniform: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._client, self._quarantine, self._ledger = client, quarantine, ledger
        self._dataset, self._origin, self._deadline = dataset, origin, deadline
        self._sleep, self._uniform = sleep, uniform
        self._entries: list[Entry] = []
        self._size = 0

    def add(self, entry: Entry) -> None:
        """Take one entry; sends what is there once it fills a body. Raises HandedBackError."""
        self._entries.append(entry)
        self._size += len(entry.document)
        if self._size >= MAX_BODY_BYTES:
            self.flush()

    def flush(self) -> None:
        """Settle every entry taken so far; raises HandedBackError when time or access is missing.

        Whatever is not settled then is in the ledger as deferred.
        """
        work = [self._entries] if self._entries else []
        self._entries, self._size = [], 0
        failures = 0
        try:
            while work:
                self._deadline.check()
                rest = self._send(work[-1])
                work[-1:] = rest.again
                if rest.back_off:
                    self._wait(failures, rest.retry_after)
                    failures += 1
        finally:
            self._ledger.deferred += sum(map(len, work))

    def abandon(self) -> None:
        """Count what was taken and not sent as deferred, when a batch ends before its end."""
        self._ledger.deferred += len(self._entries)
        self._entries, self._size = [], 0

    def _send(self, entries: list[Entry]) -> _Rest:
        """Send one body and settle what its answer settles; raises HandedBackError when refused."""
        try:
            answer = self._client.request(
                "POST",
                "/_bulk",
                _body(entries),
                content_type="application/x-ndjson",
                parameters=_ONLY,
                timeout=self._deadline.remaining(),
            )
        except UnreachableError:
            # It may have been carried out: then the next try finds duplicates, and none is new.
            return _Rest([entries], back_off=True)
        if answer.status == OK:
            return self._settle_all(entries, answer.body)
        if answer.status == TOO_MANY_REQUESTS or answer.status >= SERVER_ERROR:
            return _Rest([entries], back_off=True, retry_after=answer.retry_after)
        if answer.status in (TOO_LARGE, BAD_REQUEST):
            return self._split(entries, answer.status)
        raise HandedBackError(f"the search engine refused the request with status {answer.status}")

    def _settle_all(self, entries: list[Entry], text: str) -> _Rest:
        if text.count(ALL_CREATED) == len(entries):
            # The usual answer, counted in C: 0.8 us an event less than looking at each item.
            self._ledger.indexed += len(entries)
            return _Rest()
        try:
            items = _decode(text).items
        except msgspec.DecodeError:
            items = []
        if len(items) != len(entries):
            # A proxy's page, or half an answer: nothing is known of any item.
            return _Rest([entries], back_off=True)
        again = [
            entry
            for entry, item in zip(entries, items, strict=True)
            if not self._settle(entry, item.create)
        ]
        return _Rest([again], back_off=True) if again else _Rest()

    def _settle(self, entry: Entry, outcome: _Outcome) -> bool:
        """Count how one item ended; False when it is to be tried again."""
        status = outcome.status
        if status < MULTIPLE_CHOICES:
            self._ledger.indexed += 1
        elif status == CONFLICT:
            self._ledger.duplicate += 1
        elif status == TOO_MANY_REQUESTS or status >= SERVER_ERROR:
            return False
        else:
            error = outcome.error or _Error()
            self._keep(entry, status, error.type, error.reason)
        return True

    def _split(self, entries: list[Entry], status: int) -> _Rest:
        """Halve a body that was refused as a whole, until the record that causes it is alone."""
        if len(entries) > 1:
            middle = len(entries) // 2
            return _Rest([entries[middle:], entries[:middle]])
        self._keep(entries[0], status, "request_refused", "refused as a request of its own")
        return _Rest()

    def _keep(self, entry: Entry, status: int, kind: str, reason: str) -> None:
        error = {
            "type": kind,
            "reason": reason,
            "status": status,
            "index": entry.index,
            "id": entry.id,
        }
        try:
            self._deadline.check()
            self._quarantine.keep_record(
                self._dataset, self._origin, entry.position, bytes(entry.raw), error
            )
        except HandedBackError:
            self._ledger.deferred += 1
        else:
            self._ledger.quarantined += 1

    def _wait(self, failures: int, retry_after: float | None) -> None:
        """Wait with full jitter, and no less than the server asked; raises HandedBackError.

        Full jitter, since hundreds of functions would else come back in the same moment.
        """
        longest = min(LONGEST_WAIT, FIRST_WAIT * 2.0**failures)
        wait = max(self._uniform(0.0, longest), retry_after or 0.0)
        if wait >= self._deadline.remaining():
            raise HandedBackError("the search engine is overloaded or away, and time is used up")
        self._sleep(wait)


def _body(entries: list[Entry]) -> bytes:
    lines: list[bytes] = []
    for entry in entries:
        lines.append(
            b'{"create":{"_index":"%b","_id":"%b"}}' % (entry.index.encode(), entry.id.encode())
        )
        lines.append(entry.document)
    lines.append(b"")
    return b"\n".join(lines)
