"""Any log source without a reader of its own: the lines themselves."""

from notifier.facts.model import Facts
from notifier.log_events import Found
from notifier.safe_text import line
from notifier.times import from_milliseconds

MOST_LINES = 20
LINE_LIMIT = 500


def read(found: Found) -> Facts:
    times = [time for event in found.events if (time := from_milliseconds(event.timestamp))]
    return Facts(
        count=len(found.events),
        complete=found.complete,
        first=min(times, default=None),
        last=max(times, default=None),
        lines=tuple(
            line(event.message.rstrip(), LINE_LIMIT) for event in found.events[:MOST_LINES]
        ),
        event_ids=tuple(line(event.id, 100) for event in found.events[:MOST_LINES]),
    )
