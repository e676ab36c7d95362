"""The order of the demo's stages, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from opensearchpy.exceptions import OpenSearchException

from cloud.state import ACCOUNT, REGION
from demo import inspection, summary
from demo.clock import WallClock
from demo.errors import DemoError
from demo.events.folder import folder
from demo.evidence import Evidence
from demo.expected.expected_list import ExpectedList, expected_list
from demo.house import House, house
from demo.performance import Performance
from demo.receiver.alerts import Alert, alerts
from demo.receiver.queue import NextActionQueue
from demo.report.page import write_report
from demo.scene import Play
from demo.search import Search
from demo.sender.cloudtrail import CloudTrail
from demo.sender.flow_logs import FlowLogs
from demo.sender.scene_sender import SceneSender
from demo.story.script import story
from demo.terminal import Terminal
from demo.verdict import verdict
from demo.watch import Watch
from hinomi.catalogue import Catalogue, load

# What opens the house: where its files go, and who is told of each step.
OpenHouse = Callable[[Path, Callable[[str], None]], AbstractContextManager[House]]


@dataclass(frozen=True)
class Settings:
    work: Path
    events: Path | None
    expect: Path | None
    seed: str


def run(settings: Settings, terminal: Terminal, open_house: OpenHouse = house) -> bool:
    """Plays the demo; True when all that must be seen was seen. Raises DemoError when it cannot.

    play -> house -> performance -> inspection -> verdict -> summary, report, terminal
    """
    settings.work.mkdir(parents=True, exist_ok=True)
    started = WallClock().now()
    catalogue = load()
    play = _play(settings, terminal)
    expected = expected_list(play, settings.expect)
    terminal.opening(play)
    with ExitStack() as open_until_judged:
        with terminal.stage("start", "Starting the local cloud, applying environments/local"):
            here = open_until_judged.enter_context(open_house(settings.work, terminal.progress))
        try:
            evidence = _evidence(here, play, expected, catalogue, started, terminal)
        except (BotoCoreError, ClientError, OpenSearchException) as error:
            raise DemoError(
                f"the local cloud gave an answer that the demo cannot use: {error}\n"
                f"Its logs: {here.logs}"
            ) from error
    judged = verdict(evidence)
    terminal.seconds["all"] = (WallClock().now() - started).total_seconds()
    numbers = summary.summary(evidence, judged, terminal.seconds)
    files = [settings.work / "summary.json", settings.work / "report.html"]
    summary.write(numbers, files[0])
    write_report(evidence, judged, numbers, files[1])
    terminal.notifications(evidence.alerts, here.mail_directory)
    terminal.closing(evidence, judged, files)
    return judged.holds


def _evidence(
    here: House,
    play: Play,
    expected: ExpectedList | None,
    catalogue: Catalogue,
    started: datetime,
    terminal: Terminal,
) -> Evidence:
    clock = WallClock()
    search = Search.at(here.entrances.search_endpoint)
    queue = NextActionQueue(here.clients.sqs, here.entrances.next_action_queue_url)
    watch = Watch(queue, here.mail_directory, search, clock)
    rung = _alerts(here, watch, queue)
    performance = Performance(watch, _sender(here, clock), terminal, clock, rung)
    with terminal.stage("story", "The play"):
        sent = performance.play(play)
    with terminal.stage("settle", "Waiting for the last bell and the last document"):
        performance.settle(sent, expected, lambda: inspection.accounted(here, search, sent))
    with terminal.stage("inspection", "Looking every event up"):
        return inspection.inspect(
            here, search, watch, play, expected, sent, rung(), catalogue, started
        )


def _play(settings: Settings, terminal: Terminal) -> Play:
    if settings.events is None:
        return story(ACCOUNT, REGION, settings.seed)
    return folder(settings.events, terminal.warn)


def _sender(here: House, clock: WallClock) -> SceneSender:
    clients, entrances = here.clients, here.entrances
    trail = CloudTrail(
        clients.s3,
        clients.logs,
        clock,
        bucket=entrances.audit_bucket,
        group=entrances.trail_log_group,
        account=entrances.account,
        region=entrances.region,
    )
    flows = FlowLogs(clients.logs, clock, group=entrances.flow_log_group)
    return SceneSender(trail, flows, clock)


def _alerts(here: House, watch: Watch, queue: NextActionQueue) -> Callable[[], list[Alert]]:
    """All alerts up to now; a mail may come a moment after the queue's copy."""
    return lambda: alerts(
        watch.messages,
        watch.mails(),
        queue.name,
        here.entrances.notifications_topic_arn,
        here.entrances.detection_alarms,
    )
