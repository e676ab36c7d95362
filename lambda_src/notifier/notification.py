"""What one notification tells, and its machine-readable form (hinomi.notification/1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from notifier.alarm import Alarm
from notifier.catalogue import Detection, Runbook
from notifier.enrichment import Enrichment
from notifier.facts.model import Action, Actor, Counted, Detail, Facts, TrafficSource
from notifier.health import HealthEvent
from notifier.safe_text import line
from notifier.settings import LANGUAGES
from notifier.watch import Watch
from notifier.wording import WORDS

SCHEMA = "hinomi.notification/1"
UNRATED = "unrated"  # severity of an alarm that no catalogue knows


@dataclass(frozen=True)
class Limits:
    """How much of everything a message shows; SNS takes 256 KiB in all."""

    entries: int = 20  # of one list
    points: int = 20  # resources or details of one entry
    width: int = 512  # characters of one value
    text: int = 60_000  # characters of the text in one language
    runbook: bool = True  # in the document (it stands in the text too)


@dataclass(frozen=True)
class Notification:
    alarm: Alarm
    detection: Detection | None
    enrichment: Enrichment
    links: Mapping[str, str]
    watch: Watch | None = None  # what the alarm is, where it is no detection's

    @property
    def rated(self) -> Detection | Watch | None:
        """What gives the message its title, severity and runbook."""
        return self.detection or self.watch

    @property
    def enriched(self) -> bool:
        return self.enrichment.facts is not None or self.watch is not None

    @property
    def rang(self) -> bool:
        return self.alarm.state == "ALARM"

    @property
    def severity(self) -> str:
        return self.rated.severity if self.rated else UNRATED

    @property
    def account(self) -> str:
        """Where it happened, else where the alarm stands."""
        facts = self.enrichment.facts
        return facts.accounts[0] if facts and facts.accounts else self.alarm.account

    @property
    def region(self) -> str:
        facts = self.enrichment.facts
        return facts.regions[0] if facts and facts.regions else self.alarm.region

    def title(self, language: str) -> str:
        if not self.rated:
            return self.alarm.name or SCHEMA
        title = self.rated.title[language]
        resource = self.watch.resource if self.watch else ""
        return f"{title}: {resource}" if resource else title


def document(
    notification: Notification, texts: Mapping[str, str], limits: Limits
) -> dict[str, Any]:
    """The JSON object that queues, functions and webhooks get. Times in ISO 8601, UTC."""
    alarm, enrichment = notification.alarm, notification.enrichment
    facts = enrichment.facts or Facts(count=0, complete=True, first=None, last=None)
    window = enrichment.window
    failure = enrichment.failure
    return {
        "schema": SCHEMA,
        "detection": notification.detection.id if notification.detection else None,
        "title": {language: notification.title(language) for language in LANGUAGES},
        "severity": notification.severity,
        "state": alarm.state,
        "alarm": {
            "name": alarm.name,
            "arn": alarm.arn,
            "reason": alarm.reason,
            "state_changed_at": _iso(alarm.changed_at),
            "account": alarm.account,
            "region": alarm.region,
            "metric": alarm.trigger.metric,
            "namespace": alarm.trigger.namespace,
        },
        "watch": _watch(notification.watch),
        "measured": _measured(notification),
        "children": list(alarm.children[: limits.entries]),
        "health": _health(alarm.health, limits) if alarm.health else None,
        "who": [_who(counted, limits) for counted in facts.who[: limits.entries]],
        "what": [_what(counted, limits) for counted in facts.what[: limits.entries]],
        "from": [
            {
                "address": line(counted.item.address, limits.width),
                "agent": line(counted.item.agent, limits.width),
                "count": counted.count,
            }
            for counted in facts.origins[: limits.entries]
        ],
        "sources": [_source(source, limits) for source in facts.sources[: limits.entries]],
        "seen": {
            tally.label: [
                {"value": line(one.item, limits.width), "count": one.count}
                for one in tally.values[: limits.entries]
            ]
            for tally in facts.seen
        },
        "lines": [line(text, limits.width) for text in facts.lines[: limits.entries]],
        "when": {
            "first": _iso(facts.first),
            "last": _iso(facts.last),
            "window_start": _iso(window.start if window else None),
            "window_end": _iso(window.end if window else None),
        },
        "account": notification.account,
        "region": notification.region,
        "accounts": list(facts.accounts[: limits.entries]),
        "regions": list(facts.regions[: limits.entries]),
        "count": facts.count,
        "count_complete": facts.complete,
        "event_ids": list(facts.event_ids[: limits.entries]),
        "links": dict(notification.links),
        "runbook": _runbooks(notification.rated) if limits.runbook else {},
        "text": dict(texts),
        "enriched": notification.enriched,
        "not_enriched_because": WORDS["en"].failures[failure] if failure else None,
    }


def action_detail(detail: Detail, language: str) -> str:
    """One point about a call, in words."""
    words = WORDS[language].details
    values = dict(detail.values)
    if "ports" in values and not values["ports"]:
        values["ports"] = words["all_traffic"]
    return words[detail.key].format_map(values)


def _who(counted: Counted[Actor], limits: Limits) -> dict[str, Any]:
    actor = counted.item
    texts = {
        "principal": actor.principal,
        "type": actor.type,
        "name": actor.name,
        "session": actor.session,
        "issuer": actor.issuer,
        "access_key_id": actor.access_key_id,
        "account": actor.account,
        "invoked_by": actor.invoked_by,
        "source_identity": actor.source_identity,
    }
    return {
        **{key: line(text, limits.width) or None for key, text in texts.items()},
        "mfa": actor.mfa,
        "count": counted.count,
    }


def _what(counted: Counted[Action], limits: Limits) -> dict[str, Any]:
    action = counted.item
    details = (action_detail(detail, "en") for detail in action.details)
    return {
        "api": line(action.api, limits.width),
        "resources": _cut(action.resources, limits),
        "details": _cut(details, limits),
        "error": line(action.error, limits.width) or None,
        "count": counted.count,
    }


def _source(source: TrafficSource, limits: Limits) -> dict[str, Any]:
    return {
        "address": source.address,
        "count": source.count,
        "packets": source.packets,
        "bytes": source.bytes,
        "ports": _cut(source.ports, limits),
        "port_count": source.port_count,
        "destinations": _cut(source.destinations, limits),
        "destination_count": source.destination_count,
    }


def _cut(texts: Iterable[str], limits: Limits) -> list[str]:
    return [line(text, limits.width) for text in texts][: limits.points]


def _watch(watch: Watch | None) -> dict[str, Any] | None:
    if watch is None:
        return None
    return {"kind": watch.kind, "id": watch.id, "resource": watch.resource or None}


def _measured(notification: Notification) -> dict[str, Any] | None:
    """The numbers behind an alarm on a metric; None where nothing was measured."""
    alarm = notification.alarm
    trigger, measured = alarm.trigger, alarm.measured
    if notification.detection or not trigger.metric:
        return None
    return {
        "statistic": trigger.stat,
        "unit": notification.watch.unit if notification.watch else "",
        "period": trigger.period,
        "values": list(measured.values),
        "times": [_iso(time) for time in measured.times],
        "comparison": trigger.comparison,
        "threshold": trigger.threshold or None,
        "expected": [measured.lower, measured.upper] if trigger.band else None,
        "dimensions": dict(trigger.dimensions),
    }


def _health(event: HealthEvent, limits: Limits) -> dict[str, Any]:
    return {
        "arn": event.arn,
        "service": event.service,
        "event_type": event.type_code,
        "category": event.category,
        "status": event.status,
        "abuse": event.abuse,
        "starts": _iso(event.starts),
        "ends": _iso(event.ends),
        "resources": _cut(event.resources, limits),
        "page": event.page or None,
        "said": _cut(event.said, limits),
    }


def _runbooks(rated: Detection | Watch | None) -> dict[str, Any]:
    runbooks: Mapping[str, Runbook] = rated.runbook if rated else {}
    return {
        language: {"means": book.means, "look": list(book.look), "do": list(book.do)}
        for language, book in runbooks.items()
    }


def _iso(time: datetime | None) -> str | None:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z") if time else None
