"""The order of the stages, and nowhere else: house -> players -> arrivals -> table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from opensearchpy.exceptions import OpenSearchException

from demo.clients import Clients
from demo.clock import Clock, WallClock, ticks
from demo.errors import DemoError
from demo.search import Search
from demo.terminal import Terminal
from demo.workload.arrival import Arrivals, arrivals
from demo.workload.expected import LOGS
from demo.workload.house import House, house
from demo.workload.log import Outcome
from demo.workload.players import (
    agent,
    distribution,
    flow_logs,
    function,
    load_balancer,
    trail,
)
from demo.workload.players.workload import Workload
from demo.workload.table import show
from demo.workload.visits import Visit, visits

Player = Callable[[Clients, Workload, Sequence[Visit], datetime], Iterator[Outcome]]
PLAYERS: tuple[Player, ...] = (
    trail.play,
    flow_logs.play,
    load_balancer.play,
    distribution.play,
    function.play,
    agent.play,
)
PATIENCE = 180.0
"""Seconds for the last document, also on a machine that does much else."""


@dataclass(frozen=True)
class Settings:
    work: Path


def run(settings: Settings, terminal: Terminal) -> bool:
    """True when every log has arrived exactly once. Raises DemoError when it cannot be played."""
    settings.work.mkdir(parents=True, exist_ok=True)
    with ExitStack() as open_until_found:
        with terminal.stage("start", "Starting the local cloud, applying examples/workload"):
            here = open_until_found.enter_context(house(settings.work, terminal.progress))
        try:
            with terminal.stage("traffic", "Visits to the shop: each service writes its log"):
                outcomes = play(here)
            with terminal.stage("arrival", "Looking for every line in OpenSearch"):
                found = wait(Search.at(here.search_endpoint), outcomes, WallClock(), PATIENCE)
        except (BotoCoreError, ClientError, OpenSearchException) as error:
            raise DemoError(
                f"the local cloud gave an answer that cannot be used: {error}\n"
                f"Its logs: {here.logs}"
            ) from error
    show(terminal.console, found)
    summary = settings.work / "summary.json"
    document = {"holds": found.hold, "seconds": terminal.seconds, **asdict(found)}
    summary.write_text(json.dumps(document, indent=2), encoding="utf-8")
    terminal.say(f"summary: {summary}")
    return found.hold


def play(here: House) -> list[Outcome]:
    """Each service writes what it is configured to write about the same visits."""
    now = WallClock().now()
    made = visits(now)
    return [
        outcome for player in PLAYERS for outcome in player(here.clients, here.workload, made, now)
    ]


def wait(search: Search, outcomes: Sequence[Outcome], clock: Clock, patience: float) -> Arrivals:
    """Looks until everything is there, or patience is over; then once more for what comes twice."""
    found = arrivals(search, LOGS, outcomes)
    for _ in ticks(clock, patience, 1.0):
        if not any(log.missing for log in found.logs):
            break
        found = arrivals(search, LOGS, outcomes)
    clock.sleep(3.0)
    return arrivals(search, LOGS, outcomes)
