"""A topic encrypted with the AWS managed key: CloudWatch alarms to it vanish without a word."""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck


class TopicKeyForCloudWatch(BaseResourceCheck):  # type: ignore[misc]  # checkov has no types
    """The policy of `alias/aws/sns` does not let cloudwatch.amazonaws.com use it, and cannot be
    changed (AWS re:Post, "How do I configure a CloudWatch alarm with an encrypted SNS topic").
    CKV_AWS_26 passes such a topic, for it is encrypted."""

    def __init__(self) -> None:
        super().__init__(
            name="Ensure an SNS topic is not encrypted with the AWS managed key alias/aws/sns",
            id="CKV_HINOMI_1",
            categories=[CheckCategories.ENCRYPTION],
            supported_resources=["aws_sns_topic"],
            guideline="Use a customer key whose policy lets cloudwatch.amazonaws.com use it.",
        )

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        self.evaluated_keys = ["kms_master_key_id"]
        key = conf.get("kms_master_key_id")
        value = key[0] if isinstance(key, list) and key else key
        managed = isinstance(value, str) and value.endswith("alias/aws/sns")
        return CheckResult.FAILED if managed else CheckResult.PASSED


check = TopicKeyForCloudWatch()
