"""Log events -> facts, one file for each log source; anything else keeps its lines.

A new source: a module with `read(found) -> Facts` that never raises on what an event holds, and
its line in `READERS`, under the name of its folder in detections/.
"""

from collections.abc import Callable, Mapping

from notifier.facts import cloudtrail, plain_lines, text_lines, vpc_flow_logs
from notifier.facts.model import Facts
from notifier.log_events import Found

READERS: Mapping[str, Callable[[Found], Facts]] = {
    "cloudtrail": cloudtrail.read,
    "iis_access": text_lines.reader(text_lines.iis_access),
    "lambda": text_lines.reader(text_lines.lambda_log),
    "linux_auth": text_lines.reader(text_lines.linux_auth),
    "vpc_flow_logs": vpc_flow_logs.read,
    "web_access": text_lines.reader(text_lines.web_access),
    "windows_events": text_lines.reader(text_lines.windows_text),
    "windows_events_xml": text_lines.reader(text_lines.windows_xml),
}


def read(log_source: str, found: Found) -> Facts:
    """Facts of the events that rang an alarm. Every text in them is safe to show."""
    return READERS.get(log_source, plain_lines.read)(found)
