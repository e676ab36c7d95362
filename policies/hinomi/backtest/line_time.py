"""When a line of text was written, where it says so near its beginning."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from .event_facts import event_seconds, plausible_seconds

_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d))?")
# Apache and nginx, "common" and "combined"
_COMMON_LOG = re.compile(r"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}")
_SYSLOG = re.compile(r"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d ")
# A Windows event as XML has its provider and keywords before its time.
_WITHIN = 600  # characters
_TOMORROW = timedelta(days=1)


def line_time(line: str) -> int | None:
    """Seconds since the epoch, or None. A time without a zone is taken for UTC."""
    found = _SYSLOG.match(line)
    if found:
        return _syslog_time(found.group())
    found = _ISO.search(line, 0, _WITHIN)
    if found:
        return event_seconds(found.group().replace(",", ".").replace(" Z", "Z"))
    found = _COMMON_LOG.search(line, 0, _WITHIN)
    if not found:
        return None
    try:
        time = datetime.strptime(found.group(), "%d/%b/%Y:%H:%M:%S %z")
    except ValueError:
        return None
    return plausible_seconds(int(time.timestamp()))


def _syslog_time(text: str) -> int | None:
    """Syslog of the old kind (RFC 3164) has no year: the last one in which that time is past."""
    now = datetime.now(UTC)
    for year in (now.year, now.year - 1):
        try:
            time = datetime.strptime(f"{year} {text}", "%Y %b %d %H:%M:%S ").replace(tzinfo=UTC)
        except ValueError:  # 29 February
            continue
        if time <= now + _TOMORROW:
            return int(time.timestamp())
    return None
