"""environments/local on the local cloud: applied, rung, planned again without a change, destroyed.

And the gate judges the very plan that was applied, and the one over what is there then. What
happens in between is no log: a queue that nobody empties, AWS Health, metrics for the long term.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from opensearchpy import OpenSearch

import cloud
from environments.inputs import local_inputs
from environments.terraform_cli import Terraform

ROOT = Path(__file__).resolve().parents[2]
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
def test_apply_ring_second_plan_and_destroy(tmp_path: Path) -> None:
    with cloud.running(tmp_path / "cloud") as running:
        inputs = local_inputs(running)
        terraform = Terraform(
            ROOT / "environments/local", tmp_path / "work", inputs.environment, inputs.variables
        )
        terraform.init()
        assert terraform.plan() is True
        gate(terraform)

        terraform.apply()
        assert len(terraform.state_resources()) > 450
        outputs = terraform.outputs()
        client(running, "sqs").send_message(QueueUrl=outputs["orders_queue_url"], MessageBody="1")
        here, everywhere = AwsHealth(running, running.region), AwsHealth(running, "us-east-1")
        here.tells("AWS_SQS_OPERATIONAL_ISSUE")
        here.tells("AWS_SQS_COPIED_ISSUE", backupEvent="true")
        everywhere.tells("AWS_IAM_OPERATIONAL_ISSUE")

        assert terraform.plan() is False, "the second plan wants to change what was just applied"
        gate(terraform)

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

        terraform.destroy()
        assert terraform.state_resources() == []


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
    variables = running.environment()
    return boto3.client(
        service,
        endpoint_url=running.aws_endpoint_url,
        region_name=region or running.region,
        aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
    )


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
