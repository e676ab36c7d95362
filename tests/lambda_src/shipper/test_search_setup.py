"""The set-up function: what it puts, that it may run again, and how it fails."""

from collections.abc import Mapping

import msgspec
import pytest

from shipper.deadline import Deadline
from shipper.search_client import Answer, UnreachableError
from shipper.search_setup import TEMPLATES, SetUpError, set_up


class Engine:
    def __init__(self, answers: list[int | None] | None = None) -> None:
        self.answers = answers or []
        self.put: list[tuple[str, dict[str, object]]] = []

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
        assert method == "PUT"
        status = self.answers.pop(0) if self.answers else 200
        if status is None:
            raise UnreachableError("NewConnectionError")
        if status == 200:
            self.put.append((path, msgspec.json.decode(body)))
        return Answer(status, None, '{"error":"because"}')


class Waits:
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def run(engine: Engine, seconds: float = 60.0) -> dict[str, object]:
    waits = Waits()
    return set_up(engine, Deadline(seconds, waits.clock), waits.sleep)  # type: ignore[arg-type]


def test_every_file_is_put_the_core_first_and_then_the_index_template() -> None:
    engine = Engine()
    done = run(engine)
    paths = [path for path, _ in engine.put]
    assert paths[0] == "/_component_template/hinomi-core"
    assert paths[-1] == "/_index_template/hinomi-logs"
    assert len(paths) == len(list(TEMPLATES.glob("*.json"))) + 1
    assert engine.put[-1][1]["index_patterns"] == ["hinomi-*"]
    assert engine.put[-1][1]["composed_of"] == done["component_templates"]
    again = Engine()
    run(again)
    assert again.put == engine.put


def test_an_endpoint_that_is_not_there_yet_is_waited_for() -> None:
    engine = Engine([None, 503, 429])
    run(engine)
    assert engine.put


def test_an_endpoint_that_never_answers_is_named() -> None:
    with pytest.raises(SetUpError, match="gives no answer"):
        run(Engine([None] * 1000), seconds=20.0)


def test_a_refusal_is_told_with_the_answer_and_not_tried_again() -> None:
    engine = Engine([400, 200])
    with pytest.raises(SetUpError, match=r"hinomi-core.*400.*because"):
        run(engine)
    assert not engine.put
