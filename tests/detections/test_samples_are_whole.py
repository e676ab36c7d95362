"""No sample is a stub of the fields that a pattern reads: each is what the service writes."""

import ipaddress
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from hinomi.catalogue import DEFAULT_DIRECTORY, LOG_SOURCES, load

CATALOGUE = load()
CLOUDTRAIL = sorted((DEFAULT_DIRECTORY / "cloudtrail" / "samples").glob("*.json"))
FLOW_LOGS = sorted((DEFAULT_DIRECTORY / "vpc_flow_logs" / "samples").glob("*.log"))
WINDOWS = sorted((DEFAULT_DIRECTORY / "windows_events" / "samples").glob("*.log"))
SYSLOG = sorted((DEFAULT_DIRECTORY / "linux_auth" / "samples").glob("*.log"))
WINDOWS_XML = sorted((DEFAULT_DIRECTORY / "windows_events_xml" / "samples").glob("*.xml"))
ALL = sorted(DEFAULT_DIRECTORY.glob("*/samples/*"))

# CloudTrail User Guide, record contents; requestParameters and responseElements may be null but
# are there. A sign-in and an event of the service itself carry no requestID.
ALWAYS = {
    "eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion",
    "sourceIPAddress", "userAgent", "requestParameters", "responseElements", "eventID",
    "readOnly", "eventType", "managementEvent", "recipientAccountId", "eventCategory",
}  # fmt: skip
BY_TYPE = {
    "AwsApiCall": {"requestID"},
    "AwsConsoleSignIn": {"additionalEventData", "tlsDetails"},
    "AwsServiceEvent": {"serviceEventDetails", "sharedEventID"},
}
IDENTITY = {
    "IAMUser": {"principalId", "accountId", "userName"},
    "AssumedRole": {"principalId", "arn", "accountId", "sessionContext"},
    "Root": {"principalId", "arn", "accountId"},
    None: {"accountId", "invokedBy"},  # an event of the service itself
}
DOCUMENTATION_ACCOUNTS = {"111122223333", "444455556666", "000000000000"}
DOCUMENTATION_NETWORKS = [
    ipaddress.ip_network(network)
    for network in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
]


@pytest.mark.parametrize("path", CLOUDTRAIL, ids=lambda path: path.stem)
def test_cloudtrail_record_is_whole(path: Path) -> None:
    record = json.loads(path.read_text(encoding="utf-8"))
    assert ALWAYS | BY_TYPE[record["eventType"]] <= record.keys()
    major, minor = record["eventVersion"].split(".")
    assert (int(major), int(minor)) >= (1, 9)
    identity = record["userIdentity"]
    assert IDENTITY[identity.get("type")] <= identity.keys()
    if identity.get("type") == "AssumedRole":
        assert {"sessionIssuer", "attributes"} <= identity["sessionContext"].keys()
    made_by_service = "invokedBy" in identity
    assert made_by_service or {"tlsVersion", "cipherSuite", "clientProvidedHostHeader"} == set(
        record["tlsDetails"]
    )
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", record["eventID"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", record["eventTime"])
    assert ("errorCode" in record) <= (record["responseElements"] is None)


@pytest.mark.parametrize("path", FLOW_LOGS, ids=lambda path: path.stem)
def test_flow_log_line_is_whole(path: Path) -> None:
    values = path.read_text(encoding="utf-8").rstrip("\n").split(" ")
    version, account, interface, *rest, start, end, action, status = values
    assert (version, len(values)) == ("2", 14)
    assert account in DOCUMENTATION_ACCOUNTS
    assert interface.startswith("eni-")
    assert int(start) < int(end)
    if status == "OK":
        assert action in {"ACCEPT", "REJECT"}
        assert "-" not in rest
    else:
        assert {*rest, action} == {"-"}


@pytest.mark.parametrize("path", WINDOWS, ids=lambda path: path.stem)
def test_windows_event_is_what_the_agent_writes(path: Path) -> None:
    """plugins/inputs/windows_event_log of the CloudWatch agent; audit events are INFORMATION."""
    text = path.read_text(encoding="utf-8")
    head = re.match(r"\[(.+?)\] \[([A-Z]+)\] \[(\d+)\] \[(.+?)\] \[([\w.-]+)\] \[", text)
    assert head
    assert text.endswith("]\n")
    assert head[2] in {"INFORMATION", "WARNING", "ERROR", "CRITICAL", "VERBOSE"}
    if head[4] == "Microsoft-Windows-Security-Auditing":
        assert head.group(1, 2) == ("Security", "INFORMATION")
        assert "Subject:" in text


@pytest.mark.parametrize("path", WINDOWS_XML, ids=lambda path: path.stem)
def test_windows_xml_is_a_whole_event(path: Path) -> None:
    event = ElementTree.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 -- our own file
    space = "{http://schemas.microsoft.com/win/2004/08/events/event}"
    system = event.find(f"{space}System")
    assert system is not None
    assert [part.tag.removeprefix(space) for part in system] == [
        *("Provider", "EventID", "Version", "Level", "Task", "Opcode", "Keywords", "TimeCreated"),
        *("EventRecordID", "Correlation", "Execution", "Channel", "Computer", "Security"),
    ]
    assert event.find(f"{space}EventData") is not None or event.find(f"{space}UserData") is not None
    assert event.findtext(f"{space}RenderingInfo/{space}Message")


def test_windows_events_are_the_same_in_both_formats() -> None:
    assert {path.stem.replace("windows_", "windows_xml_", 1) for path in WINDOWS} == {
        path.stem for path in WINDOWS_XML
    }


@pytest.mark.parametrize("path", SYSLOG, ids=lambda path: path.stem)
def test_auth_line_has_time_host_and_program(path: Path) -> None:
    """rsyslog writes the traditional time, or ISO 8601 (Debian 12, Ubuntu 24.04 and later)."""
    time = r"([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00)"
    line = path.read_text(encoding="utf-8")
    assert re.fullmatch(rf"{time} ip-[\d-]+ (sudo|[a-z-]+\[\d+\]): .+\n", line)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_sample_names_documentation_accounts_and_addresses_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    accounts = set(re.findall(r"(?<![\w.-])\d{12}(?![\w.-])", text)) - {"123456789012"}
    assert accounts <= DOCUMENTATION_ACCOUNTS
    for found in re.findall(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])", text):
        # Version numbers look like addresses: browsers' (Chrome/138.0.0.0), Defender's.
        if f"Chrome/{found}" in text or f": {found}," in text:
            continue
        address = ipaddress.ip_address(found)
        documented = any(address in network for network in DOCUMENTATION_NETWORKS)
        assert documented or address.is_private or address.is_unspecified, found
    keys = set(re.findall(r"\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b", text))
    assert all(key.endswith("EXAMPLE") for key in keys)


def test_event_ids_are_unique() -> None:
    """The search engine takes the event id as the document's id: equal ids would be one event."""
    ids = [json.loads(path.read_text(encoding="utf-8"))["eventID"] for path in CLOUDTRAIL]
    assert len(ids) == len(set(ids))


def test_every_sample_is_used() -> None:
    used = {
        (detection.log_source, sample.name.split(" with ")[0])
        for detection in CATALOGUE
        for sample in (*detection.fires, *detection.quiet)
    }
    kept = {
        (source, path.stem)
        for source in LOG_SOURCES
        for path in (DEFAULT_DIRECTORY / source / "samples").glob("*")
    }
    assert kept == used
