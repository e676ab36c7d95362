"""What counts as arrived: every line, at its own origin, as often as it was sent and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from demo.workload.arrival import arrivals
from demo.workload.log import NotConfigured, ObjectPlace, StreamPlace, Written

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
OBJECT = ObjectPlace("delivery", "AWSLogs/1/elasticloadbalancing/a.log.gz")
STREAM = StreamPlace("/watch/lambda", "one")


class Engine:
    def __init__(self, *sources: dict[str, Any]) -> None:
        self.sources = sources

    def refresh(self) -> None:
        pass

    def every(self, indices: str, fields: Sequence[str]) -> Iterator[dict[str, Any]]:
        for number, source in enumerate(self.sources):
            whole = {"@timestamp": "2026-03-04T05:06:07Z", **source}
            yield {"_index": "hinomi-plain-2026.03", "_id": str(number), "_source": whole}


def of_object(text: str, place: ObjectPlace = OBJECT) -> dict[str, Any]:
    return {"message": text, "log": {"file": {"path": place.shown}}}


def of_stream(text: str) -> dict[str, Any]:
    where = {"log_group": STREAM.group, "log_stream": STREAM.stream}
    return {"message": text, "aws": {"cloudwatch": where}}


def test_every_line_once() -> None:
    outcomes = [Written("a", OBJECT, ("x", "y", "x"), NOW), Written("b", STREAM, ("z",), NOW)]
    engine = Engine(of_object("x"), of_object("y"), of_object("x"), of_stream("z"))
    found = arrivals(engine, ("a", "b"), outcomes)  # type: ignore[arg-type]

    assert found.hold
    assert [(log.sent, log.found) for log in found.logs] == [(3, 3), (1, 1)]
    assert found.logs[0].places == (OBJECT.shown,)
    assert found.logs[0].indices == ("hinomi-plain-2026.03",)


def test_a_line_that_is_lost_doubled_or_elsewhere_does_not_hold() -> None:
    outcomes = [Written("a", OBJECT, ("x", "y"), NOW)]
    elsewhere = ObjectPlace("delivery", "other.log.gz")
    for engine, expected in (
        (Engine(of_object("x")), (1, 0, 0)),
        (Engine(of_object("x"), of_object("y"), of_object("y")), (0, 1, 0)),
        (Engine(of_object("x"), of_object("changed")), (1, 1, 0)),
        (Engine(of_object("x"), of_object("y", elsewhere)), (1, 0, 1)),
    ):
        found = arrivals(engine, ("a",), outcomes)  # type: ignore[arg-type]
        assert (found.logs[0].missing, found.logs[0].surplus, found.strangers) == expected
        assert not found.hold


def test_a_log_that_nobody_configured_is_named_with_its_reason() -> None:
    outcomes = [
        NotConfigured("linux agent: *", "no association chooses i-1"),
        Written("b", STREAM, ("z",), NOW),
    ]
    found = arrivals(Engine(of_stream("z")), ("linux agent: nginx", "b", "c"), outcomes)  # type: ignore[arg-type]

    assert not found.hold
    assert [(log.once, log.reasons) for log in found.logs] == [
        (False, ("no association chooses i-1",)),
        (True, ()),
        (False, ("nobody collects it",)),
    ]
