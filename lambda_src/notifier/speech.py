"""Words, numbers and times of one language, in one time zone."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from notifier.facts.model import Actor, Counted, Facts
from notifier.safe_text import line
from notifier.units import written
from notifier.wording import WORDS, Words

_NAME_WIDTH = 160


class Speech:
    def __init__(self, language: str, zone: ZoneInfo) -> None:
        self.language = language
        self.words: Words = WORDS[language]
        self._zone = zone

    def phrase(self, name: str, **values: str) -> str:
        return self.words.phrases[name].format_map(values)

    def condition(self, comparison: str, threshold: str, unit: str) -> str:
        """ "more than 80 %"; as CloudWatch writes it where we have no words for it."""
        try:
            value = written(float(threshold), unit)
        except (ValueError, OverflowError):
            value = threshold
        words = self.words.phrases.get(f"is_{comparison}", f"{comparison} {{value}}")
        return words.format_map({"value": value})

    def points(self, points: Sequence[str]) -> str:
        return self.words.separator.join(points)

    def labelled(self, label: str, value: str) -> str:
        return f"{label}{self.words.label}{value}"

    def actor(self, actor: Actor) -> str:
        """ "role Admin, session alice"; the principal where the record has no name."""
        words = self.words.actors
        if not actor.name:
            name = actor.principal or words["unknown"]
        else:
            name = words.get(actor.type, "{name}").format_map({"name": actor.name})
        if not actor.session:
            return name
        return words["session"].format_map({"actor": name, "session": actor.session})

    def several(self, names: Sequence[str], width: int = _NAME_WIDTH) -> str:
        """ "alice and 2 more"."""
        first = line(names[0], width)
        if len(names) == 1:
            return first
        return self.phrase("others", first=first, more=str(len(names) - 1))

    def times(self, facts: Facts) -> str:
        if not facts.complete:
            return self.phrase("at_least", count=str(facts.count))
        return self._number("once", "times", facts.count)

    def events(self, facts: Facts) -> str:
        if not facts.complete:
            return self.phrase("events_at_least", count=str(facts.count))
        return self._number("event_once", "events", facts.count)

    def each(self, counted: Counted[Any]) -> str:
        return self._number("once", "times", counted.count)

    def both_times(self, time: datetime) -> str:
        """UTC, and local time where that is another."""
        utc = f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
        local = self.local_time(time)
        return utc if local == utc else f"{utc} ({local})"

    def local_time(self, time: datetime) -> str:
        try:
            return f"{time.astimezone(self._zone):%Y-%m-%d %H:%M:%S %Z}"
        except OverflowError:  # the first or last day that datetime knows
            return f"{time:%Y-%m-%d %H:%M:%S} UTC"

    def _number(self, one: str, many: str, count: int) -> str:
        return self.phrase(one if count == 1 else many, count=str(count))
