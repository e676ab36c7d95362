"""A near miss differs from its sample in what the file says and in nothing else."""

import copy
import json
from typing import Any

import pytest

from hinomi.catalogue import Sample
from hinomi.catalogue.changes import Changes, UnknownFieldError
from hinomi.catalogue.sample_files import changed

DOCUMENT: dict[str, Any] = {"who": {"type": "Root"}, "list": [{"id": 1}, {"id": 2}], "none": None}
SAMPLE = Sample("record", json.dumps(DOCUMENT), DOCUMENT)
FLOW = Sample("flow", "2 111122223333 eni-1 - - - - - - - 1 2 - NODATA", None, ending=".log")


def changes(
    change: dict[str, Any] | None = None,
    add: dict[str, Any] | None = None,
    remove: tuple[str, ...] = (),
) -> Changes:
    return Changes(change or {}, add or {}, remove)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (changes({"who.type": "IAMUser"}), {**DOCUMENT, "who": {"type": "IAMUser"}}),
        (changes({"list[1].id": 3}), {**DOCUMENT, "list": [{"id": 1}, {"id": 3}]}),
        (changes({"none": 0}), {**DOCUMENT, "none": 0}),
        (changes(add={"who.by": "x"}), {**DOCUMENT, "who": {"type": "Root", "by": "x"}}),
        (changes(remove=("who.type",)), {**DOCUMENT, "who": {}}),
        (changes(remove=("list[0]",)), {**DOCUMENT, "list": [{"id": 2}]}),
    ],
)
def test_change(wanted: Changes, expected: dict[str, Any]) -> None:
    before = copy.deepcopy(DOCUMENT)
    made = changed("cloudtrail", SAMPLE, wanted)
    assert made.document == expected
    assert json.loads(made.message) == expected
    assert SAMPLE.document == before
    assert made.name == f"record with {wanted}"


@pytest.mark.parametrize(
    "wanted",
    [
        changes({"who.kind": "x"}),
        changes({"whom.type": "x"}),
        changes({"list[2].id": 1}),
        changes({"none.a": 1}),
        changes({"": 1}),
        changes(add={"who.type": "x"}),
        changes(add={"list[5]": {}}),
        changes(remove=("who.kind",)),
    ],
    ids=str,
)
def test_change_that_does_not_fit_the_sample_is_refused(wanted: Changes) -> None:
    with pytest.raises(UnknownFieldError):
        changed("cloudtrail", SAMPLE, wanted)


def test_change_of_a_flow_log_line() -> None:
    made = changed("vpc_flow_logs", FLOW, changes({"dstport": 22}, remove=("log-status",)))
    assert made.message == "2 111122223333 eni-1 - - - 22 - - - 1 2 -"


@pytest.mark.parametrize("wanted", [changes({"port": 1}), changes(add={"dstport": 1})])
def test_change_that_does_not_fit_a_flow_log_line_is_refused(wanted: Changes) -> None:
    with pytest.raises(UnknownFieldError):
        changed("vpc_flow_logs", FLOW, wanted)


WEB = Sample(
    "web",
    '198.51.100.7 - alice [25/Nov/2026:10:00:00 +0000] "GET /?a=\\"b HTTP/1.1" 200 12 "-" "curl/8"',
    None,
    ending=".log",
)
SYSLOG = Sample("syslog", "Nov 25 10:00:00 web1 sshd[812]: Accepted password", None, ending=".log")
EVENT = Sample(
    "event", "[Security] [INFORMATION] [4625] [Auditing] [WEB1] [Failed.\r\n\tName: [x]]", None,
    ending=".log",
)  # fmt: skip
QUALIFIERS = " Qualifiers='16384'"
XML = Sample(
    "xml",
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
    "<EventID Qualifiers='16384'>7045</EventID></System><EventData>"
    "<Data Name='ServiceName'>a</Data><Data Name='ImagePath'>b</Data></EventData></Event>",
    None,
    ending=".xml",
)


@pytest.mark.parametrize(
    ("log_source", "sample", "wanted", "old", "new"),
    [
        ("web_access", WEB, Changes(change={"status": 500}), " 200 ", " 500 "),
        ("web_access", WEB, Changes(change={"request": "GET"}), 'GET /?a=\\"b HTTP/1.1', "GET"),
        ("web_access", WEB, Changes(change={"time": "x"}), "25/Nov/2026:10:00:00 +0000", "x"),
        ("web_access", WEB, Changes(remove=("referer", "user_agent")), ' "-" "curl/8"', ""),
        ("linux_auth", SYSLOG, Changes(replace={"Accepted": "Failed"}), "Accepted", "Failed"),
        ("windows_events", EVENT, Changes(change={"event_id": 4624}), "[4625]", "[4624]"),
        ("windows_events", EVENT, Changes(replace={"Name: [x]": "Name: y"}), "[x]]", "y]"),
        ("windows_events_xml", XML, Changes(change={"EventID": 1}), ">7045<", ">1<"),
        ("windows_events_xml", XML, Changes(change={"ServiceName": r"C:\x"}), ">a<", r">C:\x<"),
        ("windows_events_xml", XML, Changes(replace={" Qualifiers='16384'": ""}), QUALIFIERS, ""),
    ],
)  # fmt: skip
def test_change_of_text_changes_nothing_else(
    log_source: str, sample: Sample, wanted: Changes, old: str, new: str
) -> None:
    assert sample.message.count(old) == 1
    assert changed(log_source, sample, wanted).message == sample.message.replace(old, new)


@pytest.mark.parametrize(
    ("log_source", "sample", "wanted", "said"),
    [
        ("web_access", WEB, Changes(change={"code": 1}), "is not one of host, ident"),
        ("web_access", WEB, Changes(add={"x": 1}), "columns of this log are fixed"),
        ("web_access", WEB, Changes(replace={"0": "1"}), "take more around it"),
        ("linux_auth", SYSLOG, Changes(change={"user": "x"}), "use `replace`"),
        ("linux_auth", SYSLOG, Changes(replace={"Rejected": "x"}), "is not in the sample"),
        ("windows_events", EVENT, Changes(change={"id": 1}), "is not one of channel, level"),
        ("windows_events", EVENT, Changes(remove=("level",)), "the fields are fixed"),
        ("windows_events_xml", XML, Changes(change={"Level": 1}), "names 0 elements"),
        ("windows_events_xml", XML, Changes(change={"Data": 1}), "names 2 elements"),
        ("windows_events_xml", XML, Changes(add={"Level": 1}), "use `replace`"),
        ("cloudtrail", SAMPLE, Changes(replace={"Root": "x"}), "name the field under `change`"),
    ],
)
def test_change_that_does_not_fit_says_what_does(
    log_source: str, sample: Sample, wanted: Changes, said: str
) -> None:
    with pytest.raises(UnknownFieldError, match=said):
        changed(log_source, sample, wanted)
