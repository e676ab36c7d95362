"""Findings are found in the source; checks skipped there are skipped, with their reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hinomi.configuration import ConfiguredModule, ConfiguredResource, ModuleCall
from hinomi.findings import Finding, Status
from hinomi.placing import place, skip
from hinomi.sources.written import Written, find_blocks

MAIN = """
# a comment
resource "aws_sns_topic" "alarms" {
  #checkov:skip=CKV_AWS_26:Nothing in it is secret
  name = "alarms"
}

resource "aws_sns_topic" "other" {
  name = "checkov:skip=CKV_AWS_26:a value is no comment"
}
"""
INNER = """
data "aws_caller_identity" "me" {}

resource "aws_cloudtrail" "t" {
  # checkov:skip=CKV_AWS_252: The bucket announces each object
  name = "t"
}
"""


@pytest.fixture
def written(tmp_path: Path) -> Written:
    root, inner = tmp_path / "environments/local", tmp_path / "modules/collection"
    installed = root / ".terraform/modules"
    for folder in (root, inner, installed / "registry"):
        folder.mkdir(parents=True)
    (root / "main.tf").write_text(MAIN)
    (inner / "trail.tf").write_text(INNER)
    (installed / "registry/main.tf").write_text('resource "aws_kms_key" "k" {\n}\n')
    modules = [{"Key": "", "Dir": "."}, {"Key": "keys", "Dir": ".terraform/modules/registry"}]
    (installed / "modules.json").write_text(json.dumps({"Modules": modules}))

    def module(*blocks: str) -> ConfiguredModule:
        return ConfiguredModule({block: ConfiguredResource({}) for block in blocks})

    configuration = ConfiguredModule(
        {name: ConfiguredResource({}) for name in ("aws_sns_topic.alarms", "aws_sns_topic.other")},
        {
            "collection": ModuleCall(
                {},
                module("aws_cloudtrail.t", "data.aws_caller_identity.me"),
                source="../../modules/collection",
            ),
            "keys": ModuleCall({}, module("aws_kms_key.k"), source="example/keys/aws"),
        },
    )
    return find_blocks(root, configuration)


def finding(control: str, address: str, tool: str = "checkov") -> Finding:
    return Finding(control, "t", Status.FAIL, address, "r", address=address, tool=tool)


@pytest.mark.parametrize(
    ("address", "file", "line"),
    [
        ("aws_sns_topic.alarms", "main.tf", 3),
        ("aws_sns_topic.other[0]", "main.tf", 8),
        ("module.collection.aws_cloudtrail.t[0]", "trail.tf", 4),
        ('module.collection["a.b"].data.aws_caller_identity.me', "trail.tf", 2),
        ("module.keys.aws_kms_key.k", "registry/main.tf", 1),
        ("aws_sns_topic.nowhere", "", 0),
        ("plan", "", 0),
    ],
)
def test_a_finding_gets_file_and_line(address: str, file: str, line: int, written: Written) -> None:
    [found] = place([finding("CKV_AWS_1", address)], written)
    assert found.file.endswith(file)
    assert found.line == line


@pytest.mark.parametrize(
    ("control", "address", "status", "reason"),
    [
        ("CKV_AWS_26", "aws_sns_topic.alarms", Status.SKIPPED, "Nothing in it is secret"),
        (
            "CKV_AWS_252",
            "module.collection.aws_cloudtrail.t[0]",
            Status.SKIPPED,
            "The bucket announces each object",
        ),
        ("CKV_AWS_26", "aws_sns_topic.other", Status.FAIL, "r"),
        ("CKV_AWS_35", "aws_sns_topic.alarms", Status.FAIL, "r"),
    ],
)
def test_a_comment_in_the_block_skips_a_check(
    control: str, address: str, status: Status, reason: str, written: Written
) -> None:
    [found] = place([finding(control, address)], written)
    assert found.status is status
    assert reason in found.reason


def test_our_own_controls_cannot_be_skipped(written: Written) -> None:
    ours = finding("CKV_AWS_26", "aws_sns_topic.alarms", tool="hinomi")
    [found] = skip(place([ours], written), {"CKV_AWS_26": "no need of it here"})
    assert found.status is Status.FAIL


def test_the_policy_skips_a_check_everywhere_and_says_why() -> None:
    [found] = skip([finding("CKV_AWS_26", "aws_x.y")], {"CKV_AWS_26": "no need of it here"})
    assert found.status is Status.SKIPPED
    assert found.reason == "skipped in policy.yaml: no need of it here"
