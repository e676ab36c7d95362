"""What policy.yaml declares of things that are somebody else's, as resources that the gate may
rely on until a day.

A declaration becomes the resources that the plan would hold if it made the thing itself, so that
every control judges it by the same rules. Its addresses begin with `adopted.`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import arns
from .resource import Resource

Facts = Mapping[str, Any]
_Made = Iterator[tuple[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Declaration:
    """Somebody answers for facts about an adopted thing until a day, that day included."""

    kind: str
    name: str
    facts: Facts
    owner: str
    expires: date
    where: str

    @property
    def address(self) -> str:
        return f"adopted.{self.kind}[{json.dumps(self.name)}]"

    @property
    def plain_name(self) -> str:
        """The name in its ARN, if it is given by one."""
        arn = arns.parse(self.name)
        if arn is None:
            return self.name
        resource = arn.resource.removesuffix(":*")
        return resource if arn.service in ("s3", "sns") else _after(resource)

    def expired(self, today: date) -> bool:
        return today > self.expires

    @property
    def shown(self) -> str:
        return f"declared by {self.owner} until {self.expires}"


def resources_of(
    declarations: Sequence[Declaration], given: Sequence[Resource]
) -> tuple[Resource, ...]:
    """The resources that the declarations stand for, beside those of the plan."""
    home = Counter((one.provider, one.region) for one in given if one.mode == "managed")
    provider, region = home.most_common(1)[0][0] if home else ("aws", None)
    return tuple(
        Resource(
            address=one.address if not number else f"{one.address}.part{number}",
            type=kind,
            name=one.plain_name,
            provider=provider,
            region=region,
            values=values,
        )
        for one in declarations
        for number, (kind, values) in enumerate(_MADE[one.kind](one))
    )


def _after(resource: str) -> str:
    return resource.partition("/" if "/" in resource else ":")[2] or resource


def _arn(one: Declaration) -> str | None:
    return one.name if arns.parse(one.name) else None


def _trail(one: Declaration) -> _Made:
    facts = one.facts
    group = facts.get("log_group")
    selectors = [{"read_write_type": "All", "include_management_events": True}]
    yield (
        "aws_cloudtrail",
        {
            "name": one.plain_name,
            "enable_logging": facts.get("logging", True),
            "is_multi_region_trail": facts.get("multi_region"),
            "is_organization_trail": facts.get("organization"),
            "enable_log_file_validation": facts.get("validation"),
            "event_selector": (
                selectors
                if facts.get("management_events")
                else [{**selectors[0], "include_management_events": False}]
            ),
            "kms_key_id": facts.get("key"),
            "s3_bucket_name": facts.get("bucket"),
            "cloud_watch_logs_group_arn": group,
            # a trail that delivers to a log group has a role for it: CloudTrail takes no other
            "cloud_watch_logs_role_arn": group and "declared with its log group",
        },
    )


def _bucket(one: Declaration) -> _Made:
    name, facts = one.plain_name, one.facts
    yield "aws_s3_bucket", {"bucket": name}
    if "writers" in facts:
        statement = _allow(facts["writers"], "s3:PutObject", f"arn:aws:s3:::{name}/*")
        yield "aws_s3_bucket_policy", {"bucket": name, "policy": statement}
    if facts.get("versioned"):
        yield (
            "aws_s3_bucket_versioning",
            {"bucket": name, "versioning_configuration": [{"status": "Enabled"}]},
        )
    if "key" in facts:
        rule = {"sse_algorithm": "aws:kms", "kms_master_key_id": facts["key"]}
        yield (
            "aws_s3_bucket_server_side_encryption_configuration",
            {"bucket": name, "rule": [{"apply_server_side_encryption_by_default": [rule]}]},
        )
    if "keep_days" in facts:
        rule = {"status": "Enabled", "expiration": [{"days": facts["keep_days"]}]}
        yield "aws_s3_bucket_lifecycle_configuration", {"bucket": name, "rule": [rule]}
    if "lock" in facts:
        held = {"mode": facts["lock"], "days": facts.get("lock_days", facts.get("keep_days"))}
        yield (
            "aws_s3_bucket_object_lock_configuration",
            {"bucket": name, "rule": [{"default_retention": [held]}]},
        )
    if "access_logs_to" in facts:
        yield (
            "aws_s3_bucket_logging",
            {"bucket": name, "target_bucket": facts["access_logs_to"], "target_prefix": ""},
        )


def _key(one: Declaration) -> _Made:
    arn = arns.parse(one.name)
    identity = (
        {"arn": one.name} if arn and arn.resource.startswith("key/") else {"key_id": one.name}
    )
    actions = ["kms:Decrypt", "kms:GenerateDataKey*"]
    services = one.facts.get("services", [])
    policy = json.loads(_allow(services, actions, "*"))
    account = arn.account if arn else "*"
    policy["Statement"].append(
        {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
            "Action": "kms:*",
            "Resource": "*",
        }
    )
    yield "aws_kms_key", {**identity, "is_enabled": True, "policy": json.dumps(policy)}


def _log_group(one: Declaration) -> _Made:
    facts = one.facts
    yield (
        "aws_cloudwatch_log_group",
        {
            "name": arns.log_group_name(one.name) or one.name,
            "retention_in_days": facts.get("retention_days"),
            "log_group_class": facts.get("class", "STANDARD"),
            "kms_key_id": facts.get("key"),
        },
    )
    if "source" in facts:
        name = arns.log_group_name(one.name) or one.name
        yield "hinomi_log_source", {"log_source": facts["source"], "log_group_name": name}


def _topic(one: Declaration) -> _Made:
    facts, name = one.facts, one.plain_name
    policy = _allow(facts.get("publishers", []), "sns:Publish", "*")
    yield "aws_sns_topic", {"name": name, "arn": _arn(one), "policy": policy}
    for number, reader in enumerate(facts.get("readers", [])):
        yield (
            "aws_sns_topic_subscription",
            {
                "topic_arn": one.name,
                "protocol": reader["protocol"],
                "endpoint": reader["endpoint"],
                "id": number,
            },
        )


def _domain(one: Declaration) -> _Made:
    yield (
        "aws_opensearch_domain",
        {
            "domain_name": one.plain_name,
            "arn": _arn(one),
            "endpoint": one.facts.get("endpoint"),
            "domain_endpoint_options": [{"enforce_https": one.facts.get("https_only", False)}],
        },
    )


def _health_check(one: Declaration) -> _Made:
    yield "aws_route53_health_check", {"id": one.name, "name": one.name}


def _canary(one: Declaration) -> _Made:
    yield "aws_synthetics_canary", {"name": one.plain_name, "start_canary": True}


def _said(_one: Declaration) -> _Made:
    """What no control has to follow: the declaration alone says that somebody answers for it."""
    return iter(())


def _allow(services: Sequence[str], action: str | list[str], resource: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": list(services)},
        "Action": action,
        "Resource": resource,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement] if services else []})


_MADE: dict[str, Callable[[Declaration], _Made]] = {
    "bucket": _bucket,
    "canary": _canary,
    "delivery_destination": _said,
    "domain": _domain,
    "health_check": _health_check,
    "kms_key": _key,
    "log_group": _log_group,
    "search": _said,
    "subscriber": _said,
    "topic": _topic,
    "trail": _trail,
}
KINDS = tuple(_MADE)
