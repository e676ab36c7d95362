"""Plays the scenes, and waits until everything that they must lead to is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from demo.clock import Clock, ticks
from demo.expected.expected_list import ExpectedList
from demo.receiver.alerts import Alert
from demo.scene import Play
from demo.sender.scene_sender import SceneSender
from demo.sender.sent import SentScene
from demo.terminal import Terminal
from demo.watch import Wait, Watch

LOOK_EVERY = 0.25
SETTLE_MOST = 90.0
"""Seconds to wait after the last scene; a healthy house needs three."""
QUIET = 4.0
"""Seconds without anything new before the play is over: time for an alarm that should not ring."""


@dataclass
class Performance:
    watch: Watch
    sender: SceneSender
    terminal: Terminal
    clock: Clock
    alerts: Callable[[], list[Alert]]
    """All alerts so far, from what the watch has seen."""

    def play(self, play: Play) -> tuple[SentScene, ...]:
        """Sends scene after scene, showing each bell as it rings."""
        sent: list[SentScene] = []
        for number, scene in enumerate(play.scenes):
            self.terminal.scene(number, scene)
            sent.append(self.sender.send(scene))
            self.terminal.sent(sent[-1])
            self.watch.expect(sent[-1])
            for _ in ticks(self.clock, scene.seconds, LOOK_EVERY):
                self._look(sent)
        return tuple(sent)

    def settle(
        self,
        sent: Sequence[SentScene],
        expected: ExpectedList | None,
        accounted: Callable[[], bool],
    ) -> None:
        """Returns once nothing is missing and nothing new came for a while, or when time is up.

        `accounted` says whether the shipper's ledger has closed; asked only when the rest is there.
        """
        wanted = {ring.detection for ring in expected.rings} if expected else set()
        last_change = self.clock.now()
        last_said = 0.0
        for passed in ticks(self.clock, SETTLE_MOST, LOOK_EVERY):
            if self._look(sent):
                last_change = self.clock.now()
            rung = {alert.detection for alert in self.alerts() if len(alert.delivered_to) > 1}
            silent = wanted - rung
            quiet = (self.clock.now() - last_change).total_seconds() >= QUIET
            if not self.watch.missing() and not silent and quiet and accounted():
                return
            if passed - last_said >= 5:
                last_said = passed
                self.terminal.say(
                    f"{passed:.0f} s: {self.watch.missing():,} events not found yet, "
                    f"{len(silent)} bells not heard yet"
                )
        self.terminal.warn(f"after {SETTLE_MOST:.0f} s the play is judged as it is")

    def _look(self, sent: Sequence[SentScene]) -> bool:
        """One look; True when a message came or an event was found."""
        before = (len(self.watch.messages), self.watch.missing())
        rung = len(self.alerts())
        self.watch.look()
        for alert in self.alerts()[rung:]:
            wait = alert_wait(alert, sent)
            self.terminal.bell(alert.detection, wait.seconds, alert.actor, alert.source)
        return before != (len(self.watch.messages), self.watch.missing())


def alert_wait(alert: Alert, sent: Sequence[SentScene]) -> Wait:
    """From the call that sent the events to their log group until the notification was there."""
    scene = scene_of(alert, sent)
    flows = not set(alert.document.get("event_ids", ())) & set(scene.event_ids)
    since = (scene.flows_at if flows else scene.logged_at) or scene.at
    return Wait(alert.detection, _seconds(since, alert.at), scene.id)


def scene_of(alert: Alert, sent: Sequence[SentScene]) -> SentScene:
    """The scene that rang the bell: the one that the notification's event ids belong to.

    Flow logs have no ids of ours; there it is the last scene before the bell in which the
    notification's first source sent anything.
    """
    ids = set(alert.document.get("event_ids", ()))
    if (named := next((one for one in sent if ids & set(one.event_ids)), None)) is not None:
        return named
    before = [one for one in sent if one.flows_at and one.flows_at <= alert.at]
    seen = [one for one in before if any(f" {alert.source} " in line for line in one.flow_lines)]
    return (seen or before or sent[:1])[-1]


def _seconds(since: datetime, until: datetime) -> float:
    # SQS keeps milliseconds, the clock microseconds: a difference may come out just below zero.
    return max(0.0, (until - since).total_seconds())
