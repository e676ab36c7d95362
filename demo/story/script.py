"""The whole play: half an hour of ordinary traffic, then the acts, ordinary traffic among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from demo.scene import Delivery, Draft, FlowDraft, Play, Scene
from demo.story.acts import acts
from demo.traffic.api_traffic import ApiTraffic
from demo.traffic.flow_traffic import FlowTraffic

HALF_AN_HOUR = 1800.0
RECORDS_BEFORE = 1200
RECORDS_EACH_ACT = 24
RECORDS_EACH_OBJECT = 60
"""CloudTrail writes an object every five minutes or so, a few dozen records for a small account."""
ACCEPTED_BEFORE = 3600
ACCEPTED_EACH_ACT = 40
REFUSED_BEFORE = 45
"""One or two a minute, so that a reader of the chart sees what noise looks like beside a probe."""

BEFORE = {
    "title": {"en": "An ordinary half hour", "ja": "いつもの三十分"},
    "caption": {
        "en": (
            "Pipelines deploy, services take their roles, people look at consoles. Some calls look "
            "like an incident and are none. The bell must stay silent."
        ),
        "ja": (
            "パイプラインはデプロイし、サービスはロールを引き受け、人はコンソールを眺めます。"
            "事件に似て事件ではない呼び出しも混じっていますが、鐘は鳴ってはなりません。"
        ),
    },
}

Item = TypeVar("Item")


def story(account: str, region: str, seed: str) -> Play:
    """Same seed, same records but for their times."""
    calls = ApiTraffic(account, region, seed)
    flows = FlowTraffic(account, seed)
    scenes = [_before(calls, flows)]
    scenes += [_among(act, calls, flows) for act in acts(account, region, seed)]
    return Play(name="story", scenes=tuple(scenes))


def _before(calls: ApiTraffic, flows: FlowTraffic) -> Scene:
    records = list(calls.records(RECORDS_BEFORE, oldest=HALF_AN_HOUR, newest=15))
    return Scene(
        id="ordinary",
        title=BEFORE["title"],
        caption=BEFORE["caption"],
        deliveries=tuple(Delivery(part) for part in _parts(records, RECORDS_EACH_OBJECT)),
        flows=(
            *flows.accepted(ACCEPTED_BEFORE, oldest=HALF_AN_HOUR, newest=60),
            *flows.refused(REFUSED_BEFORE, oldest=HALF_AN_HOUR, newest=60),
        ),
        seconds=3.0,
        told=tuple(calls.near_misses()),
    )


def _among(act: Scene, calls: ApiTraffic, flows: FlowTraffic) -> Scene:
    """The act with ordinary records in the same object: nobody sends an intrusion on its own."""
    ordinary: tuple[Draft, ...] = tuple(calls.records(RECORDS_EACH_ACT, oldest=4))
    own = tuple(draft for delivery in act.deliveries for draft in delivery.drafts)
    quiet: tuple[FlowDraft, ...] = tuple(flows.accepted(ACCEPTED_EACH_ACT, oldest=4))
    return replace(act, deliveries=(Delivery(ordinary + own),), flows=act.flows + quiet)


def _parts(items: Sequence[Item], size: int) -> Iterator[tuple[Item, ...]]:
    for start in range(0, len(items), size):
        yield tuple(items[start : start + size])
