"""Whole messages, to be read by a person: golden/<case>.<language>.txt.

The events are the detections' own samples, titles and runbooks those of detections/. After a change
that is meant, write the files anew and read what changed:

    HINOMI_WRITE_GOLDEN=1 .venv/bin/python -m pytest tests/lambda_src/notifier/test_messages.py
"""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.lambda_src.notifier.alarm_notifications import (
    SAMPLES,
    alarm_message,
    anomaly_message,
    cloudtrail_sample,
    composite_message,
    health_message,
    metric_message,
    sns_record,
)
from tests.lambda_src.notifier.conftest import Account

GOLDEN = Path(__file__).with_name("golden")
_FLOW_PATTERN = (
    "[version, account, eni, source, destination, srcport, destport, protocol, packets, bytes, "
    "windowstart, windowend, action = REJECT, flowlogstatus]"
)


def _flows() -> list[str]:
    """Three sources: one that scans ports, two with one flow each."""
    folder = SAMPLES / "vpc_flow_logs" / "samples"
    one = (folder / "flow_rejected.log").read_text(encoding="utf-8").strip()
    ipv6 = (folder / "flow_rejected_ipv6.log").read_text(encoding="utf-8").strip()
    scan = [one.replace(" 22 6 ", f" {port} 6 ") for port in (22, 23, 80, 443, 3306, 3389, 5432)]
    return [*scan, one, one, one.replace("198.51.100.23", "203.0.113.80"), ipv6]


def _lines(log_source: str, sample: str, times: int) -> list[str]:
    file = SAMPLES / log_source / "samples" / f"{sample}.log"
    return [file.read_text(encoding="utf-8")] * times


def _refused() -> dict[str, Any]:
    """An attempt that IAM refused, by an actor of another account."""
    record = cloudtrail_sample("security_group_ingress_opened_to_world")
    record["userIdentity"] = {
        "type": "AWSAccount",
        "principalId": "AROACKCEVSQ6C2EXAMPLE:build",
        "accountId": "444455556666",
    }
    record["errorCode"] = "Client.UnauthorizedOperation"
    record["responseElements"] = None
    return record


# Case -> detection, and samples (records for some); one case at least for each row of the table of
# alerts: security setting changed, data exfiltration, signs of intrusion, administrator sign-in.
CASES: dict[str, tuple[str, list[Any]]] = {
    "root-signed-in": ("root-console-sign-in", ["root_console_login"]),
    "root-sign-in-failed": ("root-console-sign-in", ["root_console_login_failed"]),
    "root-made-an-access-key": ("root-user-used", ["root_access_key_created"]),
    "group-opened-to-the-world": (
        "security-group-rules-changed",
        ["security_group_ingress_opened_to_world"],
    ),
    "group-changed-by-several-people": (
        "security-group-rules-changed",
        [
            "security_group_ingress_authorized",
            "security_group_ingress_revoked",
            "security_group_egress_revoked",
            _refused(),
        ],
    ),
    "groups-set-on-an-interface": (
        "network-interface-security-groups-changed",
        ["network_interface_security_groups_set"],
    ),
    "groups-set-on-an-instance": (
        "instance-security-groups-changed",
        ["instance_security_groups_set"],
    ),
    "groups-set-on-a-load-balancer": (
        "load-balancer-security-groups-changed",
        ["load_balancer_security_groups_set"],
    ),
    "groups-set-on-a-database": (
        "database-security-groups-changed",
        ["rds_instance_security_groups_modified"],
    ),
    "volume-from-a-snapshot": ("volume-created-from-snapshot", ["volume_created_from_snapshot"]),
    "snapshot-shared": ("ebs-snapshot-permission-added", ["ebs_snapshot_shared_with_account"]),
    "snapshot-unshared": ("ebs-snapshot-permission-removed", ["ebs_snapshot_permission_removed"]),
    "database-snapshot-made-public": (
        "rds-snapshot-permission-added",
        ["rds_snapshot_made_public"],
    ),
    "flows-rejected": ("rejected-flows", _flows()),
    "windows-logons-failed": (
        "windows-failed-logons",
        _lines("windows_events", "windows_logon_failed", 12),
    ),
    "ssh-passwords-failed": (
        "ssh-failed-passwords",
        [
            *_lines("linux_auth", "ssh_password_failed", 9),
            *_lines("linux_auth", "ssh_password_failed_unknown_user", 3),
            *_lines("linux_auth", "ssh_password_failed_session_process", 1),
        ],
    ),
    "web-secrets-probed": (
        "web-sensitive-paths-probed",
        [
            *_lines("web_access", "web_secret_probed", 7),
            *_lines("web_access", "web_repository_probed_common", 4),
        ],
    ),
    "function-failed": ("lambda-errors", _lines("lambda", "lambda_python_error", 6)),
}


def _compare(case: str, language: str, text: str) -> None:
    file = GOLDEN / f"{case}.{language}.txt"
    if os.environ.get("HINOMI_WRITE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert file.exists(), f"{file.name} is missing: see the head of this file"
    assert text == file.read_text(encoding="utf-8"), (
        f"{file.name} differs; when the change is meant, see the head of this file"
    )


@pytest.mark.parametrize("case", CASES)
def test_the_message_reads_as_written_down(case: str, account: Account) -> None:
    detection, samples = CASES[case]
    flows = detection == "rejected-flows"
    cloudtrail = (SAMPLES / "cloudtrail" / f"{detection}.yaml").is_file()
    records = [
        cloudtrail_sample(sample) if isinstance(sample, str) and cloudtrail else sample
        for sample in samples
    ]
    account.has_filter(_FLOW_PATTERN if flows else "{ $.eventName = * }")
    account.has_events(*records)
    account.takes_messages()

    account.handle(sns_record(alarm_message(detection)))

    subject = f"Subject: {account.published[0]['Subject']}\n\n"
    texts = account.document()["text"]
    _compare(case, "en", subject + texts["en"])
    _compare(case, "ja", subject + texts["ja"])


@pytest.mark.parametrize(
    ("case", "changes"),
    [
        ("no-events-found", {}),
        ("back-to-ok", {"NewStateValue": "OK", "OldStateValue": "ALARM"}),
    ],
)
def test_messages_without_events(case: str, changes: dict[str, str], account: Account) -> None:
    if not changes:
        account.has_filter()
        account.has_events()
        account.has_events()
    account.takes_messages()

    account.handle(sns_record(alarm_message("root-user-used", **changes)))

    texts = account.document()["text"]
    _compare(case, "en", texts["en"])
    _compare(case, "ja", texts["ja"])


# What is no detection's, and what the watch knows all the same.
OTHERS: dict[str, dict[str, Any]] = {
    "cpu-high": metric_message(),
    "cpu-back-to-ok": {
        **metric_message(NewStateValue="OK", OldStateValue="ALARM"),
        "NewStateReason": (
            "Threshold Crossed: 1 out of the last 3 datapoints [41.2 (08/07/25 03:16:00)] was not "
            "greater than the threshold (80.0) (minimum 1 datapoint for ALARM -> OK transition)."
        ),
    },
    "traffic-unusual-in-us-east-1": anomaly_message(),
    "site-down": {
        **composite_message(),
        "AlarmDescription": "[critical] The site is down (composite alarm site-down)",
    },
    "instance-to-be-retired": health_message(),
    "issue-of-a-service": {
        **health_message(
            eventArn="arn:aws:health:global::event/IAM/AWS_IAM_OPERATIONAL_ISSUE/AWS_IAM_5a9c",
            service="IAM",
            eventTypeCode="AWS_IAM_OPERATIONAL_ISSUE",
            eventTypeCategory="issue",
            eventRegion="global",
            statusCode="open",
            startTime="Tue, 08 Jul 2025 02:40:00 GMT",
            endTime="",
            eventDescription=[
                {"language": "en_US", "latestDescription": "IAM answers some calls with errors."}
            ],
            affectedEntities=[],
        ),
        "resources": [],
    },
}


@pytest.mark.parametrize("case", OTHERS)
def test_other_alarms_read_as_written_down(case: str, account: Account) -> None:
    account.takes_messages()

    account.handle(sns_record(OTHERS[case]))

    subject = f"Subject: {account.published[0]['Subject']}\n\n"
    texts = account.document()["text"]
    _compare(case, "en", subject + texts["en"])
    _compare(case, "ja", subject + texts["ja"])


def _samples_that_fire() -> list[tuple[str, str, str]]:
    """Every detection with every sample that it names as it stands: id, log source, sample."""
    files = [yaml.safe_load(file.read_text("utf-8")) for file in sorted(SAMPLES.glob("*/*.yaml"))]
    return [
        (str(detection["id"]), str(detection["log_source"]), sample)
        for detection in files
        for sample in detection["fires"]
        if isinstance(sample, str)
    ]


@pytest.mark.parametrize(("detection", "log_source", "sample"), _samples_that_fire())
def test_every_detection_says_who_what_and_from_where(
    detection: str, log_source: str, sample: str, account: Account
) -> None:
    files = sorted((SAMPLES / log_source / "samples").glob(f"{sample}.*"))
    account.has_filter("")
    account.has_events(*(file.read_text(encoding="utf-8") for file in files))
    account.takes_messages()

    account.handle(sns_record(alarm_message(detection)))

    document = account.document()
    assert document["enriched"]
    if log_source == "vpc_flow_logs":  # a record of skipped data has no addresses
        assert all(source["address"] and source["ports"] for source in document["sources"])
        assert document["sources"] or document["lines"]
    if log_source not in ("vpc_flow_logs", "cloudtrail"):
        assert document["seen"].keys() & {"address", "user", "target", "host", "function"}
        assert document["lines"]
    if log_source == "cloudtrail":
        assert document["lines"] == []
        assert document["who"]
        assert all(who["principal"] and who["name"] for who in document["who"])
        assert all(":" in what["api"] for what in document["what"])
        assert all(origin["address"] for origin in document["from"])
    assert document["when"]["first"]
    assert document["runbook"]["en"]["do"]
    assert document["text"]["ja"].splitlines()[0].startswith("[")
