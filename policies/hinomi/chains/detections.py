"""A whole chain for one detection: every candidate is walked, the best one is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..evidence import Alarm, CompositeAlarm, Evidence
from . import composites
from .links import Chain, State, best
from .question import Question
from .readers import Ends, Readers
from .signals import alarms_on, filters_on
from .sources import Landing
from .topics import no_topic, topics_of


def detection_chain(
    evidence: Evidence, landings: Iterable[Landing], question: Question, ends: Ends | None
) -> Chain:
    """The best chain from any of `landings` to a reader, or to a topic where `ends` is None."""
    return best(_all(evidence, landings, question, ends))


def _all(
    evidence: Evidence, landings: Iterable[Landing], question: Question, ends: Ends | None
) -> Iterator[Chain]:
    for landing in landings:
        if landing.chain.links and landing.chain.state is State.BROKEN:
            yield landing.chain
            continue
        for link in filters_on(evidence, landing, question):
            grown = landing.chain + link
            one = next((f for f in evidence.metric_filters if f.address == link.address), None)
            if one is None or grown.state is State.BROKEN:
                yield grown
                continue
            for alarm_link, alarm in alarms_on(evidence, one, landing, question):
                if alarm is None or alarm_link.state is State.BROKEN:
                    yield grown + alarm_link
                else:
                    yield from _from_alarm(evidence, grown + alarm_link, alarm, ends)


def _from_alarm(
    evidence: Evidence, chain: Chain, alarm: Alarm, ends: Ends | None
) -> Iterator[Chain]:
    yield from _told(evidence, chain, alarm, ends)
    for link, composite in composites.over(evidence, alarm):
        grown = chain + link
        if grown.state is State.BROKEN:
            yield grown
        else:
            yield from _told(evidence, grown, composite, ends)


def _told(
    evidence: Evidence, chain: Chain, alarm: Alarm | CompositeAlarm, ends: Ends | None
) -> Iterator[Chain]:
    if ends is not None:
        yield from Readers(evidence, ends).of_alarm(chain, alarm)
        return
    met = list(topics_of(evidence, alarm))
    if not met:
        yield chain + no_topic(alarm)
    for one in met:
        yield chain + one.link()
