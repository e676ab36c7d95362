"""Which lines of a file are one log event: some sources write events of several lines.

CloudWatch Logs holds each event whole, a file only shows where the next one begins. What begins an
event, for the sources of which one may span lines:

    windows_events      [Security] [INFORMATION] [4625] [...      (the agent's text format)
    windows_events_xml  <Event
    lambda              a time, [LEVEL], a word of the platform, or a JSON object
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

MAX_EVENT_CHARACTERS = 262_144
"""CloudWatch Logs takes events of up to 256 KB (quotas); a longer one is none, or several."""

_BEGINNINGS = {
    "windows_events": re.compile(r"\[[^\]]+\] \[[A-Z ]*\] \[\d+\] \["),
    "windows_events_xml": re.compile(r"\s*<Event[ >]"),
    # "Lambda function logs" and "Python/Node.js function logging" in the Lambda Developer Guide
    "lambda": re.compile(
        r"\d{4}-\d\d-\d\d[T ]|\[[A-Z]+\]|\{|RequestId: |"
        r"(?:START|END|REPORT|INIT_START|INIT_REPORT|RESTORE_START|RESTORE_REPORT|EXTENSION|"
        r"TELEMETRY|LOGS|XRAY)\b"
    ),
}


def event_lines(runs: Iterable[list[str]], log_source: str) -> Iterator[list[str]]:
    """Runs of lines as runs of events; the lines of one are joined by line breaks."""
    begins = _BEGINNINGS.get(log_source)
    if begins is None:
        yield from runs
        return
    open_lines: list[str] = []
    size = 0
    for lines in runs:
        events = []
        for line in lines:
            if open_lines and (
                begins.match(line) or _is_whole(open_lines) or size > MAX_EVENT_CHARACTERS
            ):
                events.append("\n".join(open_lines))
                open_lines, size = [], 0
            open_lines.append(line)
            size += len(line)
        yield events
    if open_lines:
        yield ["\n".join(open_lines)]


def _is_whole(lines: list[str]) -> bool:
    """A JSON object on one line goes on in no other."""
    return len(lines) == 1 and lines[0].startswith("{") and lines[0].endswith("}")
