"""What the messages name of a line: from where, who, what. The lines are the samples."""

import time
from typing import Any

import pytest

from notifier import facts
from notifier.facts import text_lines
from notifier.wording import WORDS
from tests.lambda_src.notifier.alarm_notifications import SAMPLES, found

# Sample -> label -> value.
NAMED: dict[str, dict[str, str]] = {
    "windows_events/windows_logon_failed.log": {
        "address": "203.0.113.66", "target": "administrator", "host": "EC2AMAZ-4K7Q2VN",
        "event": "4625",
    },
    "windows_events/windows_group_member_added.log": {
        "user": "Administrator", "group": "Administrators", "event": "4732",
        "target": "S-1-5-21-2041157369-1180345271-3310729905-1008",
    },
    "windows_events/windows_account_created.log": {"user": "Administrator", "target": "svc-update"},
    "windows_events/windows_account_locked_out.log": {
        "target": "operator", "address": "WIN-7T3D0PL",
    },
    "windows_events/windows_service_installed.log": {
        "service": "PSEXESVC", "command": "%SystemRoot%\\PSEXESVC.exe",
    },
    "windows_events/windows_security_log_cleared.log": {"user": "Administrator"},
    "windows_events/windows_malware_found.log": {"threat": "HackTool:Win64/Mikatz!dha"},
    "windows_events_xml/windows_xml_logon_failed.xml": {
        "address": "203.0.113.66", "target": "administrator", "host": "EC2AMAZ-4K7Q2VN",
        "event": "4625",
    },
    "windows_events_xml/windows_xml_group_member_added.xml": {
        "user": "Administrator", "group": "Administrators",
        "target": "S-1-5-21-2041157369-1180345271-3310729905-1008",
    },
    "windows_events_xml/windows_xml_account_locked_out.xml": {
        "target": "operator", "address": "WIN-7T3D0PL",
    },
    "windows_events_xml/windows_xml_security_log_cleared.xml": {"user": "Administrator"},
    "windows_events_xml/windows_xml_service_installed.xml": {"service": "PSEXESVC"},
    "windows_events_xml/windows_xml_malware_found.xml": {"threat": "HackTool:Win64/Mikatz!dha"},
    "linux_auth/ssh_password_failed_unknown_user.log": {
        "user": "admin", "address": "203.0.113.66", "host": "ip-10-20-1-15",
    },
    "linux_auth/ssh_password_failed_session_process.log": {
        "user": "ubuntu", "address": "2001:db8:66::7", "host": "ip-10-20-1-15",
    },
    "linux_auth/ssh_invalid_user.log": {"user": "admin", "address": "203.0.113.66"},
    "linux_auth/sudo_not_in_sudoers.log": {"user": "reports", "command": "/bin/cat /etc/shadow"},
    "linux_auth/user_added.log": {"target": "mallory"},
    "linux_auth/user_added_to_wheel.log": {"target": "mallory", "group": "wheel"},
    "linux_auth/user_added_to_wheel_by_gpasswd.log": {
        "target": "mallory", "group": "wheel", "user": "root",
    },
    "linux_auth/password_changed.log": {"target": "root"},
    "web_access/web_secret_probed.log": {
        "address": "203.0.113.66", "path": "GET /.env HTTP/1.1", "status": "404",
    },
    "web_access/web_sign_in_refused.log": {"user": "admin"},
    "iis_access/iis_injection_tried.log": {
        "address": "203.0.113.66", "status": "200", "host": "10.20.1.15",
        "path": "GET /search?q=1+UNION+SELECT+name,password+FROM+users--",
    },
    "lambda/lambda_python_error.log": {"error": "KeyError", "function": "/hinomi-test/logs"},
    "lambda/lambda_init_failed.log": {"error": "Runtime.ImportModuleError"},
    "lambda/lambda_timed_out.log": {"error": "timed out"},
    "lambda/lambda_json_report_timeout.json": {"error": "timeout"},
    "lambda/lambda_json_report_error.json": {"error": "Function.Unhandled"},
}  # fmt: skip


def seen(log_source: str, *lines: Any) -> dict[str, dict[str, int]]:
    read = facts.read(log_source, found(*lines))
    return {t.label: {one.item: one.count for one in t.values} for t in read.seen}


@pytest.mark.parametrize("sample", NAMED)
def test_names(sample: str) -> None:
    log_source, name = sample.split("/")
    text = (SAMPLES / log_source / "samples" / name).read_text(encoding="utf-8")
    if log_source == "windows_events":
        text = text.replace("\n", "\r\n")
    named = seen(log_source, text)
    expected = {label: {value: 1} for label, value in NAMED[sample].items()}
    assert {label: named.get(label) for label in expected} == expected


def test_counts_the_most_frequent_first() -> None:
    def line(address: str) -> str:
        return f"Nov 20 03:14:07 web1 sshd[1]: Failed password for root from {address} port 1 ssh2"

    read = facts.read("linux_auth", found(*map(line, ["192.0.2.1", "192.0.2.2", "192.0.2.2"])))
    address = next(tally for tally in read.seen if tally.label == "address")
    assert [(one.item, one.count) for one in address.values] == [("192.0.2.2", 2), ("192.0.2.1", 1)]
    assert len(read.lines) == 2  # equal ones once
    assert read.count == 3


@pytest.mark.parametrize("source", ["windows_events", "windows_events_xml", "linux_auth", "lambda"])
def test_line_in_other_words_is_shown_as_it_is(source: str) -> None:
    read = facts.read(source, found("Un compte n'a pas pu se connecter."))
    assert read.lines == ("Un compte n'a pas pu se connecter.",)


def test_every_label_has_words() -> None:
    assert all(set(words.seen) == set(text_lines.LABELS) for words in WORDS.values())


@pytest.mark.parametrize("source", sorted(set(facts.READERS) - {"cloudtrail"}))
@pytest.mark.parametrize(
    "piece", ["[ ", '"', "<Data Name='", " for x from ", "add '", "\tA:\tB\r\n", '{"', "sudo: "]
)
def test_hostile_line_takes_no_time(source: str, piece: str) -> None:
    before = time.process_time()
    facts.read(source, found(*[piece * 20_000] * 20))
    assert time.process_time() - before < 2
