"""The scenes as the page tells them: when, what, and which bell rang how soon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from demo.evidence import Evidence
from demo.performance import scene_of
from demo.receiver.alerts import Alert


@dataclass(frozen=True)
class ToldBell:
    detection: str
    title: Mapping[str, str]
    severity: str
    seconds: float
    who: str
    count: int


@dataclass(frozen=True)
class ToldScene:
    number: int
    at: datetime
    title: Mapping[str, str]
    caption: Mapping[str, str]
    hostile: bool
    told: tuple[str, ...]
    records: int
    flows: int
    bells: tuple[ToldBell, ...]


def told_scenes(evidence: Evidence) -> list[ToldScene]:
    """One for each scene that was sent; a bell stands with the scene that rang it."""
    bells: dict[str, list[ToldBell]] = {sent.id: [] for sent in evidence.sent}
    for alert, wait in zip(evidence.alerts, evidence.alert_waits, strict=True):
        bells[scene_of(alert, evidence.sent).id].append(_told(evidence, alert, wait.seconds))
    return [
        ToldScene(
            number=number,
            at=sent.at,
            title=scene.title,
            caption=scene.caption,
            hostile=scene.hostile,
            told=scene.told,
            records=len(sent.event_ids) + sent.nameless,
            flows=len(sent.flow_lines),
            bells=tuple(bells[sent.id]),
        )
        for number, (scene, sent) in enumerate(
            zip(evidence.play.scenes, evidence.sent, strict=True)
        )
    ]


def _told(evidence: Evidence, alert: Alert, seconds: float) -> ToldBell:
    who = f"{alert.actor} from {alert.source}" if alert.actor else alert.source
    more = len(alert.sources) - 1
    return ToldBell(
        detection=alert.detection,
        title=evidence.titles.get(alert.detection, alert.document["title"]),
        severity=evidence.severities.get(alert.detection, "low"),
        seconds=seconds,
        who=who + (f" and {more} more" if more > 0 else ""),
        count=alert.count,
    )
