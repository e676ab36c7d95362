"""The handler with stubbed AWS clients and the project's own catalogue."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

import package
from notifier import catalogue, handler
from notifier.catalogue import Detection, MetricAlarm
from tests.lambda_src.notifier.alarm_notifications import (
    CHAT_TOPIC,
    POINT,
    PROJECT,
    REGION,
    SAMPLES,
    TOPIC,
)


class Context:
    """What Lambda hands over beside the event, as far as the handler asks."""

    def __init__(self, milliseconds: int = 60_000) -> None:
        self._milliseconds = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self._milliseconds


class Account:
    """CloudWatch Logs and SNS of an account: what they will answer, and what was published."""

    def __init__(self) -> None:
        self.clients = {name: _client(name) for name in ("logs", "sns")}
        self.logs, self.sns = (Stubber(self.clients[name]) for name in ("logs", "sns"))
        self.published: list[dict[str, Any]] = []

    def has_filter(
        self, pattern: str = "{ $.eventName = * }", group: str = "/hinomi-test/logs"
    ) -> None:
        found = {"filterName": "f", "logGroupName": group, "filterPattern": pattern}
        self.logs.add_response("describe_metric_filters", {"metricFilters": [found]})

    def has_events(self, *messages: Mapping[str, Any] | str, token: str | None = None) -> None:
        start = int(POINT.timestamp() * 1000)
        events = [
            {
                "eventId": f"{number:056d}",
                "timestamp": start + number,
                "message": message if isinstance(message, str) else json.dumps(message),
            }
            for number, message in enumerate(messages)
        ]
        page = {"events": events, **({"nextToken": token} if token else {})}
        self.logs.add_response("filter_log_events", page)

    def takes_messages(self, number: int = 1) -> None:
        for _ in range(number):
            request = {
                "TopicArn": TOPIC,
                "Subject": ANY,
                "MessageStructure": "json",
                "Message": ANY,
                "MessageAttributes": ANY,
            }
            self.sns.add_response("publish", {"MessageId": "m-1"}, request)

    def takes_chat(self) -> None:
        request = {"TopicArn": CHAT_TOPIC, "Message": ANY, "MessageAttributes": ANY}
        self.sns.add_response("publish", {"MessageId": "m-2"}, request)

    def handle(self, *records: Any, milliseconds: int = 60_000) -> Any:
        return handler.handler({"Records": list(records)}, Context(milliseconds))

    def body(self, number: int = 0) -> dict[str, str]:
        """What each protocol gets."""
        body: dict[str, str] = json.loads(self.published[number]["Message"])
        return body

    def document(self, number: int = 0) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.body(number)["sqs"])
        return document


@cache  # a client takes long to make
def _client(service: str) -> Any:
    return boto3.client(
        service, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
    )


@pytest.fixture(scope="session")
def detections(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Detection]:
    """The real detections, through catalogue.json as the packaging writes it."""
    file: Path = tmp_path_factory.mktemp("notifier") / "catalogue.json"
    file.write_text(package.catalogue_for_messages(SAMPLES), encoding="utf-8")
    return catalogue.load(file)


@pytest.fixture(scope="session")
def metric_alarms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, MetricAlarm]:
    """The real metric alarms, through metric_alarms.json as the packaging writes it."""
    file: Path = tmp_path_factory.mktemp("notifier") / "metric_alarms.json"
    written = package.metric_alarms_for_messages(PROJECT / "metric_alarms")
    file.write_text(written, encoding="utf-8")
    return catalogue.load_metric_alarms(file)


@pytest.fixture
def account(
    monkeypatch: pytest.MonkeyPatch,
    detections: dict[str, Detection],
    metric_alarms: dict[str, MetricAlarm],
) -> Iterator[Account]:
    monkeypatch.setenv("NOTIFICATIONS_TOPIC_ARN", TOPIC)
    monkeypatch.setenv("LANGUAGES", "en,ja")
    monkeypatch.setenv("TIME_ZONE", "Asia/Tokyo")
    account = Account()
    monkeypatch.setattr(handler, "_client", account.clients.__getitem__)
    monkeypatch.setattr(handler, "_detections", lambda: detections)
    monkeypatch.setattr(handler, "_metric_alarms", lambda: metric_alarms)

    def keep(params: dict[str, Any], **_: Any) -> None:
        account.published.append(params)

    published = account.clients["sns"].meta.events
    published.register("provide-client-params.sns.Publish", keep)
    with account.logs, account.sns:
        yield account
    published.unregister("provide-client-params.sns.Publish", keep)
    account.logs.assert_no_pending_responses()
    account.sns.assert_no_pending_responses()


@pytest.fixture
def metrics(capsys: pytest.CaptureFixture[str]) -> Callable[[], dict[str, list[float]]]:
    """Reads the metrics that the handler has written (embedded metric format)."""

    def read() -> dict[str, list[float]]:
        written = [json.loads(one) for one in capsys.readouterr().out.splitlines() if "_aws" in one]
        assert len(written) <= 1
        return {
            name: value for one in written for name, value in one.items() if isinstance(value, list)
        }

    return read
