"""A notification in words: plain text for mail, one language at a time.

Whatever comes from an event stands on an indented line of its own or inside one, so that nothing
in an event can pass for a heading or a line of ours.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from notifier.facts.model import Action, Actor, Counted, Facts, TrafficSource
from notifier.headline import headline
from notifier.health import HealthEvent
from notifier.notification import Limits, Notification, action_detail
from notifier.safe_text import line, without_live_links
from notifier.speech import Speech
from notifier.units import written

_MOST_ENTRIES = 5
_MOST_POINTS = 8
_MOST_LINE = 2000


def text(notification: Notification, language: str, zone: ZoneInfo, limits: Limits) -> str:
    """The whole message, first line first; ends with a newline."""
    speech = Speech(language, zone)
    body = _Body(notification, speech, limits)
    whole = "\n".join([headline(notification, speech), *body.sections()]) + "\n"
    return whole if len(whole) <= limits.text else whole[: limits.text - 2] + "…\n"


class _Body:
    def __init__(self, notification: Notification, speech: Speech, limits: Limits) -> None:
        self._notification = notification
        self._speech = speech
        self._width = limits.width
        self._entries = min(limits.entries, _MOST_ENTRIES)
        self._points = min(limits.points, _MOST_POINTS)

    def sections(self) -> Iterator[str]:
        notification, speech = self._notification, self._speech
        detection, enrichment = notification.detection, notification.enrichment
        if notification.alarm.state == "OK" and detection:
            yield from self._section("", [speech.phrase("ok_event")])
        if notification.alarm.health:
            yield from self._health(notification.alarm.health)
        elif notification.watch:
            yield from self._section("measured", self._measured())
            yield from self._section("children", self._children())
        if enrichment.failure:
            reason = speech.words.failures[enrichment.failure]
            detail = f" ({enrichment.failure_detail})" if enrichment.failure_detail else ""
            yield from self._section("failure", [reason + detail])
        if enrichment.facts:
            yield from self._facts(enrichment.facts)
        rated = notification.rated
        runbook = rated.runbook.get(speech.language) if rated else None
        if notification.rang and runbook:
            yield from self._section("means", [runbook.means])
            yield from self._section("look", _numbered(runbook.look))
            yield from self._section("do", _numbered(runbook.do))
        if not notification.alarm.health:
            yield from self._section("alarm", self._alarm())
        yield from self._links()

    def _measured(self) -> Iterator[str]:
        """What the alarm watches, what it saw, and at what it rings."""
        notification, speech = self._notification, self._speech
        alarm, unit = notification.alarm, notification.watch.unit if notification.watch else ""
        trigger, seen = alarm.trigger, alarm.measured
        if not trigger.metric:
            return
        yield speech.phrase(
            "metric",
            metric=trigger.metric,
            namespace=trigger.namespace,
            statistic=trigger.stat,
            period=str(trigger.period),
        )
        yield ", ".join(f"{name} = {value}" for name, value in trigger.dimensions)
        if seen.values:
            values = speech.points([written(one, unit) for one in seen.values[: self._entries]])
            words = "values" if notification.rang else "values_ok"
            yield speech.phrase(words, values=values, time=speech.both_times(max(seen.times)))
        elif notification.rang:
            yield speech.phrase("no_values")
        if trigger.band and seen.upper is not None:
            lower = written(seen.lower, unit) if seen.lower is not None else "-"
            yield speech.phrase(
                "expected", lower=lower, upper=written(seen.upper, unit), band=trigger.band
            )
        elif trigger.band:
            yield speech.phrase("expected_unknown", band=trigger.band)
        else:
            yield speech.phrase(
                "rings_at",
                condition=speech.condition(trigger.comparison, trigger.threshold, unit),
                datapoints=str(trigger.datapoints_to_alarm or trigger.evaluation_periods),
                periods=str(trigger.evaluation_periods),
            )

    def _children(self) -> Iterator[str]:
        """The alarms that set off a composite one."""
        children = self._notification.alarm.children
        yield from (child.rpartition(":alarm:")[2] for child in children[: self._entries * 2])
        yield from self._more(len(children), self._entries * 2)

    def _health(self, event: HealthEvent) -> Iterator[str]:
        speech = self._speech
        yield from self._section("said", event.said[: self._points])
        resources = event.resources[: self._points]
        page = [speech.phrase("page", page=event.page)] if event.page else []
        more = [*self._more(len(event.resources), self._points), *page]
        yield from self._section("resources", [*resources, *more])
        times = (("starts", event.starts), ("ends", event.ends))
        yield from self._section(
            "when",
            [
                speech.labelled(speech.phrase(name), speech.both_times(time))
                for name, time in times
                if time
            ],
        )
        place = [
            speech.phrase("account", account=event.account),
            speech.phrase("region", region=event.region),
        ]
        yield from self._section("where", [speech.points(place)])
        yield from self._section(
            "event", [speech.points([event.type_code, event.category, event.status])]
        )

    def _facts(self, facts: Facts) -> Iterator[str]:
        yield from self._section("who", self._who(facts))
        yield from self._section("what", self._what(facts))
        yield from self._section("from", self._from(facts))
        yield from self._section("sources", self._sources(facts))
        yield from self._section("seen", self._seen(facts))
        yield from self._section("lines", facts.lines[: self._entries * 2])
        yield from self._section("when", self._when(facts))
        yield from self._section("where", [self._where(facts)])
        yield from self._section("count", [self._speech.events(facts)])

    def _section(self, heading: str, lines: Iterable[str]) -> Iterator[str]:
        """Heading and indented lines, or nothing where there are no lines."""
        filled = [one for one in lines if one.strip()]
        if not filled:
            return
        yield ""
        if heading:
            yield self._speech.words.headings[heading]
        for one in filled:
            yield "  " + without_live_links(line(one, _MOST_LINE))

    def _who(self, facts: Facts) -> Iterator[str]:
        speech = self._speech
        for counted in facts.who[: self._entries]:
            name, principal = speech.actor(counted.item), counted.item.principal
            name = self._wide(name)
            named = principal and principal not in (name, counted.item.name)
            yield speech.labelled(name, self._wide(principal)) if named else name
            yield "  " + speech.points(
                [*self._about(counted.item), *self._each(counted, facts.who)]
            )
        yield from self._more(len(facts.who), self._entries)

    def _about(self, actor: Actor) -> Iterator[str]:
        phrase = self._speech.phrase
        yield phrase("type", type=actor.type)
        yield phrase(_mfa(actor))
        if actor.account and actor.account != self._notification.account:
            yield phrase("foreign", account=actor.account)
        if actor.issuer:
            yield phrase("issuer", issuer=self._wide(actor.issuer))
        if actor.source_identity:
            yield phrase("source_identity", identity=actor.source_identity)
        if actor.invoked_by and actor.type != "AWSService":
            yield phrase("invoked_by", service=actor.invoked_by)
        if actor.access_key_id:
            yield phrase("key", access_key=actor.access_key_id)

    def _what(self, facts: Facts) -> Iterator[str]:
        for counted in facts.what[: self._entries]:
            api = self._wide(counted.item.api)
            yield self._speech.points([api, *self._each(counted, facts.what)])
            yield from ("  " + point for point in self._points_of(counted.item))
        yield from self._more(len(facts.what), self._entries)

    def _points_of(self, action: Action) -> Iterator[str]:
        speech = self._speech
        if action.resources:
            shown = ", ".join(self._wide(name) for name in action.resources[: self._points])
            more = "".join(self._more(len(action.resources), self._points))
            yield speech.phrase("resources", resources=f"{shown} {more}".rstrip())
        if action.error:
            yield speech.phrase("error", error=self._wide(action.error))
        for detail in action.details[: self._points]:
            said = self._wide(action_detail(detail, speech.language))
            yield speech.phrase("attempted", detail=said) if action.error else said
        yield from self._more(len(action.details), self._points)

    def _from(self, facts: Facts) -> Iterator[str]:
        speech = self._speech
        for counted in facts.origins[: self._entries]:
            origin = counted.item
            agent = f' "{self._wide(origin.agent)}"' if origin.agent else ""
            address = origin.address or speech.phrase("unknown")
            yield speech.points([address + agent, *self._each(counted, facts.origins)])
        yield from self._more(len(facts.origins), self._entries)

    def _sources(self, facts: Facts) -> Iterator[str]:
        yield from map(self._source, facts.sources[: self._entries])
        yield from self._more(len(facts.sources), self._entries)

    def _source(self, source: TrafficSource) -> str:
        phrase = self._speech.phrase
        ports, destinations = ", ".join(source.ports), ", ".join(source.destinations)
        if source.port_count > len(source.ports):
            ports = phrase("port_count", ports=ports, count=str(source.port_count))
        if source.destination_count > len(source.destinations):
            count = str(source.destination_count)
            destinations = phrase("destination_count", destinations=destinations, count=count)
        return phrase(
            "source",
            address=source.address,
            count=str(source.count),
            ports=ports or "?",
            destinations=destinations or "?",
            packets=str(source.packets),
            bytes=str(source.bytes),
        )

    def _seen(self, facts: Facts) -> Iterator[str]:
        for tally in facts.seen:
            shown = tally.values[: self._entries]
            values = [f"{self._wide(one.item)} ({one.count})" for one in shown]
            values += self._more(len(tally.values), self._entries)
            label = self._speech.words.seen[tally.label]
            yield self._speech.labelled(label, self._speech.points(values))

    def _when(self, facts: Facts) -> Iterator[str]:
        speech, first, last = self._speech, facts.first, facts.last
        if first and first == last:
            yield speech.both_times(first)
        elif first and last:
            yield speech.labelled(speech.phrase("first"), speech.both_times(first))
            yield speech.labelled(speech.phrase("last"), speech.both_times(last))
        window = self._notification.enrichment.window
        if window:
            start, end = (f"{time:%Y-%m-%d %H:%M:%S}" for time in (window.start, window.end))
            yield speech.phrase("searched", start=start, end=end)

    def _where(self, facts: Facts) -> str:
        notification, alarm, speech = self._notification, self._notification.alarm, self._speech
        account = ", ".join(facts.accounts[: self._entries]) or notification.account
        region = ", ".join(facts.regions[: self._entries]) or notification.region
        place = speech.points(
            [speech.phrase("account", account=account), speech.phrase("region", region=region)]
        )
        if (account, region) == (alarm.account, alarm.region):
            return place
        return place + speech.phrase("alarm_place", region=alarm.region, account=alarm.account)

    def _alarm(self) -> Iterator[str]:
        alarm = self._notification.alarm
        yield alarm.name
        if not self._notification.detection:
            yield from ("  " + point for point in self._settings_of_alarm())
        yield "  " + alarm.reason
        yield "  " + self._speech.both_times(alarm.changed_at)

    def _settings_of_alarm(self) -> Iterator[str]:
        """What an alarm watches that no runbook explains."""
        alarm, speech, trigger = (
            self._notification.alarm,
            self._speech,
            self._notification.alarm.trigger,
        )
        yield alarm.description
        if trigger.metric and not self._notification.watch:
            yield f"{trigger.namespace} / {trigger.metric}"
            yield ", ".join(f"{name} = {value}" for name, value in trigger.dimensions)
            yield speech.phrase(
                "condition",
                statistic=trigger.statistic,
                comparison=trigger.comparison,
                threshold=trigger.threshold,
                period=str(trigger.period),
                periods=str(trigger.evaluation_periods),
            )
        if alarm.rule:
            yield speech.labelled(speech.phrase("rule"), alarm.rule)
        if not self._notification.watch:  # else they have a section of their own
            for child in alarm.children[: self._entries]:
                yield speech.labelled(speech.phrase("child"), child)

    def _links(self) -> Iterator[str]:
        links = self._notification.links
        if not links:
            return
        yield ""
        yield self._speech.words.headings["links"]
        for kind, link in links.items():
            yield "  " + self._speech.phrase(f"link_{kind}")
            yield "    " + link

    def _each(self, counted: Counted[Any], among: Sequence[Counted[Any]]) -> Iterator[str]:
        """How many events, where that is not simply all of them."""
        if len(among) > 1:
            yield self._speech.each(counted)

    def _more(self, length: int, shown: int) -> Iterator[str]:
        if length > shown:
            yield self._speech.phrase("more", more=str(length - shown))

    def _wide(self, value: str) -> str:
        return line(value, self._width)


def _mfa(actor: Actor) -> str:
    if actor.mfa is None:
        return "mfa_unknown"
    if actor.mfa:
        return "mfa_yes"
    # A role's session says "false" too where the person used MFA at an identity provider.
    return "mfa_no" if actor.type in ("Root", "IAMUser") else "mfa_not_in_session"


def _numbered(steps: tuple[str, ...]) -> Iterator[str]:
    for number, step in enumerate(steps, start=1):
        yield f"{number}. {step}"
