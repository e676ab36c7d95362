"""Whatever the search engine answers, every entry ends in exactly one column of the ledger."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shipper import bulk
from shipper.bulk import BulkWriter
from shipper.deadline import Deadline
from shipper.errors import HandedBackError
from shipper.ledger import Ledger
from shipper.origin import LogStreamOrigin
from shipper.records import Entry
from shipper.search_client import Answer, UnreachableError

ORIGIN = LogStreamOrigin("111122223333", "group", "stream")


class Clock:
    """Time that passes only when somebody waits or sends."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class Engine:
    """Answers as the script says: for the whole request, or status by status for its items."""

    def __init__(self, clock: Clock, whole: list[Any], items: list[int]) -> None:
        self.clock, self.whole, self.items = clock, whole, items
        self.there: Counter[str] = Counter()

    def request(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        content_type: str = "",
        parameters: Mapping[str, str] | None = None,
        timeout: float = 0.0,
    ) -> Answer:
        self.clock.now += 0.5
        outcome = self.whole.pop(0) if self.whole else 200
        if outcome == "unreachable":
            raise UnreachableError("reset")
        if outcome == "carried out":
            self._items(body)
            raise UnreachableError("timed out")
        if outcome == "page":
            return Answer(200, None, "<html>")
        if outcome != 200:
            return Answer(outcome, None, "{}")
        return Answer(200, None, json.dumps({"items": self._items(body)}, separators=(",", ":")))

    def _items(self, body: bytes) -> list[dict[str, Any]]:
        return [
            {"create": {"status": self._status(json.loads(line)["create"]["_id"])}}
            for line in body.split(b"\n")[:-1:2]
        ]

    def _status(self, name: str) -> int:
        status = self.items.pop(0) if self.items else 201
        if status == 201:
            if self.there[name]:
                return 409
            self.there[name] += 1
        return status


class Kept:
    """A quarantine that fails as often as told."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.names: list[object] = []

    def keep_record(
        self, dataset: str, origin: object, position: object, raw: bytes, error: object
    ) -> None:
        if self.failures:
            self.failures -= 1
            raise HandedBackError("not now")
        self.names.append(position)


WHOLE = st.sampled_from(
    [200, 200, 429, 500, 503, 400, 413, 403, "unreachable", "carried out", "page"]
)
ITEM = st.sampled_from([201, 201, 201, 409, 429, 400, 403, 404, 500, 503])


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, 12),
    st.lists(WHOLE, max_size=12),
    st.lists(ITEM, max_size=40),
    st.integers(0, 2),
    st.floats(0.5, 30.0),
    st.integers(1, 12),
)
def test_conservation(
    count: int,
    whole: list[Any],
    items: list[int],
    failures: int,
    seconds: float,
    in_a_body: int,
) -> None:
    clock = Clock()
    engine, kept, ledger = Engine(clock, whole, items), Kept(failures), Ledger("test")
    writer = BulkWriter(
        engine,  # type: ignore[arg-type]
        kept,  # type: ignore[arg-type]
        ledger,
        "test",
        ORIGIN,
        Deadline(seconds, clock),
        sleep=clock.sleep,
        uniform=lambda _least, most: most,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "MAX_BODY_BYTES", in_a_body * 10)
        try:
            for number in range(count):
                ledger.read += 1
                writer.add(Entry("index", str(number), b'{"a": 123}', b"raw", number))
            writer.flush()
        except HandedBackError:
            assert ledger.deferred
        finally:
            writer.abandon()
    assert ledger.balanced(), ledger
    assert max(engine.there.values(), default=0) <= 1
    assert ledger.quarantined == len(kept.names) == len(set(kept.names))
    # Called indexed is only what the engine took. It may hold more: what it never answered for.
    assert ledger.indexed <= len(engine.there)
    # One request and one wait may be under way when time ends, and nothing after that.
    assert clock.now <= seconds + 0.5
