"""The watch on the watch, rung: modules/analysis applied, and each of its alarms brought about.

What happens is real (logs that stop, an engine that refuses, a function that is gone); only the
ledger's mismatch is written by hand, since the shipper makes none. The tests go from a pipeline at
rest to one in ruins, in their order in this file.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from environments.terraform_cli import Terraform
from tests.faults import search_administration
from tests.faults.search_administration import AdministrationServer

pytestmark = [pytest.mark.cloud, pytest.mark.terraform]

ROOT = Path(__file__).with_name("pipeline")
PACKAGE = Path(__file__).resolve().parents[4] / "build/lambda/shipper-local.zip"
GROUP = "/pipeline/flows"
TRAIL = "AWSLogs/111122223333/CloudTrail/ap-northeast-1/2026/07/01"
FLOW = (
    "2 111122223333 eni-0a1 198.51.100.7 10.0.0.5 51344 22 6 1 40 1782864000 1782864060 REJECT OK"
)
# No alarm may need more than a minute here, and some what a test can bring about.
MINUTE: dict[str, Any] = {"minutes": 1}
ALARMS: dict[str, dict[str, Any]] = {
    "dead-letters": MINUTE,
    "forwarding-errors": MINUTE,
    "forwarding-stopped": MINUTE,
    "handed-back": MINUTE,
    "objects-waiting": {"minutes": 1, "threshold": 5},
    "quarantined": MINUTE,
    "shipper-errors": MINUTE,
    "shipper-slow": {"minutes": 1, "threshold": 0.01},
    "shipper-throttled": MINUTE,
    "silent-log-group": MINUTE,
    "silent-objects": MINUTE,
    # The emulator publishes no metric for these; that they are wired is shown by inventories.
    "forwarding-throttled": {"off": "The emulator never throttles a subscription"},
    "shipper-calls-lost": {"off": "The emulator has no DestinationDeliveryFailures"},
    "shipper-calls-waiting": {"off": "The emulator has no AsyncEventAge"},
}
LONG = 150  # seconds: a period, the evaluation range behind it, and a busy machine


class Pipeline(NamedTuple):
    client: Callable[[str], Any]
    engine: AdministrationServer
    names: dict[str, str]
    setup: dict[str, Any]
    mail: Path

    def state(self, key: str) -> str:
        answer = self.client("cloudwatch").describe_alarms(AlarmNames=[self.names[key]])
        [alarm] = answer["MetricAlarms"]
        return str(alarm["StateValue"])

    def mailed(self, key: str) -> bool:
        """Whether the plain mail path has told of this alarm, with what to do about it."""
        for file in self.mail.glob("*.json"):
            mail = json.loads(file.read_text())
            if mail["subject"].startswith(f'ALARM: "{self.names[key]}"'):
                return bool(json.loads(mail["body"])["AlarmDescription"])
        return False

    def log(self, count: int = 1) -> None:
        now = int(time.time() * 1000)
        self.client("logs").put_log_events(
            logGroupName=GROUP,
            logStreamName="eni-0a1-all",
            logEvents=[{"timestamp": now, "message": FLOW}] * count,
        )

    def deliver(self, name: str, content: bytes) -> None:
        self.client("s3").put_object(
            Bucket="pipeline-audit", Key=f"{TRAIL}/{name}.json", Body=content
        )

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Logs and objects keep coming, every few seconds."""
        ended = threading.Event()

        def work() -> None:
            number = 0
            while not ended.wait(3):
                number += 1
                self.log()
                self.deliver(f"{time.time_ns()}-{number}", b'{"Records":[]}')

        worker = threading.Thread(target=work)
        worker.start()
        try:
            yield
        finally:
            ended.set()
            worker.join()


@pytest.fixture(scope="module")
def pipeline(emulator: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    with search_administration.running() as engine:
        environment = {
            "AWS_ACCESS_KEY_ID": "111122223333",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_REGION": "ap-northeast-1",
            "AWS_ENDPOINT_URL": emulator.endpoint,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        variables = {
            "package": str(PACKAGE),
            "pipeline_alarms": ALARMS,
            "search_endpoint": engine.endpoint,
        }
        terraform = Terraform(ROOT, tmp_path_factory.mktemp("pipeline"), environment, variables)
        terraform.init()
        terraform.plan()
        terraform.apply()
        outputs = terraform.outputs()
        emulator.client("logs").create_log_stream(logGroupName=GROUP, logStreamName="eni-0a1-all")
        setup = json.loads(outputs["setup"])
        yield Pipeline(emulator.client, engine, outputs["alarms"], setup, emulator.mail)


@pytest.fixture
def quiet(pipeline: Pipeline, eventually: Callable[..., Any]) -> Callable[..., None]:
    """What a test is about must not ring before the test has done it.

    On a busy machine objects wait for a cold function, and that alarm needs a minute to be well.
    """

    def check(*keys: str) -> None:
        assert eventually(lambda: all(pipeline.state(key) != "ALARM" for key in keys), LONG), keys

    return check


def rung(pipeline: Pipeline, key: str, eventually: Callable[..., Any]) -> None:
    assert eventually(lambda: pipeline.state(key) == "ALARM", LONG), key
    assert eventually(lambda: pipeline.mailed(key)), key


def test_the_set_up_function_found_an_engine_with_everything(pipeline: Pipeline) -> None:
    assert pipeline.setup["without"] == []
    assert pipeline.engine.mappings["hinomi_shipper"]["backend_roles"] == [
        "arn:aws:iam::111122223333:role/pipeline-shipper"
    ]


@pytest.mark.parametrize(
    "key",
    [
        "silent-log-group/vpc_flow_logs",
        "forwarding-stopped/vpc_flow_logs",
        "silent-objects/cloudtrail",
    ],
)
def test_silence_rings(pipeline: Pipeline, eventually: Callable[..., Any], key: str) -> None:
    rung(pipeline, key, eventually)


def test_at_work_the_heartbeats_are_well_and_nothing_else_rings(
    pipeline: Pipeline, eventually: Callable[..., Any], quiet: Callable[..., None]
) -> None:
    beats = [key for key in pipeline.names if key.startswith(("silent-", "forwarding-stopped"))]
    with pipeline.at_work():
        assert eventually(lambda: all(pipeline.state(key) == "OK" for key in beats), LONG)
        # It runs, so it takes time: the one alarm that is set to ring at a thousandth of a second.
        rung(pipeline, "shipper-slow/shipper", eventually)
        quiet(*(key for key in pipeline.names if key != "shipper-slow/shipper"))
    assert pipeline.engine.documents


def test_a_record_that_cannot_be_read_rings(
    pipeline: Pipeline, eventually: Callable[..., Any], quiet: Callable[..., None]
) -> None:
    quiet("quarantined/shipper")
    pipeline.deliver("broken", b'{"Records":[{"eventID":"1"},{"eventID":]}')
    rung(pipeline, "quarantined/shipper", eventually)


def test_a_ledger_that_does_not_add_up_rings(
    pipeline: Pipeline, eventually: Callable[..., Any], quiet: Callable[..., None]
) -> None:
    quiet("ledger-mismatch/shipper")
    pipeline.client("cloudwatch").put_metric_data(
        Namespace="pipeline/pipeline",
        MetricData=[
            {
                "MetricName": "LedgerMismatch",
                "Dimensions": [{"Name": "service", "Value": "shipper"}],
                "Value": 1,
            }
        ],
    )
    rung(pipeline, "ledger-mismatch/shipper", eventually)


def test_an_engine_that_refuses_rings_and_then_the_dead_letters_do(
    pipeline: Pipeline, eventually: Callable[..., Any], quiet: Callable[..., None]
) -> None:
    quiet("shipper-errors/shipper", "handed-back/shipper", "objects-waiting/cloudtrail")
    quiet("dead-letters/cloudtrail-objects", "dead-letters/shipper")
    pipeline.engine.refuse_documents = 403
    try:
        pipeline.deliver("refused", b'{"Records":[{"eventID":"refused-1"}]}')
        pipeline.log()
        for key in (
            "shipper-errors/shipper",
            "handed-back/shipper",
            "objects-waiting/cloudtrail",
            "dead-letters/cloudtrail-objects",
        ):
            rung(pipeline, key, eventually)
        # A subscription's call is tried three times, minutes apart, before it goes there.
        shipper = pipeline.client("sqs").get_queue_url(QueueName="pipeline-shipper-dead-letters")
        pipeline.client("sqs").send_message(QueueUrl=shipper["QueueUrl"], MessageBody="a failure")
        rung(pipeline, "dead-letters/shipper", eventually)
    finally:
        pipeline.engine.refuse_documents = 0


def test_a_shipper_without_concurrency_rings(
    pipeline: Pipeline, eventually: Callable[..., Any], quiet: Callable[..., None]
) -> None:
    quiet("shipper-throttled/shipper")
    functions = pipeline.client("lambda")
    functions.put_function_concurrency(
        FunctionName="pipeline-shipper", ReservedConcurrentExecutions=0
    )
    with pytest.raises(functions.exceptions.TooManyRequestsException):
        functions.invoke(FunctionName="pipeline-shipper", Payload=b"{}")
    functions.delete_function_concurrency(FunctionName="pipeline-shipper")
    rung(pipeline, "shipper-throttled/shipper", eventually)


def test_a_shipper_that_is_gone_rings_while_logs_still_come(
    pipeline: Pipeline, eventually: Callable[..., Any], quiet: Callable[..., None]
) -> None:
    quiet("forwarding-errors/vpc_flow_logs")
    pipeline.client("lambda").delete_function(FunctionName="pipeline-shipper")
    with pipeline.at_work():
        rung(pipeline, "forwarding-errors/vpc_flow_logs", eventually)
        # The log group is not silent: it is the forwarding that tells.
        assert eventually(
            lambda: (
                pipeline.state("forwarding-stopped/vpc_flow_logs") == "ALARM"
                and pipeline.state("silent-log-group/vpc_flow_logs") == "OK"
            ),
            2 * LONG,
        )


def test_every_alarm_was_rung(pipeline: Pipeline) -> None:
    """So that a new kind of alarm needs a test, or a reason in ALARMS."""
    assert [key for key in pipeline.names if not pipeline.mailed(key)] == []
