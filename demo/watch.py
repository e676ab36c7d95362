"""Looks out while the play runs: which notifications came, which events can be found, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from demo.clock import Clock
from demo.receiver.mailbox import Mail, mails
from demo.receiver.queue import NextActionQueue, QueueMessage
from demo.search import FLOW_LOGS, Search
from demo.sender.sent import SentScene


@dataclass(frozen=True)
class Wait:
    """Seconds from the call that sent something until it was found.

    `what` is the detection that rang, or the kind of log; `scene` is the one that it was sent in.
    """

    what: str
    seconds: float
    scene: str = ""


@dataclass
class _Pending:
    """Ids or flows of a scene that have not been found yet, and when they were sent."""

    scene: str
    at: datetime
    ids: set[str]


@dataclass
class Watch:
    """Call `expect` for what was sent, and `look` as often as there is time.

    A time found here is at most one look too long: documents are looked up, not announced.
    """

    queue: NextActionQueue
    mail_directory: Path
    search: Search
    clock: Clock
    messages: list[QueueMessage] = field(default_factory=list)
    document_waits: list[Wait] = field(default_factory=list)
    _pending: list[_Pending] = field(default_factory=list)
    _flows: list[tuple[str, datetime, int]] = field(default_factory=list)
    _flows_sent: int = 0

    def expect(self, sent: SentScene) -> None:
        ids = set(sent.event_ids)
        if ids:
            at = min(item.at for item in sent.objects)
            self._pending.append(_Pending(sent.id, at, ids))
        if sent.flows_at is not None:
            self._flows_sent += len(sent.flow_lines)
            self._flows.append((sent.id, sent.flows_at, self._flows_sent))

    def look(self) -> None:
        """One look at the queue and at the search engine."""
        self.messages += self.queue.empty()
        for pending in self._pending:
            found = {key for key, n in self.search.occurrences(pending.ids).items() if n}
            if found:
                wait = (self.clock.now() - pending.at).total_seconds()
                self.document_waits += [Wait("cloudtrail", wait, pending.scene)] * len(found)
                pending.ids -= found
        self._pending = [pending for pending in self._pending if pending.ids]
        if self._flows:
            there = self.search.count(FLOW_LOGS)
            while self._flows and there >= self._flows[0][2]:
                scene, at, _ = self._flows.pop(0)
                wait = (self.clock.now() - at).total_seconds()
                self.document_waits.append(Wait("vpc_flow_logs", wait, scene))

    def mails(self) -> list[Mail]:
        return mails(self.mail_directory)

    def missing(self) -> int:
        """CloudTrail events and flow batches that cannot be found yet."""
        return sum(len(pending.ids) for pending in self._pending) + len(self._flows)
