"""Holds the alerts of one detection against its line in the hand-written list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from demo.expected.expected_list import Ring
from demo.receiver.alerts import Alert


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where to look next."""

    what: str
    next: str


def ring_problems(ring: Ring, alerts: tuple[Alert, ...], watched: bool) -> Iterator[Problem]:
    """What is wrong with one expected ring."""
    here = f"{ring.detection} ({ring.row or 'beyond the table'})"
    rang = [alert for alert in alerts if alert.detection == ring.detection]
    if not watched:
        yield Problem(
            f"{here} must ring, but the environment has no alarm for it",
            "look at the output detection_alarms and at detections/",
        )
        return
    if not rang:
        yield Problem(
            f"{here} did not ring: {ring.reason}",
            "follow its chain: `hinomi gate` on the plan, then the logs of the notifier",
        )
        return
    if len(rang) > 1:
        yield Problem(
            f"{here} rang {len(rang)} times for one incident",
            "look at its alarm's period, and at the dates of the log events",
        )
    first = rang[0]
    if not first.enriched:
        return  # it can name nobody; that is one problem of its own, not three
    if not _names_exactly(ring.actors, first):
        yield Problem(
            f"{here} names {first.actor or 'nobody'} as the actor, not "
            f"{', '.join(ring.actors) or 'nobody'}",
            "read the notification above; the notifier finds the actor in the log events",
        )
    if not _comes_from(ring, first):
        yield Problem(
            f"{here} names {', '.join(first.sources) or 'no address'} as the source, not "
            f"{', '.join(ring.sources)}",
            "read the notification above; the notifier finds the source in the log events",
        )
    right = first.count >= ring.count if ring.at_least else first.count == ring.count
    if not right:
        most = "at least " if ring.at_least else ""
        yield Problem(
            f"{here} counts {first.count} events, not {most}{ring.count}",
            "look at the alarm's window in the notification",
        )
    for kind in ("queue", "mail"):
        if not any(reader.startswith(kind) for reader in first.delivered_to):
            yield Problem(
                f"{here} reached no {kind}",
                "look at the subscriptions of the notifications topic",
            )


def _names_exactly(actors: tuple[str, ...], alert: Alert) -> bool:
    """Whether the notification names these actors, each by any of its names, and nobody else."""
    found = {actor for ways in alert.actors for actor in actors if actor in ways}
    return found == set(actors) and all(set(actors) & ways for ways in alert.actors)


def _comes_from(ring: Ring, alert: Alert) -> bool:
    """Whether the addresses are the listed ones; where the count may be more, more may follow."""
    if ring.at_least:
        return alert.sources[: len(ring.sources)] == ring.sources
    return set(alert.sources) == set(ring.sources)
