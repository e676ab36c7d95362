"""Lines of hosts, web servers and functions -> what is in them, counted: addresses, users, paths.

No record of theirs names its parts alike, so each log source has one function below that takes what
it finds in one event; an event in other words (another language of Windows, say) gives less and is
shown as a line. The labels are keys of `Words.seen`.
"""

import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from notifier.facts import plain_lines
from notifier.facts.model import Facts, Tally, counted
from notifier.log_events import Found, LogEvent
from notifier.safe_text import line

Part = tuple[str, str]
Extract = Callable[[LogEvent], Iterator[Part]]
LABELS = (
    *("address", "user", "target", "group", "host", "function", "event", "path", "status"),
    *("command", "service", "change", "threat", "error"),
)
_WIDTH = 200
_MOST_LINES = 5
_READ_AT_MOST = 20_000  # characters of one event: patterns over more would take too long
_NOTHING = ("", "-", "N/A")


def reader(extract: Extract) -> Callable[[Found], Facts]:
    """The reader of a log source whose events `extract` takes apart."""

    def read(found: Found) -> Facts:
        seen: dict[str, Counter[str]] = {label: Counter() for label in LABELS}
        for event in found.events:
            for label, value in dict.fromkeys(extract(event)):
                if value.strip() not in _NOTHING:
                    seen[label][line(value.strip(), _WIDTH)] += 1
        # Equal lines once, and one line each: what is counted above need not be read again.
        lines = dict.fromkeys(" ".join(event.message.split()) for event in found.events)
        return replace(
            plain_lines.read(found),
            seen=tuple(Tally(label, counted(values)) for label, values in seen.items() if values),
            lines=tuple(line(text, plain_lines.LINE_LIMIT) for text in islice(lines, _MOST_LINES)),
        )

    return read


_WINDOWS_HEAD = re.compile(
    r"\[[^\]]*\] \[[^\]]*\] \[(?P<event>\d+)\] \[[^\]]*\] \[(?P<host>[^\]]*)\]"
)
# What a value means depends on the heading that it stands under.
_WINDOWS_KEYS = {
    ("Subject", "Account Name"): "user",
    ("Account For Which Logon Failed", "Account Name"): "target",
    ("New Account", "Account Name"): "target",
    ("Account That Was Locked Out", "Account Name"): "target",
    ("Member", "Security ID"): "target",
    ("Group", "Group Name"): "group",
    ("Network Information", "Source Network Address"): "address",
    ("Additional Information", "Caller Computer Name"): "address",
    ("Audit Policy Change", "Subcategory"): "change",
    ("", "Changes"): "change",
    ("", "Service Name"): "service",
    ("", "Service File Name"): "command",
    ("", "User"): "user",
    ("", "Path"): "path",
    ("", "Name"): "threat",
}


def windows_text(event: LogEvent) -> Iterator[Part]:
    text = event.message[:_READ_AT_MOST]
    head = _WINDOWS_HEAD.match(text)
    if not head:
        return
    yield "event", head["event"]
    yield "host", head["host"]
    section = ""
    for one in text[head.end() :].rstrip().removesuffix("]").splitlines():
        key, colon, value = one.strip().partition(":")
        if colon and not value.strip() and not one[:1].isspace():
            section = key
            continue
        for known in ((section, key), ("", key)):
            if colon and known in _WINDOWS_KEYS:
                yield _WINDOWS_KEYS[known], value
                break


_XML_EVENT = re.compile(r"<EventID[^>]*>(\d+)<")
_XML_HOST = re.compile(r"<Computer>([^<]*)<")
_XML_DATA = re.compile(r"<(?:Data Name='([^']*)'|(Subject\w+|Channel))>([^<]*)<")
_GROUP_CHANGES = ("4728", "4732", "4756")
_XML_KEYS = {
    "SubjectUserName": "user",
    "Detection User": "user",
    "TargetUserName": "target",
    "MemberSid": "target",
    "IpAddress": "address",
    "ServiceName": "service",
    "ImagePath": "command",
    "ServiceFileName": "command",
    "SubcategoryGuid": "change",
    "AuditPolicyChanges": "change",
    "Threat Name": "threat",
    "Path": "path",
}


def windows_xml(event: LogEvent) -> Iterator[Part]:
    text = event.message[:_READ_AT_MOST]
    number = _XML_EVENT.search(text)
    if number:
        yield "event", number[1]
    if host := _XML_HOST.search(text):
        yield "host", host[1]
    for name, element, value in _XML_DATA.findall(text):
        label = _XML_KEYS.get(name or element)
        if number and name == "TargetUserName" and number[1] in _GROUP_CHANGES:
            label = "group"
        if number and name == "TargetDomainName" and number[1] == "4740":
            label = "address"  # where the tries came from, in spite of its name
        if label:
            yield label, html.unescape(value)


_SYSLOG_HOST = re.compile(r"(?:\w{3} [ \d]\d [\d:]{8}|\d{4}-\S{1,40}) (\S{1,255}) ")
_SYSLOG = (
    (
        ("user", "address"),
        re.compile(r"(?: for |Invalid user )(?:invalid user )?(\S+) from (\S+) port "),
    ),
    (("user",), re.compile(r"sudo(?:\[\d+\])?: +(\S+) : ")),
    (("command",), re.compile(r"COMMAND=(.+)")),
    (("target",), re.compile(r"new (?:user|group): name=([^,]+)")),
    (("target", "group"), re.compile(r"add '([^']+)' to group '([^']+)'")),
    (("target", "user", "group"), re.compile(r"user (\S+) added by (\S+) to group (\S+)")),
    (("target",), re.compile(r"password changed for (\S+)")),
)


def linux_auth(event: LogEvent) -> Iterator[Part]:
    text = event.message[:_READ_AT_MOST]
    if host := _SYSLOG_HOST.match(text):
        yield "host", host[1]
    for labels, pattern in _SYSLOG:
        if match := pattern.search(text):
            yield from zip(labels, match.groups(), strict=True)


_WEB_COLUMNS = ("address", "", "user", "", "path", "status")
_COLUMN = re.compile(r'"(?:\\.|[^"\\])*"|\[[^\]]*\]|[^ ]+')


def web_access(event: LogEvent) -> Iterator[Part]:
    # No more columns than needed: each bracket that is never closed is looked for up to the end.
    found = islice(_COLUMN.finditer(event.message[:_READ_AT_MOST]), len(_WEB_COLUMNS))
    values = [column[0] for column in found]
    if len(values) == len(_WEB_COLUMNS):
        for label, value in zip(_WEB_COLUMNS, values, strict=True):
            if label:
                yield label, value.strip('"')


def iis_access(event: LogEvent) -> Iterator[Part]:
    columns = event.message[:_READ_AT_MOST].split()
    if len(columns) >= 12:
        query = "" if columns[5] == "-" else f"?{columns[5]}"
        yield "path", f"{columns[3]} {columns[4]}{query}"
        yield "address", columns[8]
        yield "user", columns[7]
        yield "status", columns[11]
        yield "host", columns[2]


_ERROR = re.compile(
    r"\[ERROR\] (\w+)|Error Type: ([\w.]+)|\"errorType\":\s?\"([\w.]+)\"|(timed out)"
)


def lambda_log(event: LogEvent) -> Iterator[Part]:
    if event.filter and event.filter.log_group:
        yield "function", event.filter.log_group.removeprefix("/aws/lambda/")
    text = event.message[:_READ_AT_MOST]
    if match := _ERROR.search(text):
        yield "error", next(filter(None, match.groups()))
    elif status := _status(text):
        yield "error", status


def _status(text: str) -> str:
    """The outcome in a platform report, where it names no type."""
    try:
        record = json.loads(text)["record"]
        return str(record["status"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
