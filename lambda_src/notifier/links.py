"""Console addresses of an alarm, of the log events behind it, and of a CloudTrail event."""

import re
import string
from datetime import UTC, datetime
from urllib.parse import quote

from notifier.alarm import Alarm
from notifier.catalogue import Detection
from notifier.enrichment import Enrichment
from notifier.facts.model import Facts
from notifier.window import Window

# Each partition has a console of its own.
_CONSOLES = {
    "aws": "console.aws.amazon.com",
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
}
_PLAIN = frozenset(string.ascii_letters + string.digits + "-_.")
_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}")
_HEALTH = "https://health.aws.amazon.com/health/home#/account/event-log"
_MOST_GROUPS = 5
_FLOW_QUERY = (
    "fields @timestamp, interfaceId, srcAddr, dstAddr, dstPort, protocol, action\n"
    '| filter action = "REJECT"\n'
    "| stats count(*) as flows, sum(bytes) as bytes by srcAddr, dstAddr, dstPort\n"
    "| sort flows desc\n| limit 100"
)
_LINES_QUERY = "fields @timestamp, @logStream, @message\n| sort @timestamp asc\n| limit 1000"


def build(alarm: Alarm, detection: Detection | None, enrichment: Enrichment) -> dict[str, str]:
    """Links by kind: alarm, metric, log_events, cloudtrail_event, health; those that can be had."""
    links: dict[str, str] = {}
    if alarm.partition not in _CONSOLES or not alarm.region:
        return links
    if alarm.health:
        if alarm.partition == "aws" and alarm.health.arn:
            arn = quote(alarm.health.arn, safe="")
            links["health"] = f"{_HEALTH}?eventID={arn}&eventTab=details"
        return links
    if alarm.name and alarm.state != "UNKNOWN":
        name = quote(alarm.name, safe="")
        links["alarm"] = _home(alarm, "cloudwatch", alarm.region) + f"#alarmsV2:alarm/{name}"
    if alarm.trigger.metric and not detection:
        links["metric"] = _metric(alarm)
    source = detection.log_source if detection else ""
    if enrichment.window and enrichment.filters:
        query = _query(source, enrichment.facts)
        groups = [item.log_group for item in enrichment.filters[:_MOST_GROUPS]]
        links["log_events"] = _insights(alarm, enrichment.window, groups, query)
    facts = enrichment.facts
    if source == "cloudtrail" and facts and facts.event_ids:
        # The region comes out of the record and goes into a host name.
        regions = (region for region in facts.regions if _REGION.fullmatch(region))
        region = next(regions, alarm.region)
        link = _home(alarm, "cloudtrailv2", region)
        links["cloudtrail_event"] = f"{link}#/events/{quote(facts.event_ids[0], safe='')}"
    return links


def _home(alarm: Alarm, service: str, region: str) -> str:
    return f"https://{region}.{_CONSOLES[alarm.partition]}/{service}/home?region={region}"


def _metric(alarm: Alarm) -> str:
    """The metric's graph, in the console's own notation (see `_insights`)."""
    trigger = alarm.trigger
    names = [
        trigger.namespace,
        trigger.metric,
        *(part for pair in trigger.dimensions for part in pair),
    ]
    metric = "".join("~'" + _star(name) for name in names)
    graph = (
        f"~(metrics~(~({metric}))~view~'timeSeries~stacked~false~region~'{_star(alarm.region)}"
        f"~stat~'{_star(trigger.stat)}~period~{trigger.period or 300}~start~'-PT3H~end~'P0D)"
    )
    return _home(alarm, "cloudwatch", alarm.region) + f"#metricsV2:graph={graph}"


def _insights(alarm: Alarm, window: Window, groups: list[str], query: str) -> str:
    """Logs Insights with query, window and log groups filled in.

    The console keeps them in its own notation: ~(key~'text~key~(~'a~'b)), in which every character
    but letters, digits, "-", "_" and "." is written *xx, in hexadecimal.
    """
    sources = "".join("~'" + _star(group) for group in groups)
    detail = (
        f"~(end~'{_star(_iso(window.end))}~start~'{_star(_iso(window.start))}"
        f"~timeType~'ABSOLUTE~tz~'UTC~editorString~'{_star(query)}"
        f"~source~({sources}))"
    )
    home = _home(alarm, "cloudwatch", alarm.region)
    return f"{home}#logsV2:logs-insights$3FqueryDetail$3D{detail}"


def _query(source: str, facts: Facts | None) -> str:
    if source == "vpc_flow_logs":
        return _FLOW_QUERY
    if source == "cloudtrail" and facts and facts.event_ids:
        ids = ", ".join('"' + event_id.replace('"', "") + '"' for event_id in facts.event_ids)
        return (
            "fields eventTime, userIdentity.arn, eventSource, eventName, sourceIPAddress, "
            f"errorCode, @message\n| filter eventID in [{ids}]\n| sort eventTime asc"
        )
    return _LINES_QUERY


def _star(text: str) -> str:
    return "".join(
        character if character in _PLAIN else "".join(f"*{byte:02x}" for byte in character.encode())
        for character in text
    )


def _iso(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
