"""What the watch knows of an alarm that is no detection's: metric, composite, Health event.

Terraform (modules/notification) ends the description of its alarms with what they are:

    [high] CPU use of an instance stays high: web (metric alarm ec2/cpu-high)
    [critical] The site is down (composite alarm site-down)

The severity in it is the environment's; title and runbook come from metric_alarms/.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from notifier.alarm import Alarm
from notifier.catalogue import MetricAlarm, Runbook
from notifier.health import HealthEvent
from notifier.settings import LANGUAGES
from notifier.wording import WORDS

_WRITTEN = re.compile(
    r"\[(?P<severity>critical|high|medium|low)\] (?P<title>.+) "
    r"\((?P<kind>metric|composite) alarm (?P<id>[a-z0-9_/-]+)\)"
)
# An issue wakes people, its end does not; what AWS plans can wait for the morning.
_SEVERITIES = {"issue": "high", "scheduledChange": "medium", "investigation": "medium"}


@dataclass(frozen=True)
class Watch:
    """Texts by language: en, ja. No runbook where nobody has written one."""

    kind: str  # metric_alarm, composite_alarm or health_event
    id: str
    title: Mapping[str, str]
    severity: str
    resource: str = ""  # as the environment calls it
    unit: str = ""
    runbook: Mapping[str, Runbook] = field(default_factory=dict)


def find(alarm: Alarm, metric_alarms: Mapping[str, MetricAlarm]) -> Watch | None:
    """None for an alarm of somebody else."""
    if alarm.health:
        return _health(alarm.health)
    written = _WRITTEN.fullmatch(alarm.description)
    if written is None:
        return None
    title, severity = written["title"], written["severity"]
    if written["kind"] == "composite":
        titles = dict.fromkeys(LANGUAGES, title)
        return Watch("composite_alarm", written["id"], titles, severity)
    what, _, resource = title.rpartition(": ")
    known = metric_alarms.get(written["id"])
    if known is None:  # the package is older than the alarm
        titles = dict.fromkeys(LANGUAGES, what or title)
        return Watch("metric_alarm", written["id"], titles, severity, resource)
    return Watch(
        kind="metric_alarm",
        id=known.id,
        title=known.title,
        severity=severity,
        resource=resource,
        unit=known.unit,
        runbook=known.runbook,
    )


def _health(event: HealthEvent) -> Watch:
    if event.abuse:
        words, severity = "health_abuse", "high"
    elif event.status == "closed":
        words, severity = "health_closed", "low"
    else:
        words = f"health_{event.category}"
        severity = _SEVERITIES.get(event.category, "low")
    titles = {
        language: (
            WORDS[language].phrases.get(words) or WORDS[language].phrases["health_other"]
        ).format_map({"service": event.service or "AWS"})
        for language in LANGUAGES
    }
    return Watch("health_event", event.type_code, titles, severity)
