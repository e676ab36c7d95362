"""Ordinary flow records: accepted connections, and the internet's few refused packets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from demo.story.flow_record import ScriptedFlow
from demo.story.identifiers import Identifiers

WINDOW = 60
"""Seconds of a capture window: the shortest aggregation interval that AWS offers."""
SYN_OCTETS = 44


class FlowTraffic:
    """Makes ordinary flow records; the same seed makes the same ones."""

    def __init__(self, account: str, seed: str) -> None:
        self._account = account
        self._random = Identifiers(f"{seed} ordinary flows").random
        data = Path(__file__).with_name("network.yaml").read_text(encoding="utf-8")
        self._network: dict[str, Any] = yaml.safe_load(data)
        self._weights = [flow["weight"] for flow in self._network["flows"]]

    def accepted(self, count: int, oldest: float, newest: float = 0.0) -> Iterator[ScriptedFlow]:
        """`count` flows whose windows began between `oldest` and `newest` seconds ago."""
        random = self._random
        for flow in random.choices(self._network["flows"], self._weights, k=count):
            source = flow["source"]
            packets = max(1, round(random.lognormvariate(2.2, 1.0)))
            yield ScriptedFlow(
                account=self._account,
                interface=flow["interface"],
                source=random.choice(self._network["clients"]) if source == "client" else source,
                destination=flow["destination"],
                source_port=random.randint(32768, 60999),
                destination_port=flow["port"],
                protocol=flow["protocol"],
                packets=packets,
                octets=packets * round(flow["octets"] * random.uniform(0.6, 1.4)),
                action="ACCEPT",
                age=random.uniform(newest, oldest),
                length=WINDOW - 1,
            )

    def refused(self, count: int, oldest: float, newest: float = 0.0) -> Iterator[ScriptedFlow]:
        """`count` refused packets, evenly spread, so that no minute holds many of them."""
        random = self._random
        noise = self._network["refusals"]
        step = (oldest - newest) / max(count, 1)
        for index in range(count):
            yield ScriptedFlow(
                account=self._account,
                interface=noise["interface"],
                source=random.choice(noise["sources"]),
                destination=noise["destination"],
                source_port=random.randint(32768, 60999),
                destination_port=random.choice(noise["ports"]),
                protocol=6,
                packets=1,
                octets=SYN_OCTETS,
                action="REJECT",
                age=newest + step * (index + 0.5),
                length=WINDOW - 1,
            )
