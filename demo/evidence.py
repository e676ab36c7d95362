"""Everything that was seen, in one place, before anybody judges it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from demo.expected.expected_list import ExpectedList
from demo.ledger import LedgerBook
from demo.quarantine import Kept
from demo.receiver.alerts import Alert
from demo.receiver.mailbox import Mail
from demo.scene import Play
from demo.searches.run import SavedSearch
from demo.searches.traffic import Traffic
from demo.sender.sent import SentScene
from demo.watch import Wait


@dataclass(frozen=True)
class FlowCheck:
    """Flow records by their text: lines not found as often as they were sent, and strangers."""

    sent: int
    found: int
    missing: int
    surplus: int


@dataclass(frozen=True)
class Evidence:
    play: Play
    expected: ExpectedList | None
    sent: tuple[SentScene, ...]
    alerts: tuple[Alert, ...]
    mails: tuple[Mail, ...]
    strange_messages: tuple[str, ...]
    """Bodies in the queue that are no notification."""
    occurrences: Mapping[str, int]
    """CloudTrail event id -> documents that have it."""
    flows: FlowCheck
    strays: int
    """CloudTrail documents that the shipper made of parts of broken files that were not sent."""
    documents: Mapping[str, int]
    """Index -> documents."""
    ledger: LedgerBook
    quarantined: tuple[Kept, ...]
    altered: tuple[str, ...]
    """Files whose bytes in quarantine are not the bytes that were sent."""
    rows: Mapping[str, tuple[str, ...]]
    """Detection id -> rows of the specification that it serves, for all that are deployed."""
    titles: Mapping[str, Mapping[str, str]]
    severities: Mapping[str, str]
    alert_waits: tuple[Wait, ...]
    document_waits: tuple[Wait, ...]
    searches: tuple[SavedSearch, ...]
    traffic: Traffic
    started: datetime
    account: str
    region: str

    @property
    def events_sent(self) -> int:
        return sum(scene.events for scene in self.sent)

    @property
    def duplicates(self) -> int:
        """Documents beyond the first one of the same event."""
        return sum(max(0, n - 1) for n in self.occurrences.values()) + self.flows.surplus
