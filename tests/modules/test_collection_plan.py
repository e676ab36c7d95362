"""What the inventory of the full plan cannot say: rules that hold for every part of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.modules.planner import CHECKOUT, workspace

pytestmark = [pytest.mark.terraform, pytest.mark.xdist_group("modules/collection")]

# The agent's own schema (aws/amazon-cloudwatch-agent, translator/config/schema.json) lets no other
# key through here: an agent that meets one does not start.
FILE_KEYS = {
    "encoding",
    "file_path",
    "log_group_name",
    "log_stream_name",
    "multi_line_start_pattern",
    "timestamp_format",
    "timezone",
}
EVENT_KEYS = {"event_format", "event_levels", "event_name", "log_group_name", "log_stream_name"}
METRICS = {
    "linux": {"disk": {"used_percent"}, "mem": {"mem_used_percent"}},
    "windows": {
        "LogicalDisk": {"% Free Space"},
        "Memory": {"% Committed Bytes In Use"},
    },
}


@pytest.fixture(scope="module")
def plan() -> dict[str, Any]:
    folder = CHECKOUT / "tests/modules/collection"
    tfvars = [folder / "common.tfvars", folder / "full.tfvars"]
    return workspace("modules/collection").plan(tfvars, {})


def resources(plan: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    for resource in plan["planned_values"]["root_module"]["resources"]:
        if resource["type"] == kind:
            yield resource


def selectors(plan: dict[str, Any]) -> list[dict[str, dict[str, Any]]]:
    """Each selector of the trail as field -> operators."""
    [trail] = resources(plan, "aws_cloudtrail")
    return [
        {field["field"]: field for field in selector["field_selector"]}
        for selector in trail["values"]["advanced_event_selector"]
    ]


def test_the_agent_is_given_no_key_that_it_does_not_know(plan: dict[str, Any]) -> None:
    seen = set()
    for parameter in resources(plan, "aws_ssm_parameter"):
        configuration = json.loads(parameter["values"]["value"])
        platform = "windows" if parameter["index"] == "windows" else "linux"
        seen.add(platform)
        assert set(configuration) == {"agent", "logs", "metrics"}
        assert set(configuration["agent"]) == {"metrics_collection_interval"}

        metrics = configuration["metrics"]
        assert set(metrics) == {
            "aggregation_dimensions",
            "append_dimensions",
            "metrics_collected",
            "namespace",
        }
        measured = {
            name: set(one["measurement"]) for name, one in metrics["metrics_collected"].items()
        }
        assert measured == METRICS[platform]

        collected = configuration["logs"]["logs_collected"]
        files = collected["files"]["collect_list"]
        events = collected.get("windows_events", {}).get("collect_list", [])
        assert bool(events) == (platform == "windows")
        # retention_in_days is not among them: the agent would set it on Terraform's log groups.
        assert set().union(*map(set, files)) <= FILE_KEYS
        assert all(set(event) == EVENT_KEYS for event in events)
        for entry in [*files, *events]:
            assert entry["log_group_name"]
            assert entry["log_stream_name"].startswith("{instance_id}/")
    assert seen == {"linux", "windows"}


def test_an_agent_may_write_only_where_its_configuration_sends_it(plan: dict[str, Any]) -> None:
    policies = {one["index"]: one["values"] for one in resources(plan, "aws_iam_policy")}
    for parameter in resources(plan, "aws_ssm_parameter"):
        collected = json.loads(parameter["values"]["value"])["logs"]["logs_collected"]
        named = {
            entry["log_group_name"] for kind in collected.values() for entry in kind["collect_list"]
        }
        policy = json.loads(policies[parameter["index"]]["policy"])
        [writes] = [one for one in policy["Statement"] if one.get("Sid") == "WriteItsLogs"]
        granted = {resource.split(":")[6] for resource in writes["Resource"]}

        assert granted == named
        assert all(resource.endswith(":log-stream:*") for resource in writes["Resource"])


def test_management_events_stay_recorded_beside_others(plan: dict[str, Any]) -> None:
    categories = [fields["eventCategory"]["equals"] for fields in selectors(plan)]

    assert categories[0] == ["Management"]
    assert ["Data"] in categories


def test_no_data_event_is_about_the_watch_itself(plan: dict[str, Any]) -> None:
    own = {
        "AWS::DynamoDB::Table": "table/hinomi-test-",
        "AWS::Lambda::Function": "function:hinomi-test-",
        "AWS::S3::Object": "arn:aws:s3:::hinomi-test-audit/",
    }
    checked = set()
    for fields in selectors(plan):
        if fields["eventCategory"]["equals"] != ["Data"]:
            continue
        [kind] = fields["resources.type"]["equals"]
        if kind in own:
            left_out = fields["resources.ARN"]["not_starts_with"]
            assert [arn for arn in left_out if arn.endswith(own[kind])]
            checked.add(kind)
    assert checked == set(own)


def test_deliveries_are_made_one_after_another(plan: dict[str, Any]) -> None:
    """Through the whole chain: two at once are refused by CloudWatch Logs."""
    calls = plan["configuration"]["root_module"]["module_calls"]
    turns = [calls[f"cloudfront_{number}"]["depends_on"] for number in range(1, 9)]

    assert turns[0] == ["aws_cloudwatch_log_delivery_destination.cloudfront"]
    assert turns[1:] == [[f"module.cloudfront_{number}"] for number in range(1, 8)]
    assert sorted(name for name in calls if name.startswith("cloudfront_")) == [
        f"cloudfront_{number}" for number in range(1, 9)
    ]


def test_what_cloudfront_needs_is_made_in_us_east_1(plan: dict[str, Any]) -> None:
    providers = plan["configuration"]["provider_config"]
    calls = plan["configuration"]["root_module"]["module_calls"]
    inside = calls["cloudfront_1"]["module"]["resources"]
    keys = {one["provider_config_key"] for one in inside if one["type"].startswith("aws_")}
    [destination] = [
        one
        for one in plan["configuration"]["root_module"]["resources"]
        if one["type"] == "aws_cloudwatch_log_delivery_destination"
    ]

    assert keys | {destination["provider_config_key"]} == {"aws.us_east_1"}
    assert providers["aws.us_east_1"]["expressions"]["region"]["constant_value"] == "us-east-1"


def test_the_agent_is_installed_before_it_is_configured(plan: dict[str, Any]) -> None:
    for document in resources(plan, "aws_ssm_document"):
        steps = json.loads(document["values"]["content"])["mainSteps"]
        assert [step["inputs"]["documentPath"] for step in steps] == [
            "AWS-ConfigureAWSPackage",
            "AmazonCloudWatch-ManageAgent",
        ]
