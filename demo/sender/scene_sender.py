"""One scene to both entrances."""

from __future__ import annotations

from demo.clock import Clock
from demo.scene import Scene
from demo.sender.cloudtrail import CloudTrail
from demo.sender.flow_logs import FlowLogs
from demo.sender.sent import SentScene


class SceneSender:
    def __init__(self, cloudtrail: CloudTrail, flow_logs: FlowLogs, clock: Clock) -> None:
        self._cloudtrail = cloudtrail
        self._flow_logs = flow_logs
        self._clock = clock

    def send(self, scene: Scene) -> SentScene:
        at = self._clock.now()
        flows_at, lines = self._flow_logs.send(scene)
        trail = self._cloudtrail.send(scene)
        return SentScene(
            id=scene.id,
            at=at,
            objects=trail.objects,
            logged_at=trail.logged_at,
            event_ids=tuple(r.event_id for r in trail.records if r.event_id is not None),
            nameless=sum(r.event_id is None for r in trail.records),
            oversized=tuple(r.event_id or "without an eventID" for r in trail.oversized),
            flows_at=flows_at,
            flow_lines=lines,
        )
