"""The set-up function's templates: what it puts, that it may run again, and how it fails."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shipper.deadline import Deadline
from shipper.search_client import Answer, UnreachableError
from shipper.search_setup import SetUpError, Wanted, set_up
from shipper.search_setup.dashboards import boards, saved_objects
from shipper.search_setup.templates import TEMPLATES


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
    deadline = Deadline(seconds, waits.clock)
    return set_up(engine, Wanted(), deadline, waits.sleep)  # type: ignore[arg-type]


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


def test_a_role_that_is_not_known_everywhere_yet_is_waited_for() -> None:
    engine = Engine([403, 403])
    run(engine)
    assert engine.put


def test_a_role_without_rights_is_told_soon() -> None:
    engine = Engine([403] * 1000)
    with pytest.raises(SetUpError, match=r"hinomi-core.*403.*because"):
        run(engine, seconds=600.0)
    assert len(engine.answers) > 980


def test_an_endpoint_that_never_answers_is_named() -> None:
    with pytest.raises(SetUpError, match="gives no answer"):
        run(Engine([None] * 1000), seconds=20.0)


def test_a_refusal_is_told_with_the_answer_and_not_tried_again() -> None:
    engine = Engine([400, 200])
    with pytest.raises(SetUpError, match=r"hinomi-core.*400.*because"):
        run(engine)
    assert not engine.put


def mapped_fields(mapping: dict[str, Any], at: str = "") -> set[str]:
    found: set[str] = set()
    for name, field in mapping.get("properties", {}).items():
        place = f"{at}.{name}".removeprefix(".")
        found |= mapped_fields(field, place) if "properties" in field else {place}
    return found


def test_a_dashboard_asks_only_for_fields_that_are_mapped() -> None:
    """A panel on any other field is empty, and nobody is told."""
    fields: set[str] = set()
    for file in TEMPLATES.glob("*.json"):
        fields |= mapped_fields(json.loads(file.read_text())["template"]["mappings"])
    asked = set()
    for board in boards().values():
        for panel in board.panels:
            asked |= {*panel.by, *([panel.measure.field] if panel.measure.field else [])}
            asked |= {part.split(":")[0].strip() for part in panel.filter.split(" and ") if part}
    assert asked - fields == set()


@pytest.mark.parametrize("name", sorted(boards()))
def test_a_dashboards_panels_are_all_there_and_do_not_overlap(name: str) -> None:
    board = boards()[name]
    objects = {(one["type"], one["id"]): one for one in saved_objects(name, board)}
    assert len(objects) == len(board.panels) + 2
    dashboard = objects["dashboard", f"hinomi-{name}"]
    named = {one["name"]: (one["type"], one["id"]) for one in dashboard["references"]}
    panels = json.loads(dashboard["attributes"]["panelsJSON"])
    assert {named[panel["panelRefName"]] for panel in panels} <= set(objects)
    cells = [
        (panel["gridData"]["x"] + x, panel["gridData"]["y"] + y)
        for panel in panels
        for x in range(panel["gridData"]["w"])
        for y in range(panel["gridData"]["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 48
    for kind, one_id in objects:
        if kind == "visualization":
            state = json.loads(objects[kind, one_id]["attributes"]["visState"])
            assert [int(one["id"]) for one in state["aggs"]] == list(
                range(1, len(state["aggs"]) + 1)
            )


def test_every_data_set_with_a_template_has_a_dashboard() -> None:
    templates = {Path(file).stem for file in TEMPLATES.glob("*.json")} - {"core"}
    assert templates <= set(boards())
