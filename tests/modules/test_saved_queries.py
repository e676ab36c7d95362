"""The saved queries of each kind of log: in the language of Logs Insights, and of use.

Each is run over a line that it has to find and one that it has to leave, by the evaluator of the
alerts' queries; what it then counts and sorts by has to be a field that is there.
Language: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.policies.hinomi.insights.evaluator import READINGS, finds

QUERIES = Path(__file__).resolve().parents[2] / "modules/analysis/queries"
FILES = sorted(QUERIES.glob("*/*.txt"))

# As Insights names the fields of each kind.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
SYSTEM = {"@timestamp", "@message", "@log", "@logStream", "@ingestionTime"}
FLOW = [
    *("version", "accountId", "interfaceId", "srcAddr", "dstAddr", "srcPort", "dstPort"),
    *("protocol", "packets", "bytes", "startTime", "endTime", "action", "logStatus"),
]
REPORT = ["@type", "@requestId", "@duration", "@billedDuration", "@initDuration"]
REPORT += ["@maxMemoryUsed", "@memorySize"]


def flow(line: str) -> str:
    """A flow as Insights discovers it, since its fields are told by their place."""
    return json.dumps(dict(zip(FLOW, line.split(), strict=True)))


def call(**members: Any) -> str:
    identity = {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/a", "accessKeyId": "AKIA"}
    record = {
        "eventSource": "ec2.amazonaws.com",
        "eventName": "RunInstances",
        "sourceIPAddress": "192.0.2.1",
        "readOnly": False,
        "userIdentity": identity,
    }
    return json.dumps(record | members)


ACCEPTED = flow("2 1 eni-1 192.0.2.1 10.0.0.5 5 22 6 1 40 1 60 ACCEPT OK")
REJECTED = flow("2 1 eni-1 192.0.2.1 10.0.0.5 5 22 6 1 40 1 60 REJECT OK")
NO_DATA = flow("2 1 eni-1 - - - - - - - 1 60 - NODATA")
WEB = '192.0.2.1 - ann [01/Jul/2026:00:00:00 +0000] "GET /a?b=c HTTP/1.1" {} 12 "-" "agent x"'
IIS = "2026-07-01 00:00:00 10.0.0.5 GET /a - 443 - 192.0.2.1 agent - {} 0 0 15"
START = json.dumps({"@type": "START"})
DONE = json.dumps({"@type": "REPORT", "@duration": 5, "@maxMemoryUsed": 6e7, "@memorySize": 1e8})
FAILED = "Failed password for invalid user bob from 192.0.2.1 port 22 ssh2"
LOGON = """Security ERROR 4625 Account For Which Logon Failed:
 Account Name: bob
 Source Network Address: 192.0.2.1"""
XML = (
    "<EventID>{}</EventID><Channel>Security</Channel><Computer>host</Computer>"
    "<Data Name='TargetUserName'>bob</Data><Data Name='IpAddress'>192.0.2.1</Data>"
)
SUDO = "sudo: ann : TTY=pts/0 ; PWD=/srv/ann ; USER=root ; COMMAND=/bin/ls"
ACCEPTED_LOGON = "Accepted publickey for ann from 192.0.2.1 port 22 ssh2"
# Query -> a line that it finds, and one that it leaves (None: it leaves nothing).
LINES: dict[str, tuple[str, str | None]] = {
    "application/errors": ('{"level": "ERROR"}', "all is well"),
    "application/messages over time": ("all is well", None),
    "cloudtrail/addresses of a principal": (call(), call(sourceIPAddress="AWS Internal")),
    "cloudtrail/changes by principal": (call(), call(readOnly=True)),
    "cloudtrail/console sign-ins": (
        call(eventSource="signin.amazonaws.com", eventName="ConsoleLogin"),
        call(),
    ),
    "cloudtrail/keys and roles in use": (call(), call(userIdentity={"type": "AWSService"})),
    "cloudtrail/refused calls": (call(errorCode="Client.UnauthorizedOperation"), call()),
    "cloudtrail/root user": (call(userIdentity={"type": "Root"}), call()),
    "cloudtrail/who did what": (call(), None),
    "iis_access/5xx by path": (IIS.format(503), IIS.format(200)),
    "iis_access/refused by client": (IIS.format(404), IIS.format(200)),
    "iis_access/slow requests": (IIS.format(200), "#Fields: date time"),
    "lambda/cold starts": (DONE, START),
    "lambda/errors": ("Task timed out after 3.00 seconds", "START RequestId: 1"),
    "lambda/memory": (DONE, START),
    "lambda/slowest calls": (DONE, START),
    "linux_auth/failed logons": (FAILED, ACCEPTED_LOGON),
    "linux_auth/logons": (ACCEPTED_LOGON, FAILED),
    "linux_auth/sudo": (SUDO, FAILED),
    "vpc_flow_logs/rejected by port": (REJECTED, ACCEPTED),
    "vpc_flow_logs/rejected by source": (REJECTED, ACCEPTED),
    "vpc_flow_logs/top talkers": (ACCEPTED, NO_DATA),
    "vpc_flow_logs/traffic of an address": (ACCEPTED, NO_DATA),
    "vpc_flow_logs/traffic over time": (ACCEPTED, None),
    "web_access/5xx by path": (WEB.format(502), WEB.format(200)),
    "web_access/refused by client": (WEB.format(403), WEB.format(200)),
    "web_access/requests by status": (WEB.format(200), "no request"),
    "web_access/top clients": (WEB.format(200), None),
    "windows_events/changes of accounts and groups": ("Security 4720 made", "Security 4624 on"),
    "windows_events/errors by provider": ("System ERROR 7000", "System INFORMATION 7036"),
    "windows_events/failed logons": (LOGON, "Security INFORMATION 4624"),
    "windows_events_xml/events by id": (XML.format(4625), None),
    "windows_events_xml/failed logons": (XML.format(4625), XML.format(4624)),
}


def name_of(path: Path) -> str:
    return path.relative_to(QUERIES).as_posix().removesuffix(".txt")


def commands_of(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").strip().splitlines()
    assert lines[0].startswith("# "), "the first line says what the query is for"
    return "\n".join(lines[1:]).split("\n| ")


def found(path: Path, line: str) -> bool:
    """Whether the query finds a line before it counts: under any reading of the language."""
    kept = [one for one in commands_of(path) if one.startswith(("filter ", "parse "))]
    query = "\n| ".join(kept or ["fields @message"])
    return any(finds(query, line, reading) for reading in READINGS)


def test_every_query_has_its_lines() -> None:
    assert set(LINES) == {name_of(path) for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_query_finds_what_it_is_for_and_leaves_the_rest(path: Path) -> None:
    finds_it, leaves_it = LINES[name_of(path)]
    assert found(path, finds_it)
    assert leaves_it is None or not found(path, leaves_it)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_query_is_of_known_commands_and_fields(path: Path) -> None:
    log_source = path.parent.name
    known = SYSTEM | {"vpc_flow_logs": set(FLOW), "lambda": set(REPORT)}.get(log_source, set())
    counted = False
    for command in commands_of(path):
        name, _, rest = command.partition(" ")
        assert name in {"fields", "filter", "limit", "parse", "sort", "stats"}, command
        if name == "parse":
            names = re.findall(r"\(\?<([A-Za-z][A-Za-z0-9]*)>", rest)
            # Insights takes named groups only; a group for its sake alone is (?:...).
            assert names
            assert not re.search(r"(?<!\\)\((?!\?)", re.sub(r"\[[^\]]*\]", "", rest)), rest
            known |= set(names)
        elif name == "stats":
            assert not counted, "one aggregation, which every region and tool takes"
            counted = True
            aggregates, _, grouped = rest.rpartition(" by ")
            _are_known(grouped, known, log_source)
            known = set(re.findall(r" as (\w+)", aggregates)) | _names(grouped)
        elif name == "sort":
            field = rest.removesuffix(" desc").removesuffix(" asc")
            assert field in known, f"{field} is not among {sorted(known)}"
        elif name == "fields":
            known |= set(re.findall(r" as (\w+)", rest)) | _names(rest)
    assert len(path.read_text(encoding="utf-8")) <= 10_000  # PutQueryDefinition


def _names(text: str) -> set[str]:
    text = re.sub(r"\b\w+\(|\)|\"[^\"]*\"|/ 1000| as \w+", " ", text)
    return {one.strip() for one in text.split(",") for one in one.split() if one.strip()}


def _are_known(grouped: str, known: set[str], log_source: str) -> None:
    """What is counted by has to be there; a record of JSON has fields of any name."""
    if log_source in ("cloudtrail", "lambda"):
        return
    plain = {one for one in _names(grouped) if not re.fullmatch(r"\d+[mh]", one)}
    assert plain <= known, plain - known
