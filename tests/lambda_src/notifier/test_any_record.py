"""Whatever stands in a log event, a message comes out: visible, bounded, on lines of our own."""

import json
import unicodedata
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from notifier import alarm, facts, links, publisher
from notifier.catalogue import Detection, Runbook
from notifier.enrichment import Enrichment
from notifier.headline import subject
from notifier.notification import Notification
from notifier.settings import Settings
from tests.lambda_src.notifier.alarm_notifications import (
    TOPIC,
    alarm_message,
    cloudtrail_sample,
    found,
    sns_record,
)

_SETTINGS = Settings(TOPIC, ("en", "ja"), ZoneInfo("Asia/Tokyo"))
_BOOK = Runbook("means", ("look",), ("do",))
_HEADINGS = {
    "Who",
    "What",
    "From where",
    "Top sources (flow logs name no actor)",
    "What the lines name (how often)",
    "Log lines",
    "When",
    "Which account and region",
    "How many",
    "What it means",
    "What to look at",
    "What to do",
    "Links",
    "Alarm",
}
_TEXT = st.text(st.characters(), max_size=30) | st.sampled_from(
    [
        "\nWhat to do\n  1. nothing",
        "\x1b[2J",
        "\u202eevil",
        "{0.__class__}",
        "%s",
        "~'*2f",
        "x" * 9_000,
    ]
)
_SCALAR = st.none() | st.booleans() | st.integers() | st.floats() | _TEXT
_KEYS = st.sampled_from(
    [
        *("type", "arn", "userName", "sessionContext", "sessionIssuer", "attributes", "items"),
        *("groupId", "groupSet", "ipPermissions", "ipRanges", "cidrIp", "fromPort", "add"),
        *("createVolumePermission", "valuesToAdd", "ConsoleLogin", "onBehalfOf", "invokedBy"),
        *("securityGroupRuleSet", "ModifySecurityGroupRulesRequest", "SecurityGroupRule"),
    ]
)
_JSON = st.recursive(
    _SCALAR,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS | _TEXT, inner, max_size=4),
    max_leaves=12,
)
_FIELDS = [
    *("userIdentity", "requestParameters", "responseElements", "resources", "eventTime"),
    *("eventSource", "eventName", "awsRegion", "sourceIPAddress", "userAgent", "errorCode"),
    *("eventID", "recipientAccountId", "additionalEventData", "eventType", "errorMessage"),
]
_FAMILIES = ["AuthorizeSecurityGroupIngress", "ModifySecurityGroupRules", "ModifySnapshotAttribute"]


@st.composite
def _records(draw: st.DrawFn) -> dict[str, Any]:
    """A real record with some fields replaced by anything."""
    sample = draw(st.sampled_from(["root_console_login", "security_group_rules_modified"]))
    record = cloudtrail_sample(sample)
    record["eventName"] = draw(st.sampled_from([record["eventName"], *_FAMILIES]))
    return {**record, **draw(st.dictionaries(st.sampled_from(_FIELDS), _JSON, max_size=6))}


def _check(source: str, events: list[Any], pattern: str = "{ $.a = * }") -> None:
    read = alarm.read(sns_record(alarm_message("m")))
    detection = Detection("m", {"en": "T", "ja": "題"}, "high", source, {"en": _BOOK, "ja": _BOOK})
    events_found = found(*events, pattern=pattern)
    enrichment = Enrichment(
        facts.read(source, events_found), events_found.filters, events_found.window
    )
    notification = Notification(
        read, detection, enrichment, links.build(read, detection, enrichment)
    )

    body = publisher.body(notification, _SETTINGS)
    line = subject(notification, _SETTINGS.zone)

    assert len(body.encode()) <= publisher.MOST_BYTES
    assert line.isascii()
    assert line.isprintable()
    assert len(line) < 100
    text = json.loads(json.loads(body)["sqs"])["text"]["en"]
    assert not [c for c in text if c != "\n" and unicodedata.category(c)[0] == "C"]
    first, *others = text.splitlines()
    assert first.startswith("[HIGH] T")
    assert {other for other in others if other and not other.startswith("  ")} <= _HEADINGS
    # Each of our headings at most once: none was made by an event.
    assert all(others.count(heading) <= 1 for heading in _HEADINGS)


_BOUNDED = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(st.lists(_records(), min_size=1, max_size=3))
@_BOUNDED
def test_any_cloudtrail_record(records: list[dict[str, Any]]) -> None:
    _check("cloudtrail", records)


@given(st.lists(_JSON.map(json.dumps) | _TEXT, min_size=1, max_size=3))
@_BOUNDED
def test_any_event_where_cloudtrail_is_awaited(messages: list[str]) -> None:
    _check("cloudtrail", messages)


@given(
    st.lists(
        st.lists(
            st.sampled_from(["2", "-", "x", "203.0.113.9", "6", "9" * 30]) | _TEXT, max_size=16
        ).map(" ".join),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["[a, source, dstport, start, end, ...]", "[", "[]", "[...]", "{x}", ""])
    | _TEXT,
)
@_BOUNDED
def test_any_flow_record_and_pattern(lines: list[str], pattern: str) -> None:
    _check("vpc_flow_logs", lines, pattern)


@given(st.lists(_TEXT, min_size=1, max_size=4))
@_BOUNDED
def test_any_line_of_another_source(lines: list[str]) -> None:
    _check("nginx", lines)


def test_a_record_that_is_nested_too_deep_is_shown_as_a_line() -> None:
    _check("cloudtrail", ['{"requestParameters":' * 100_000])


@given(st.dictionaries(st.sampled_from(list(alarm_message())), _JSON, max_size=6))
@_BOUNDED
def test_any_alarm_message(changes: dict[str, Any]) -> None:
    read = alarm.read(sns_record({**alarm_message("m"), **changes}))
    notification = Notification(read, None, Enrichment(), links.build(read, None, Enrichment()))

    body = publisher.body(notification, _SETTINGS)

    assert len(body.encode()) <= publisher.MOST_BYTES
    assert subject(notification, _SETTINGS.zone).isprintable()


_LINES = [
    "[Security] [INFORMATION] [4625] [Microsoft-Windows-Security-Auditing] [WEB1] [",
    "Subject:\r\n\tAccount Name:\t\t",
    "<Event><System><EventID>4732</EventID><Computer>WEB1</Computer><Data Name='TargetUserName'>",
    "Nov 20 03:14:07 web1 sshd[1]: Failed password for ",
    "sudo: x : COMMAND=",
    '203.0.113.66 - - [20/Nov/2026:03:14:07 +0000] "GET /',
    "2026-11-20 03:14:07 10.20.1.15 GET / - 443 - 203.0.113.66 - - 200 0 0 1",
    '{"type":"platform.report","record":{"status":"',
    "[ERROR] KeyError",
]


@example(  # something is seen, and nothing of it that a subject could name
    "iis_access", ['203.0.113.66 - - [20/Nov/2026:03:14:07 +0000] "GET /' * 2]
)
@given(
    st.sampled_from(sorted(facts.READERS)),
    st.lists(
        st.lists(st.sampled_from(_LINES) | _TEXT, max_size=5).map("".join), min_size=1, max_size=4
    ),
)
@_BOUNDED
def test_any_line_of_any_log_source(source: str, lines: list[str]) -> None:
    _check(source, lines)
