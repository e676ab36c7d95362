"""Reading a plan: what is not one whole plan is refused, with a reason that helps."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hinomi.errors import PlanError
from hinomi.resource import Absent, Known, Origin, Target, Unknown
from hinomi.sources import plan as plans

Document = dict[str, Any]


def entry(address: str, **values: Any) -> Document:
    kind, name = address.split(".")[-2:]
    return {
        "address": address,
        "mode": "managed",
        "type": kind,
        "name": name,
        "provider_name": "hashicorp/aws",
        "values": values,
        "sensitive_values": {},
    }


def change(address: str, actions: list[str], **more: Any) -> Document:
    kind, name = address.split(".")[-2:]
    return {
        "address": address,
        "mode": "managed",
        "type": kind,
        "name": name,
        "change": {"actions": actions, "after_unknown": {}, **more},
    }


@pytest.fixture
def document() -> Document:
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "complete": True,
        "errored": False,
        "planned_values": {
            "root_module": {"resources": [entry("aws_sns_topic.alarms", name="alarms")]}
        },
        "resource_changes": [change("aws_sns_topic.alarms", ["create"])],
        "configuration": {
            "root_module": {
                "resources": [
                    {
                        "address": "aws_sns_topic.alarms",
                        "mode": "managed",
                        "type": "aws_sns_topic",
                        "name": "alarms",
                        "provider_config_key": "aws",
                        "expressions": {},
                    }
                ]
            }
        },
    }


def read(document: Document) -> plans.Plan:
    return plans.parse(document, Path("plan.json"))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (b"", "the file is empty"),
        (b" \n\t", "the file is empty"),
        (b"Terraform will perform the following actions", "it is not JSON"),
        (b'{"format_version": "1.2", "planned_values": {"root_mod', "the JSON is cut short"),
        (b"PK\x03\x04rest of a zip", "it is a binary plan, not its JSON"),
        (b"\xff\xfe\x00", "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (b"[]", "the top of the JSON is a list, not an object"),
        (b"null", "the top of the JSON is a NoneType, not an object"),
        (b"{}", "the JSON object is empty"),
        (b'{"Records": []}', "it is not a plan: no planned_values among its keys (Records)"),
        (b'{"format_version": "1.0", "values": {}}', "it is a state, not a plan"),
    ],
)
def test_what_is_no_plan_is_refused(text: bytes, seen: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(text)
    with pytest.raises(PlanError) as caught:
        plans.read(file)
    assert caught.value.seen.startswith(seen)
    assert caught.value.where == str(file)
    assert caught.value.change


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="it cannot be read \\(No such file"):
        plans.read(tmp_path / "plan.json")


def test_a_folder_is_no_plan(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="it cannot be read \\(Is a directory"):
        plans.read(tmp_path)


Change = Callable[[Document], object]


@pytest.mark.parametrize(
    ("damage", "seen"),
    [
        (lambda d: d.update(format_version="2.0"), "format_version is '2.0'; known are 1.0"),
        (lambda d: d.pop("format_version"), "format_version is None"),
        (lambda d: d.update(errored=True), "the plan is errored"),
        (lambda d: d.pop("errored"), "the plan does not say `errored`"),
        (lambda d: d.update(complete=False), "the plan is not complete"),
        (lambda d: d.pop("complete"), "the plan does not say `complete`"),
        (lambda d: d.pop("configuration"), "it has no configuration"),
        (lambda d: d.pop("resource_changes"), "it holds no resource"),
        (
            lambda d: d.update(resource_changes=[]),
            "1 resource(s) are missing from resource_changes",
        ),
        (
            lambda d: d["planned_values"]["root_module"].update(resources=[]),
            "1 resource(s) are missing from planned_values, such as aws_sns_topic.alarms",
        ),
        (
            lambda d: d["planned_values"]["root_module"]["resources"][0].pop("address"),
            "its parts do not have a plan's shape (KeyError: 'address')",
        ),
        (
            lambda d: d.update(planned_values=[]),
            "its parts do not have a plan's shape (TypeError",
        ),
    ],
)
def test_a_plan_that_is_not_whole_is_refused(damage: Change, seen: str, document: Document) -> None:
    damage(document)
    with pytest.raises(PlanError) as caught:
        read(document)
    assert caught.value.seen.startswith(seen)


def test_a_plan_that_leaves_nothing_is_refused(document: Document) -> None:
    document["planned_values"] = {"root_module": {}}
    document["resource_changes"] = [change("aws_sns_topic.alarms", ["delete"])]
    with pytest.raises(PlanError, match=r"it leaves no resource \(it deletes 1\)"):
        read(document)


def test_attributes_are_known_unknown_or_absent(document: Document) -> None:
    planned = document["planned_values"]["root_module"]["resources"][0]
    planned["values"] = {
        "name": "alarms",
        "policy": None,
        "tags": {"team": "a"},
        "list": ["x", None],
    }
    planned["sensitive_values"] = {"tags": {"team": True}}
    after = {"arn": True, "list": [False, True]}
    document["resource_changes"][0]["change"]["after_unknown"] = after
    topic = read(document).resources[0]
    assert topic.value("name") == Known("alarms")
    assert isinstance(topic.value("policy"), Absent)
    assert isinstance(topic.value("nowhere", 0, "deeper"), Absent)
    assert isinstance(topic.value("arn"), Unknown)
    assert [type(one) for one in topic.members("list") or ()] == [Known, Unknown]
    secret = topic.value("tags", "team")
    assert isinstance(secret, Known)
    assert (secret.value, secret.shown) == ("a", "(sensitive)")


def test_known_values_are_equal_whatever_they_are_made_from() -> None:
    assert Known("a", origin=Origin((Target("aws_x.y"),))) == Known("a", sensitive=True)
    assert Known("a") != Known("b")


def test_data_read_before_the_plan_is_there(document: Document) -> None:
    known = entry("data.aws_caller_identity.me", account_id="111122223333")
    known["mode"] = "data"
    document["prior_state"] = {"values": {"root_module": {"resources": [known]}}}
    addresses = [one.address for one in read(document).resources]
    assert addresses == ["aws_sns_topic.alarms", "data.aws_caller_identity.me"]


def test_deletions_replacements_and_let_go_resources_are_told(document: Document) -> None:
    document["resource_changes"] += [
        change("aws_cloudwatch_metric_alarm.gone", ["delete"]),
        change("aws_sns_topic.let_go", ["forget"]),
    ]
    document["resource_changes"][0]["change"]["actions"] = ["delete", "create"]
    assert [(one.address, one.action) for one in read(document).removals] == [
        ("aws_sns_topic.alarms", "replace"),
        ("aws_cloudwatch_metric_alarm.gone", "delete"),
        ("aws_sns_topic.let_go", "forget"),
    ]


def test_a_deposed_object_does_not_hide_the_living_one(document: Document) -> None:
    document["resource_changes"][0]["change"]["after_unknown"] = {"arn": True}
    deposed = {**change("aws_sns_topic.alarms", ["delete"]), "deposed": "ab12"}
    document["resource_changes"].append(deposed)
    [topic] = read(document).resources
    assert isinstance(topic.value("arn"), Unknown)


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ({"constant_value": "us-east-1"}, "us-east-1"),
        ({"references": ["var.region"]}, "eu-west-1"),
        ({"references": ["var.second.region", "var.second"]}, "eu-north-1"),
        ({"references": ["var.second.zone", "var.second"]}, None),
        ({"references": ["var.region", "var.second.region", "var.second"]}, None),
        ({"references": ["local.region"]}, None),
        ({}, None),
    ],
)
def test_the_region_of_a_provider(
    region: Document, expected: str | None, document: Document
) -> None:
    document["configuration"]["provider_config"] = {"aws": {"expressions": {"region": region}}}
    document["variables"] = {
        "region": {"value": "eu-west-1"},
        "second": {"value": {"region": "eu-north-1"}},
    }
    assert read(document).resources[0].region == expected


def test_reading_does_not_change_the_document(document: Document) -> None:
    before = copy.deepcopy(document)
    read(document)
    assert document == before
    json.dumps(document)
