"""A small configuration with everything that Hinomi's spine is made of, applied on the local cloud:
no drift, events that go all the way, nothing left behind."""

import json
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import pytest

import cloud
from environments.terraform_cli import Terraform

pytestmark = [pytest.mark.cloud, pytest.mark.terraform]

PROBE = Path(__file__).with_name("probe")
ROOT_EVENT = {"eventType": "AwsApiCall", "userIdentity": {"type": "Root"}}
REJECTED = "2 111122223333 eni-0a1 198.51.100.7 10.0.0.5 51344 22 6 1 40 1 60 REJECT OK"
ACCEPTED = REJECTED.replace("REJECT", "ACCEPT")


class Probe(NamedTuple):
    """The applied probe: its Terraform, its outputs, and the cloud it stands on."""

    terraform: Terraform
    outputs: dict[str, Any]
    here: cloud.Cloud

    def client(self, service: str) -> Any:
        variables = self.here.environment()
        return boto3.client(
            service,
            endpoint_url=variables["AWS_ENDPOINT_URL"],
            region_name=variables["AWS_REGION"],
            aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
        )

    def put(self, group: str, *messages: str) -> None:
        logs = self.client("logs")
        stream = f"stream-{time.monotonic_ns()}"
        logs.create_log_stream(logGroupName=self.outputs[group], logStreamName=stream)
        now = int(time.time() * 1000)
        logs.put_log_events(
            logGroupName=self.outputs[group],
            logStreamName=stream,
            logEvents=[{"timestamp": now, "message": message} for message in messages],
        )

    def logged(self, pattern: str) -> list[str]:
        answer = self.client("logs").filter_log_events(
            logGroupName=self.outputs["function_log_group"], filterPattern=pattern
        )
        return [event["message"] for event in answer["events"]]

    def received(self, queue: str) -> list[str]:
        answer = self.client("sqs").receive_message(
            QueueUrl=self.outputs[queue], MaxNumberOfMessages=10
        )
        return [message["Body"] for message in answer.get("Messages", [])]

    def mails(self, subject: str) -> list[dict[str, Any]]:
        found = [json.loads(p.read_text()) for p in sorted(self.here.mail_directory.glob("*.json"))]
        return [mail for mail in found if mail["subject"].startswith(subject)]


@pytest.fixture(scope="module")
def probe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Probe]:
    folder = tmp_path_factory.mktemp("probe")
    root = Path(shutil.copytree(PROBE, folder / "root"))
    package = folder / "reader.zip"
    with zipfile.ZipFile(package, "w") as archive:
        archive.write(PROBE / "reader.py", "reader.py")
    with cloud.running(folder / "cloud") as here:
        variables = {"package": str(package)}
        terraform = Terraform(root, folder / "terraform", here.environment(), variables)
        terraform.init()
        terraform.plan()
        terraform.apply()
        yield Probe(terraform, terraform.outputs(), here)


def test_a_second_plan_is_empty(probe):
    changed = probe.terraform.plan()
    plan = json.loads(probe.terraform.plan_json().read_text())
    drifted = [
        (resource["address"], resource["change"]["before"], resource["change"]["after"])
        for resource in plan["resource_changes"]
        if resource["change"]["actions"] != ["no-op"] and resource["mode"] == "managed"
    ]
    assert drifted == []
    assert not changed


def test_a_function_has_boto3_and_runs_as_invoked_by_terraform(probe):
    assert probe.outputs["invocation"] == {"boto3": "boto3", "account": "111122223333"}


def test_a_log_event_rings_the_bell(probe, eventually):
    probe.put("trail_log_group", json.dumps({"userIdentity": {"type": "IAMUser"}}))
    time.sleep(2)  # two ticks of the alarms' clock
    assert probe.mails('ALARM: "probe-root-user-used"') == []
    probe.put("trail_log_group", json.dumps(ROOT_EVENT))
    [mail] = eventually(lambda: probe.mails('ALARM: "probe-root-user-used"'))
    assert mail["to"] == "on-call@example.com"
    assert json.loads(mail["body"])["Trigger"]["MetricName"] == "root-user-used"
    assert eventually(lambda: probe.mails('ALARM: "probe-any"'))
    bodies = eventually(lambda: probe.received("next_action_queue_url"))
    assert 'ALARM: "probe-root-user-used"' in json.loads(bodies[0])["Subject"]
    assert eventually(lambda: probe.logged('"alarm ALARM: \\"probe-root-user-used"'))


def test_a_rejected_flow_reaches_the_subscriber_and_an_accepted_one_does_not(probe, eventually):
    probe.put("flow_log_group", ACCEPTED, REJECTED)
    [line] = eventually(lambda: probe.logged("flow"))
    assert line.endswith(REJECTED)
    [event] = probe.client("logs").filter_log_events(
        logGroupName=probe.outputs["flow_log_group"], filterPattern="REJECT"
    )["events"]
    assert line.split()[1] == event["eventId"]  # one id, wherever the event is seen


def test_an_object_is_announced_queued_and_read_and_a_broken_one_set_aside(probe, eventually):
    s3 = probe.client("s3")
    for name, body in (("good", b"fine"), ("bad", b"broken")):
        s3.put_object(Bucket=probe.outputs["audit_bucket"], Key=f"AWSLogs/{name}", Body=body)
    s3.put_object(Bucket=probe.outputs["audit_bucket"], Key="other/unseen", Body=b"fine")
    assert eventually(lambda: probe.logged("object good"))
    [letter] = eventually(lambda: probe.received("dead_letters_queue_url"), seconds=30)
    assert json.loads(letter)["Records"][0]["s3"]["object"]["key"] == "AWSLogs/bad"
    assert probe.logged("unseen") == []
    reads = probe.client("cloudwatch").get_metric_statistics(
        Namespace="probe/pipeline",
        MetricName="Read",
        Dimensions=[{"Name": "service", "Value": "reader"}],
        StartTime=time.time() - 600,
        EndTime=time.time() + 60,
        Period=3600,
        Statistics=["Sum"],
    )
    assert sum(point["Sum"] for point in reads["Datapoints"]) == len(probe.logged("fine"))


def test_the_alarm_comes_back_to_ok_by_the_clock(probe, eventually):
    # No data arrives any more: the event leaves the evaluation range of three periods.
    def back() -> list[str]:
        bodies = [json.loads(m["body"]) for m in probe.mails('OK: "probe-root-user-used"')]
        # The first OK was that of the new alarm, out of INSUFFICIENT_DATA.
        return [body["NewStateReason"] for body in bodies if body["OldStateValue"] == "ALARM"]

    [reason] = eventually(back, seconds=60)
    assert "1 missing datapoint was treated as [NonBreaching]" in reason


def test_all_is_destroyed(probe):
    probe.terraform.destroy()
    assert probe.terraform.state_resources() == []
