"""The comparison that the plan tests rest on: what it must notice, and what it must let pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.modules import inventory

PLAN: dict[str, Any] = {
    "planned_values": {
        "root_module": {
            "resources": [
                {
                    "address": "aws_sns_topic.alarms",
                    "mode": "managed",
                    "type": "aws_sns_topic",
                    "values": {"name": "alarms", "policy": '{"Statement": [{"Sid": "TlsOnly"}]}'},
                },
                {
                    "address": "data.aws_region.here",
                    "mode": "data",
                    "type": "aws_region",
                    "values": {},
                },
            ],
            "child_modules": [
                {
                    "resources": [
                        {
                            "address": "module.storage.aws_s3_bucket.audit",
                            "mode": "managed",
                            "type": "aws_s3_bucket",
                            "values": {"bucket": "audit", "tags": None},
                        }
                    ]
                }
            ],
        }
    },
    "output_changes": {
        "name": {"after": "alarms", "after_unknown": False},
        "nothing": {"after": None, "after_unknown": False},
        "url": {"after_unknown": True},
    },
}
EVERY_ADDRESS: dict[str, Any] = {
    "aws_sns_topic.alarms": {},
    "module.storage.aws_s3_bucket.audit": {},
}


def differences(**expected: Any) -> list[str]:
    return inventory.compare(expected, inventory.from_plan(PLAN))


@pytest.mark.parametrize(
    "expected",
    [
        {"values": EVERY_ADDRESS},
        {"values": {**EVERY_ADDRESS, "aws_sns_topic.alarms": {"name": "alarms"}}},
        {
            "values": {
                **EVERY_ADDRESS,
                "aws_sns_topic.alarms": {"policy": {"Statement": [{"Sid": "TlsOnly"}]}},
            }
        },
        {"counts": {"aws_s3_bucket": 1, "aws_sqs_queue": 0, "resources": 2, "modules": 1}},
        {"outputs": {"name": "alarms", "nothing": None, "url": inventory.UNKNOWN}},
    ],
)
def test_passes(expected: dict[str, Any]) -> None:
    assert differences(**expected) == []


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ({"values": {"aws_sns_topic.alarms": {}}}, "audit: in the plan, not in the inventory"),
        ({"values": {**EVERY_ADDRESS, "aws_sns_topic.x": {}}}, "aws_sns_topic.x: not in the plan"),
        (
            {"values": {**EVERY_ADDRESS, "aws_sns_topic.alarms": {"name": "x"}}},
            "aws_sns_topic.alarms.name: 'alarms', not 'x'",
        ),
        (
            {"values": {**EVERY_ADDRESS, "aws_sns_topic.alarms": {"arn": "x"}}},
            "aws_sns_topic.alarms.arn: not known in the plan",
        ),
        (
            {"values": {**EVERY_ADDRESS, "aws_sns_topic.alarms": {"policy": {"Statement": []}}}},
            "aws_sns_topic.alarms.policy.Statement: [{'Sid': 'TlsOnly'}], not []",
        ),
        ({"counts": {"aws_s3_bucket": 0}}, "aws_s3_bucket: 1, not 0"),
        ({"outputs": {"url": "https://example.com"}}, "output url: '(known after apply)'"),
        ({"outputs": {"gone": "x"}}, "output gone: not in the plan"),
    ],
)
def test_notices(expected: dict[str, Any], said: str) -> None:
    assert said in "\n".join(differences(**expected))


def test_an_unknown_part_is_no_inventory() -> None:
    with pytest.raises(inventory.MismatchError, match="not \\['resources'\\]"):
        differences(resources={})


def test_a_refusal_must_say_what_was_expected() -> None:
    inventory.expect_text("use 3 to 20 letters", "│ name is wrong: use 3 to\n│ 20 letters.")
    with pytest.raises(inventory.MismatchError, match="but not with"):
        inventory.expect_text("use 3 to 20 letters", "Error: no configuration files")


def test_writing_anew_keeps_which_attributes_are_named(tmp_path: Path) -> None:
    file = tmp_path / "full.yaml"
    file.write_text(yaml.safe_dump({"values": {"aws_sns_topic.alarms": {"name": "old"}}}))

    inventory.write(file, inventory.from_plan(PLAN))

    assert yaml.safe_load(file.read_text()) == {
        "values": {
            "aws_sns_topic.alarms": {"name": "alarms"},
            "module.storage.aws_s3_bucket.audit": {"bucket": "audit"},
        }
    }


def test_writing_anew_adds_nothing_where_a_plan_may_hold_more(tmp_path: Path) -> None:
    file = tmp_path / "environment.yaml"
    file.write_text(yaml.safe_dump({"values": {"aws_sns_topic.alarms": {"name": "old"}}}))

    inventory.write(file, inventory.from_plan(PLAN), unlisted=True)

    assert yaml.safe_load(file.read_text()) == {
        "values": {"aws_sns_topic.alarms": {"name": "alarms"}}
    }
