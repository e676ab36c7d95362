"""Where logs go in and messages come out of the applied environment: its outputs, typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from demo.errors import DemoError


@dataclass(frozen=True)
class Entrances:
    """The outputs of environments/local that the demo uses, with the account and region."""

    account: str
    region: str
    audit_bucket: str
    trail_log_group: str
    flow_log_group: str
    next_action_queue_url: str
    notifications_topic_arn: str
    plain_topic_arn: str
    shipper_log_group: str
    quarantine_bucket: str
    quarantine_prefix: str
    search_endpoint: str
    detection_alarms: Mapping[str, str]
    """Detection id -> name of its alarm."""


def entrances(outputs: Mapping[str, Any], account: str, region: str) -> Entrances:
    """Raises DemoError when the environment does not give what the demo needs."""
    try:
        return Entrances(
            account=account,
            region=region,
            audit_bucket=outputs["audit_bucket"],
            trail_log_group=outputs["trail_log_group"],
            flow_log_group=outputs["flow_log_group"],
            next_action_queue_url=outputs["next_action_queue_url"],
            notifications_topic_arn=outputs["notifications_topic_arn"],
            plain_topic_arn=outputs["plain_topic_arn"],
            shipper_log_group=outputs["shipper_log_group"],
            quarantine_bucket=outputs["quarantine"]["bucket"],
            quarantine_prefix=outputs["quarantine"]["prefix"],
            search_endpoint=outputs["search_endpoint"],
            detection_alarms=outputs["detection_alarms"],
        )
    except (KeyError, TypeError) as error:
        raise DemoError(
            f"environments/local has no output {error}: add it to environments/local/outputs.tf"
        ) from error
