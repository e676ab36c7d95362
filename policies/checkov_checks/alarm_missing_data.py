"""An alarm that ignores missing data never comes back: its second incident tells nobody."""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck


class AlarmMissingData(BaseResourceCheck):  # type: ignore[misc]  # checkov has no types
    """`treat_missing_data = "ignore"` keeps the last state (CloudWatch user guide, "Configuring
    how CloudWatch alarms treat missing data"): an alarm on events stays in ALARM for ever, and one
    on a heartbeat stays OK when the heart stops."""

    def __init__(self) -> None:
        super().__init__(
            name="Ensure an alarm does not ignore missing data",
            id="CKV_HINOMI_2",
            categories=[CheckCategories.LOGGING],
            supported_resources=["aws_cloudwatch_metric_alarm"],
            guideline='Set treat_missing_data to "notBreaching", or "breaching" for a heartbeat.',
        )

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        self.evaluated_keys = ["treat_missing_data"]
        treated = conf.get("treat_missing_data")
        value = treated[0] if isinstance(treated, list) and treated else treated
        return CheckResult.FAILED if value == "ignore" else CheckResult.PASSED


check = AlarmMissingData()
