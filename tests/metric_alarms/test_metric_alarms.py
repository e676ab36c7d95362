"""The files under metric_alarms/: all there, read alike by everybody, fit to be read at night."""

import re
from pathlib import Path

import pytest
import yaml

from hinomi import metric_alarms_page
from hinomi.catalogue.yaml_file import read_yaml
from hinomi.metric_alarms import DEFAULT_DIRECTORY, Kind, MetricAlarm, load

KINDS = load()
ALARMS = [(kind, alarm) for kind in KINDS.values() for alarm in kind.alarms.values()]
IDS = [f"{kind.name}/{alarm.id}" for kind, alarm in ALARMS]
FILES = sorted(DEFAULT_DIRECTORY.glob("*.yaml"))
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")

# The specification's kinds of resources.
WANTED = {
    "alb", "aurora", "canary", "cloudfront", "dynamodb", "ebs", "ec2", "ecs", "health_check",
    "kinesis", "lambda", "nat_gateway", "nlb", "opensearch", "rds", "sqs",
}  # fmt: skip
# CloudFront and Route 53 publish their metrics in us-east-1: their developer guides.
GLOBAL = {"AWS/CloudFront", "AWS/Route53"}
# What CloudWatch calls a namespace of its own services.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html
NAMESPACES = {
    "AWS/ApplicationELB", "AWS/CloudFront", "AWS/DynamoDB", "AWS/EBS", "AWS/EC2", "AWS/ECS",
    "AWS/ES", "AWS/Kinesis", "AWS/Lambda", "AWS/NATGateway", "AWS/NetworkELB", "AWS/RDS",
    "AWS/Route53", "AWS/SQS", "CWAgent", "CloudWatchSynthetics", "ECS/ContainerInsights",
}  # fmt: skip


def test_every_kind_of_the_specification_is_there() -> None:
    assert set(KINDS) >= WANTED


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_yaml_1_1_and_1_2_read_the_same(path: Path) -> None:
    """The packaging reads YAML 1.1, Terraform and the loader 1.2."""
    assert yaml.safe_load(path.read_text(encoding="utf-8")) == read_yaml(path, path).settings


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_stands_where_its_metrics_are(kind: Kind) -> None:
    assert (kind.region == "us-east-1") == (kind.namespace in GLOBAL)
    assert {alarm.namespace for alarm in kind.alarms.values()} <= NAMESPACES


@pytest.mark.parametrize(("kind", "alarm"), ALARMS, ids=IDS)
def test_both_languages_say_the_same_number_of_things(kind: Kind, alarm: MetricAlarm) -> None:
    english, japanese = alarm.runbook["en"], alarm.runbook["ja"]
    assert len(english.look) == len(japanese.look)
    assert len(english.do) == len(japanese.do)
    for text in [alarm.title["ja"], japanese.means, *japanese.look, *japanese.do]:
        assert JAPANESE.search(text), text
    for text in [alarm.title["en"], english.means, *english.look, *english.do]:
        assert not JAPANESE.search(text), text
        assert text.isprintable()


@pytest.mark.parametrize(("kind", "alarm"), ALARMS, ids=IDS)
def test_the_description_of_an_alarm_fits(kind: Kind, alarm: MetricAlarm) -> None:
    """modules/notification writes it, CloudWatch takes 1024 characters, the notifier reads it."""
    resource = "x" * 63
    written = f"[critical] {alarm.title['en']}: {resource} (metric alarm {kind.name}/{alarm.id})"
    assert len(written) <= 1024
    assert not re.search(r"[()\[\]]", alarm.title["en"])


@pytest.mark.parametrize(("kind", "alarm"), ALARMS, ids=IDS)
def test_silence_rings_only_where_silence_is_the_incident(kind: Kind, alarm: MetricAlarm) -> None:
    """An alarm that rings without data rings for every stopped resource: each is meant."""
    if alarm.missing_data == "breaching":
        assert alarm.severity == "critical"


def test_the_page_is_what_the_files_say() -> None:
    text = metric_alarms_page.page(KINDS)
    assert metric_alarms_page.PAGE.read_text(encoding="utf-8") == text
    for kind, alarm in ALARMS:
        assert f"| `{alarm.id}` | {alarm.title['en']}" in text, kind.name
    links = re.findall(r"\]\((\.\./[^)]+)\)", text)
    assert all((metric_alarms_page.PAGE.parent / link).exists() for link in links)
