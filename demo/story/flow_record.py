"""One flow record in the default format (version 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class ScriptedFlow:
    """A flow whose capture window began `age` seconds before sending and lasted `length`.

    Fields and order: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
    """

    account: str
    interface: str
    source: str
    destination: str
    source_port: int
    destination_port: int
    protocol: int
    packets: int
    octets: int
    action: str
    age: float
    length: int = 0

    def starts(self, sent: datetime) -> datetime:
        return sent.astimezone(UTC) - timedelta(seconds=self.age)

    def line(self, sent: datetime) -> str:
        start = int(self.starts(sent).timestamp())
        return (
            f"2 {self.account} {self.interface} {self.source} {self.destination} "
            f"{self.source_port} {self.destination_port} {self.protocol} {self.packets} "
            f"{self.octets} {start} {start + self.length} {self.action} OK"
        )
