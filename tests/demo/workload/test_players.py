"""Each player writes where the service is told to, and nowhere when it is told nothing."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from demo.workload.log import NotConfigured, ObjectPlace, Written
from demo.workload.players import agent, distribution, flow_logs, load_balancer
from demo.workload.players.workload import Workload
from demo.workload.records.cloudfront import STANDARD_FIELDS, log_lines
from demo.workload.visits import visits

NOW = datetime(2026, 3, 4, 5, 7, 8, tzinfo=UTC)
WORKLOAD = Workload(
    account="111122223333",
    region="ap-northeast-1",
    distribution_arn="arn:aws:cloudfront::111122223333:distribution/E2EXAMPLE",
    function="orders",
    instances={},
    load_balancer_arn=(
        "arn:aws:elasticloadbalancing:ap-northeast-1:111122223333:loadbalancer/app/web/0123456789abcdef"
    ),
    trail="watch",
    vpc_id="vpc-1",
)


class S3:
    def __init__(self) -> None:
        self.put: dict[tuple[str, str], bytes] = {}

    def put_object(self, **given: Any) -> None:
        self.put[(given["Bucket"], given["Key"])] = given["Body"]


class Balancing:
    def __init__(self, attributes: dict[str, str]) -> None:
        self.attributes = attributes

    def describe_load_balancer_attributes(self, **given: Any) -> Any:
        return {"Attributes": [{"Key": k, "Value": v} for k, v in self.attributes.items()]}

    def describe_listeners(self, **given: Any) -> Any:
        return {"Listeners": [{"DefaultActions": [{"TargetGroupArn": "arn:aws:tg"}]}]}


class Deliveries:
    def __init__(self, sources: list[str], output_format: str, path: str) -> None:
        self.sources, self.format, self.path = sources, output_format, path

    def describe_delivery_sources(self) -> Any:
        named = {"name": "web", "logType": "ACCESS_LOGS", "resourceArns": self.sources}
        return {"deliverySources": [named]}

    def describe_delivery_destinations(self) -> Any:
        where = {"destinationResourceArn": "arn:aws:s3:::delivery"}
        one = {"arn": "d", "outputFormat": self.format, "deliveryDestinationConfiguration": where}
        return {"deliveryDestinations": [one]}

    def describe_deliveries(self) -> Any:
        path = {"suffixPath": self.path}
        one = {"deliverySourceName": "web", "deliveryDestinationArn": "d"}
        return {"deliveries": [{**one, "s3DeliveryConfiguration": path}]}


class Front:
    def get_distribution(self, **given: Any) -> Any:
        config = {"Aliases": {"Items": ["shop.example.com"]}}
        return {"Distribution": {"DomainName": "d1.example", "DistributionConfig": config}}


class Services:
    """The clients by service; the regions that were asked for."""

    def __init__(self, **services: Any) -> None:
        self.services = services
        self.regions: dict[str, str | None] = {}

    def client(self, service: str, region: str | None = None) -> Any:
        self.regions[service] = region
        return self.services[service]


def test_a_load_balancer_writes_each_log_that_its_attributes_turn_on() -> None:
    s3 = S3()
    attributes = {
        "access_logs.s3.enabled": "true",
        "access_logs.s3.bucket": "delivery",
        "access_logs.s3.prefix": "team",
        "connection_logs.s3.enabled": "false",
        "connection_logs.s3.bucket": "delivery",
    }
    services: Any = Services(elbv2=Balancing(attributes), s3=s3)
    access, connection = load_balancer.play(services, WORKLOAD, visits(NOW), NOW)

    assert isinstance(access, Written)
    assert isinstance(access.place, ObjectPlace)
    assert access.place.key.startswith(
        "team/AWSLogs/111122223333/elasticloadbalancing/ap-northeast-1/2026/03/04/111122223333_"
        "elasticloadbalancing_ap-northeast-1_app.web.0123456789abcdef_20260304T0505Z_"
    )
    (body,) = s3.put.values()
    assert gzip.decompress(body).decode().splitlines() == list(access.lines)
    assert isinstance(connection, NotConfigured)
    assert "connection_logs.s3.enabled" in connection.reason


def test_cloudfront_writes_where_its_delivery_says() -> None:
    for path in (
        "{DistributionId}/{yyyy}/{MM}",
        # As a delivery shows it once it is made.
        "AWSLogs/111122223333/CloudFront/{DistributionId}/{yyyy}/{MM}",
    ):
        deliveries = Deliveries([WORKLOAD.distribution_arn], "json", path)
        services: Any = Services(logs=deliveries, s3=S3(), cloudfront=Front())
        (written,) = distribution.play(services, WORKLOAD, visits(NOW), NOW)

        assert isinstance(written, Written)
        assert isinstance(written.place, ObjectPlace)
        before, _, name = written.place.key.rpartition("/")
        assert before == "AWSLogs/111122223333/CloudFront/E2EXAMPLE/2026/03"
        assert name.startswith("E2EXAMPLE.2026-03-04-05.")
        assert services.regions["logs"] == "us-east-1"
        assert json.loads(written.lines[0])["x-host-header"] == "shop.example.com"


def test_cloudfront_writes_nothing_for_a_distribution_without_a_source() -> None:
    services: Any = Services(logs=Deliveries(["arn:of:another"], "json", ""), s3=S3())
    (outcome,) = distribution.play(services, WORKLOAD, visits(NOW), NOW)

    assert isinstance(outcome, NotConfigured)
    assert WORKLOAD.distribution_arn in outcome.reason


def test_the_delivery_s_fields_and_format_decide_a_line() -> None:
    front = {"id": "E2EXAMPLE", "domain": "d1.example", "host": "shop.example.com"}
    made = visits(NOW)
    chosen = log_lines(made, ("date", "c-ip", "origin-fbl"), "w3c", front)
    whole = log_lines(made, (), "json", front)

    assert chosen[:2] == ["#Version: 1.0", "#Fields: date c-ip origin-fbl"]
    assert chosen[2] == f"2026-03-04\t{made[0].client}\t-"
    assert list(json.loads(whole[0])) == list(STANDARD_FIELDS)


class StateManager:
    """One association that chooses by the tag `logs`, and the document and parameter behind it."""

    def __init__(self, tag: str) -> None:
        self.tag = tag

    def list_associations(self) -> Any:
        target = {"Key": "tag:logs", "Values": [self.tag]}
        return {"Associations": [{"Name": "agent", "Targets": [target]}]}

    def get_document(self, **given: Any) -> Any:
        inputs = {
            "documentPath": "AmazonCloudWatch-ManageAgent",
            "documentParameters": {"optionalConfigurationLocation": "AmazonCloudWatch-web"},
        }
        return {"Content": json.dumps({"mainSteps": [{"inputs": inputs}]})}


class Instances:
    """One instance, with its tag `logs` and with or without a profile."""

    def __init__(self, tag: str) -> None:
        self.tag = tag

    def describe_instances(self, **given: Any) -> Any:
        wanted = given.get("Filters", [{"Values": [self.tag]}])[0]["Values"]
        one = {"InstanceId": "i-1", "Tags": [{"Key": "logs", "Value": self.tag}]}
        return {"Reservations": [{"Instances": [one] if self.tag in wanted else []}]}


def test_the_agent_writes_nothing_without_association_or_profile() -> None:
    there = replace(WORKLOAD, instances={"linux": "i-1"})
    for tag, words in (("other", "0 associations choose i-1"), ("linux", "no instance profile")):
        services: Any = Services(ssm=StateManager("linux"), ec2=Instances(tag))
        (outcome,) = agent.play(services, there, visits(NOW), NOW)

        assert isinstance(outcome, NotConfigured)
        assert outcome.log == "linux agent: *"
        assert words in outcome.reason


class Flows:
    def __init__(self, kind: str) -> None:
        self.kind = kind

    def describe_flow_logs(self, **given: Any) -> Any:
        one = {
            "LogDestinationType": self.kind,
            "LogFormat": "${dstport} ${action} ${tcp-flags}",
            "LogGroupName": "/flows",
        }
        return {"FlowLogs": [one]}


class Logs:
    class exceptions:  # noqa: N801 - as boto3 names it
        ResourceAlreadyExistsException = KeyError

    def create_log_stream(self, **given: Any) -> None:
        pass

    def put_log_events(self, **given: Any) -> Any:
        return {}


def test_a_flow_log_has_its_own_format_and_group() -> None:
    services: Any = Services(ec2=Flows("cloud-watch-logs"), logs=Logs())
    (written,) = flow_logs.play(services, WORKLOAD, visits(NOW), NOW)
    assert isinstance(written, Written)
    assert set(written.lines) == {"80 ACCEPT -"}
    assert written.place.shown.startswith("/flows: eni-")

    services = Services(ec2=Flows("s3"), logs=Logs())
    (outcome,) = flow_logs.play(services, WORKLOAD, visits(NOW), NOW)
    assert isinstance(outcome, NotConfigured)
