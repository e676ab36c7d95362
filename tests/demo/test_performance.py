"""Playing and waiting: it stops when all is there, waits for what is not, and not for ever."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from demo.performance import QUIET, SETTLE_MOST, Performance, alert_wait
from demo.receiver.alerts import Alert
from demo.receiver.queue import QueueMessage
from demo.scene import Play, Scene
from demo.sender.sent import SentObject, SentScene
from demo.terminal import Terminal, facts
from demo.watch import Watch
from tests.demo.recorded_run import recorded_run

START = datetime(2026, 1, 15, 3, 0, tzinfo=UTC)


@dataclass
class Clock:
    """Moves only when somebody sleeps."""

    time: datetime = START

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class World:
    """A queue and a search engine in one: things come at their times."""

    clock: Clock
    messages: dict[float, QueueMessage] = field(default_factory=dict)
    findable_after: float = 0.0
    flows_there: int = 0

    def passed(self) -> float:
        return (self.clock.now() - START).total_seconds()

    def empty(self) -> list[QueueMessage]:
        due = [at for at in self.messages if at <= self.passed()]
        return [self.messages.pop(at) for at in due]

    def occurrences(self, ids: Iterable[str]) -> dict[str, int]:
        return dict.fromkeys(ids, int(self.passed() >= self.findable_after))

    def count(self, indices: str) -> int:
        return self.flows_there


def scene_sent(**changes: object) -> SentScene:
    sent = SentScene(
        id="s",
        at=START,
        objects=(SentObject("k", START, 2),),
        logged_at=START,
        event_ids=("a", "b"),
        nameless=0,
        oversized=(),
        flows_at=None,
        flow_lines=(),
    )
    return replace(sent, **changes)


def alert(detection: str, readers: tuple[str, ...] = ("queue q", "mail m")) -> Alert:
    return Alert(
        detection=detection,
        actor="x",
        actors=(frozenset({"x"}),),
        source="y",
        sources=("y",),
        count=1,
        at=START + timedelta(seconds=2),
        delivered_to=readers,
        document={"event_ids": ["b"]},
    )


class OneSceneSender:
    def send(self, scene: Scene) -> SentScene:
        return scene_sent()


def performance(world: World, alerts: list[Alert], tmp_path: Path) -> tuple[Performance, Watch]:
    clock = world.clock
    watch = Watch(world, tmp_path, world, clock)
    terminal = Terminal(Console(file=io.StringIO(), width=100))
    shown = performance_of(watch, terminal, clock, alerts, world)
    return shown, watch


def performance_of(
    watch: Watch, terminal: Terminal, clock: Clock, alerts: list[Alert], world: World
) -> Performance:
    # A bell is heard once its message is out of the queue.
    def heard() -> list[Alert]:
        return alerts[: len(watch.messages)]

    return Performance(watch, OneSceneSender(), terminal, clock, heard)


MESSAGE = QueueMessage(START, "", {})


def test_a_scene_is_sent_and_its_documents_are_timed(tmp_path: Path) -> None:
    world = World(Clock(), findable_after=1.0)
    shown, watch = performance(world, [], tmp_path)
    scene = Scene("s", {"en": "t", "ja": "t"}, {"en": "c", "ja": "c"}, seconds=3)
    sent = shown.play(Play("p", (scene,)))
    assert [one.id for one in sent] == ["s"]
    assert watch.missing() == 0
    assert [wait.seconds for wait in watch.document_waits] == [1.0, 1.0]


def test_flows_are_there_when_as_many_are_counted_as_were_sent(tmp_path: Path) -> None:
    world = World(Clock())
    _, watch = performance(world, [], tmp_path)
    watch.expect(scene_sent(event_ids=(), flows_at=START, flow_lines=("l",) * 5))
    world.flows_there = 4
    watch.look()
    assert watch.missing() == 1
    world.flows_there = 5
    watch.look()
    assert watch.missing() == 0


def test_it_settles_soon_after_the_last_thing_came(tmp_path: Path) -> None:
    run = recorded_run()
    assert run.expected is not None
    expected = replace(run.expected, rings=run.expected.rings[:1])
    rung = [alert(expected.rings[0].detection)]
    world = World(Clock(), messages={7.0: MESSAGE}, findable_after=2.0)
    shown, watch = performance(world, rung, tmp_path)
    watch.expect(scene_sent())
    shown.settle([scene_sent()], expected, accounted=lambda: True)
    assert 7 + QUIET <= world.passed() < 7 + QUIET + 1


@pytest.mark.parametrize("missing", ["bell", "mail", "document", "ledger"])
def test_it_waits_for_what_is_missing_but_not_for_ever(tmp_path: Path, missing: str) -> None:
    run = recorded_run()
    assert run.expected is not None
    expected = replace(run.expected, rings=run.expected.rings[:1])
    readers = ("queue q",) if missing == "mail" else ("queue q", "mail m")
    rung = [alert(expected.rings[0].detection, readers)]
    world = World(Clock(), messages={} if missing == "bell" else {1.0: MESSAGE})
    world.findable_after = 1e9 if missing == "document" else 0
    shown, watch = performance(world, rung, tmp_path)
    watch.expect(scene_sent())
    shown.settle([scene_sent()], expected, accounted=lambda: missing != "ledger")
    assert world.passed() == pytest.approx(SETTLE_MOST)


def test_without_a_list_quiet_is_enough(tmp_path: Path) -> None:
    world = World(Clock(), messages={1.0: MESSAGE})
    shown, watch = performance(world, [alert("any")], tmp_path)
    watch.expect(scene_sent())
    shown.settle([scene_sent()], None, accounted=lambda: True)
    assert world.passed() < 1 + QUIET + 1


def test_a_bell_belongs_to_the_scene_whose_events_it_names() -> None:
    first = scene_sent()
    later = scene_sent(
        event_ids=("c",), at=START + timedelta(seconds=1), logged_at=START + timedelta(seconds=1.9)
    )
    assert alert_wait(alert("x"), [first, later]).seconds == 2.0
    other = replace(alert("x"), document={"event_ids": ["c"]})
    assert alert_wait(other, [first, later]).seconds == pytest.approx(0.1)


def test_a_bell_of_flow_logs_belongs_to_the_last_flows_before_it() -> None:
    flows = scene_sent(flows_at=START + timedelta(seconds=1), flow_lines=("l",))
    after = scene_sent(flows_at=START + timedelta(seconds=3), flow_lines=("l",))
    nameless = replace(alert("rejected-flows"), document={"event_ids": ["a-log-event"]})
    assert alert_wait(nameless, [flows, after]).seconds == 1.0


def test_the_terminal_shows_the_facts_without_the_runbook() -> None:
    text = "[HIGH] Something\n\nWho\n  root\n\nWhat it means\n  This means\n  trouble.\n\nDo\n  x"
    document = {
        "text": {"en": text, "ja": "..."},
        "runbook": {"en": {"means": "This means trouble."}},
    }
    assert facts(replace(alert("x"), document=document)) == "[HIGH] Something\n\nWho\n  root"
    plain = {"text": {"en": "An alarm\n\nand no more"}, "runbook": {}}
    assert facts(replace(alert("x"), document=plain)) == "An alarm\n\nand no more"


def test_progress_is_thinned_where_nobody_watches() -> None:
    out = io.StringIO()
    terminal = Terminal(Console(file=out, width=100))
    for number in range(1, 201):
        terminal.progress(f"{number} of 200: module.x.aws_y.z[{number}]")
    terminal.progress("Apply complete!")
    lines = out.getvalue().splitlines()
    assert len(lines) == 11
    assert "Apply complete!" in lines[-1]
