"""VPC flow logs' way out: one stream for each network interface in the log group."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from demo.clock import Clock, milliseconds
from demo.scene import Scene
from demo.sender.log_events import LogEvent, LogStreams


class FlowLogs:
    """Stands in for the service: no packet flows in the local cloud."""

    def __init__(self, logs: Any, clock: Clock, *, group: str) -> None:
        self._streams = LogStreams(logs, group)
        self._clock = clock

    def send(self, scene: Scene) -> tuple[datetime | None, tuple[str, ...]]:
        """Returns the time of sending and the lines.

        The time stamp of a flow log event is the start of its capture window, so that a metric
        filter counts a refused packet in the minute that it came.
        https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-cwl.html
        """
        if not scene.flows:
            return None, ()
        now = self._clock.now()
        streams: dict[str, list[LogEvent]] = defaultdict(list)
        for flow in scene.flows:
            at = milliseconds(flow.starts(now))
            streams[f"{flow.interface}-all"].append((at, flow.line(now)))
        for stream, events in streams.items():
            self._streams.put(stream, events)
        return now, tuple(line for events in streams.values() for _, line in events)
