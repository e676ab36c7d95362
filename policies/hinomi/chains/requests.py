"""What is known of the request that CloudWatch, or a function, makes when it publishes."""

from __future__ import annotations

from typing import Any

from ..evidence import Alarm, CompositeAlarm, Evidence, Topic
from ..iam import NOT_SENT
from ..resource import Known

CLOUDWATCH = "cloudwatch.amazonaws.com"


def context(
    evidence: Evidence, topic: Topic, alarm: Alarm | CompositeAlarm | None
) -> dict[str, Any]:
    """The condition keys of CloudWatch's request (IAM user guide, "Global condition keys")."""
    account, region = evidence.account, topic.place.region
    name = f"alarm:{alarm.name.value}" if alarm and isinstance(alarm.name, Known) else None
    return {
        "aws:securetransport": "true",
        "aws:sourceaccount": account,
        "aws:sourceowner": account,
        "aws:sourcearn": ("arn", partition(region), "cloudwatch", region, account, name),
        "aws:principalorgid": NOT_SENT,
        "aws:principalaccount": NOT_SENT,
    }


def role_context(evidence: Evidence, region: str | None) -> dict[str, Any]:
    """The condition keys of KMS calls that SNS makes for a publishing role (KMS developer guide,
    "kms:ViaService")."""
    return {
        "aws:securetransport": "true",
        "kms:calleraccount": evidence.account,
        "kms:viaservice": f"sns.{region}.amazonaws.com" if region else None,
    }


def topic_arn(evidence: Evidence, topic: Topic) -> tuple[str | None, ...]:
    region = topic.place.region
    name = str(topic.name.value) if isinstance(topic.name, Known) else None
    return ("arn", partition(region), "sns", region, evidence.account, name)


def partition(region: str | None) -> str | None:
    if region is None:
        return None
    return {"cn": "aws-cn", "us-gov": "aws-us-gov"}.get(region.rsplit("-", 2)[0], "aws")
