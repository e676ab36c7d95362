"""environments/local on the local cloud: applied, planned again without a change, rung, destroyed.

And the gate judges the very plan that was applied, and the one over what is there then. What
happens in between: real records and broken files by the trail's entrance, as `make demo EVENTS=`
plays them, and what is no log: a queue that nobody empties, AWS Health, metrics for the long term.
To apply the environment takes a minute and more, so one test does all of it.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
import yaml
from opensearchpy import OpenSearch

import cloud
from demo import pipeline
from demo.clients import Clients
from demo.house import House, applied_house
from demo.terminal import Terminal
from environments.inputs import local_inputs
from environments.terraform_cli import Terraform

ROOT = Path(__file__).resolve().parents[2]
STRATUS = ROOT.parent / "shared/data/stratus"
HEALTH = {
    "backupEvent": "false",
    "eventArn": "arn:aws:health:ap-northeast-1::event/SQS/AWS_SQS_OPERATIONAL_ISSUE/one",
    "eventDescription": [{"language": "en_US", "latestDescription": "Queues answer late."}],
    "eventScopeCode": "ACCOUNT_SPECIFIC",
    "eventTypeCategory": "issue",
    "eventTypeCode": "AWS_SQS_OPERATIONAL_ISSUE",
    "service": "SQS",
    "statusCode": "open",
}


@pytest.mark.cloud
@pytest.mark.xdist_group("environment")
def test_apply_second_plan_real_records_bells_and_destroy(tmp_path: Path) -> None:
    work = tmp_path / "work"
    assert STRATUS.is_dir(), f"the real records are not there: {STRATUS}"
    records = tmp_path / "events"
    shutil.copytree(STRATUS, records, ignore=shutil.ignore_patterns("LICENSE"))
    with cloud.running(tmp_path / "cloud") as running:
        inputs = local_inputs(running)
        terraform = Terraform(
            ROOT / "environments/local", tmp_path / "state", inputs.environment, inputs.variables
        )
        terraform.init()
        assert terraform.plan() is True
        gate(terraform)

        terraform.apply()
        assert len(terraform.state_resources()) > 450
        assert terraform.plan() is False, "the second plan wants to change what was just applied"
        gate(terraform)

        outputs = terraform.outputs()
        real_records_lose_nothing(records, work, applied_house(running, outputs))
        bells_beside_logs_ring(running, outputs)

        terraform.destroy()
        assert terraform.state_resources() == []


def real_records_lose_nothing(records: Path, work: Path, house: House) -> None:
    """They ring their list, each is found once, and a broken file is kept as it is and named."""
    whole = gzip.compress(b'{"Records":[{"eventID":"never-read"}]}')
    (records / "broken.json.gz").write_bytes(whole[:12])
    (records / "truncated.json").write_bytes(b'{"Records":[{"eventVersion":"1.09","eventNa')
    (records / "empty.jsonl").write_bytes(b"")
    expected = ROOT / "demo/expected/stratus.yaml"

    holds = pipeline.run(
        pipeline.Settings(work, records, expected, seed="1"),
        Terminal(),
        lambda _work, _say: nullcontext(house),
    )

    summary = json.loads((work / "summary.json").read_text())
    assert holds, summary["problems"]
    assert summary["events_sent"] == summary["documents"] == 310
    assert summary["duplicates"] == 0
    listed = yaml.safe_load(expected.read_text(encoding="utf-8"))["rings"]
    rung = sorted(alert["detection"] for alert in summary["alerts"])
    assert rung == sorted(one["detection"] for one in listed)
    assert summary["unexpected_alerts"] == []
    unread = {Path(file["file"]).name for file in summary["unreadable_files"]}
    assert unread == {"broken.json.gz", "truncated.json", "empty.jsonl"}
    assert summary["quarantined"] == len(unread)
    assert summary["ledger"]["balanced"]
    assert summary["ledger"]["read"] == 310 + len(unread)


def bells_beside_logs_ring(running: cloud.Cloud, outputs: dict[str, Any]) -> None:
    """An alarm on a resource and AWS Health reach people; metrics reach the search engine."""
    client(running, "sqs").send_message(QueueUrl=outputs["orders_queue_url"], MessageBody="1")
    here, everywhere = AwsHealth(running, running.region), AwsHealth(running, "us-east-1")
    here.tells("AWS_SQS_OPERATIONAL_ISSUE")
    here.tells("AWS_SQS_COPIED_ISSUE", backupEvent="true")
    everywhere.tells("AWS_IAM_OPERATIONAL_ISSUE")

    def mails(part: str) -> list[dict[str, Any]]:
        read = (json.loads(file.read_text()) for file in running.mail_directory.glob("*.json"))
        told = (one for one in read if one["topic_arn"] == outputs["notifications_topic_arn"])
        return [mail for mail in told if part in mail["subject"] + mail["body"]]

    search = OpenSearch(hosts=[running.search_endpoint])
    for seen in (
        lambda: mails("AWS_SQS_OPERATIONAL_ISSUE"),
        lambda: mails("AWS_IAM_OPERATIONAL_ISSUE"),
        lambda: mails("hinomi-local-orders"),
        lambda: metrics_of(search, "hinomi-local-orders"),
    ):
        assert eventually(seen)
    assert mails("AWS_SQS_COPIED_ISSUE") == []


def gate(terraform: Terraform) -> None:
    """`hinomi gate` holds on the last plan."""
    result = subprocess.run(
        [
            *(str(Path(sys.executable).parent / "hinomi"), "gate"),
            str(terraform.plan_json()),
            *("--policy", str(ROOT / "environments/local/policy.yaml")),
            *("--format", "json"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    document = json.loads(result.stdout or "{}")
    shut = [
        (one["status"], one["control"], one["subject"], one["reason"])
        for one in document.get("findings", [])
        if one["status"] in {"FAIL", "UNKNOWN"}
    ]
    said = result.stderr[-2000:]
    assert (shut[:5], document.get("problems"), result.returncode) == ([], [], 0), said


class AwsHealth:
    """Plays AWS Health in one region."""

    def __init__(self, running: cloud.Cloud, region: str) -> None:
        self._events = client(running, "events", region)

    def tells(self, code: str, **changed: str) -> None:
        detail = {**HEALTH, "eventTypeCode": code, **changed}
        entry = {
            "Source": "aws.health",
            "DetailType": "AWS Health Event",
            "Detail": json.dumps(detail),
        }
        assert self._events.put_events(Entries=[entry])["FailedEntryCount"] == 0


def client(running: cloud.Cloud, service: str, region: str | None = None) -> Any:
    return Clients.of(running.environment()).client(service, region)


def metrics_of(search: OpenSearch, queue: str) -> int:
    """How many data points of a queue can be found: they came by the metric stream."""
    query = {"term": {"aws.cloudwatch.dimensions.QueueName": queue}}
    answer = search.count(
        index="hinomi-metrics-*", body={"query": query}, params={"ignore_unavailable": "true"}
    )
    return int(answer["count"])


def eventually(seen: Callable[[], Any], seconds: float = 120) -> Any:
    """The first true answer within the time, or the last one."""
    deadline = time.monotonic() + seconds
    while not (answer := seen()) and time.monotonic() < deadline:
        time.sleep(0.5)
    return answer
