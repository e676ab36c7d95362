"""Pieces that need no shape of their own: a resource, where it stands, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass

from .. import arns
from ..resource import Absent, Resource, Value
from .place import Place

# The attribute that names a resource within its account and region, and how its ARN begins
# (service, the part before the name).
_IDENTITY: dict[str, tuple[str, str, str]] = {
    "aws_cloudwatch_composite_alarm": ("alarm_name", "cloudwatch", "alarm:"),
    "aws_cloudwatch_event_rule": ("name", "events", "rule/"),
    "aws_cloudwatch_log_delivery_destination": ("name", "logs", "delivery-destination:"),
    "aws_cloudwatch_log_delivery_source": ("name", "logs", "delivery-source:"),
    "aws_cloudwatch_log_group": ("name", "logs", "log-group:"),
    "aws_cloudwatch_metric_alarm": ("alarm_name", "cloudwatch", "alarm:"),
    "aws_cloudwatch_metric_stream": ("name", "cloudwatch", "metric-stream/"),
    "aws_iam_policy": ("name", "iam", "policy/"),
    "aws_iam_role": ("name", "iam", "role/"),
    "aws_kinesis_firehose_delivery_stream": ("name", "firehose", "deliverystream/"),
    "aws_lambda_function": ("function_name", "lambda", "function:"),
    "aws_opensearch_domain": ("domain_name", "es", "domain/"),
    "aws_s3_bucket": ("bucket", "s3", ""),
    "aws_sns_topic": ("name", "sns", ""),
    "aws_sqs_queue": ("name", "sqs", ""),
    "aws_ssm_document": ("name", "ssm", "document/"),
    "aws_ssm_parameter": ("name", "ssm", "parameter/"),
    "aws_synthetics_canary": ("name", "synthetics", "canary:"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A resource of the plan, or one that policy.yaml declares."""

    address: str
    type: str
    place: Place
    resource: Resource

    @classmethod
    def of(cls, resource: Resource) -> Piece:
        return cls(resource.address, resource.type, Place.of(resource), resource)

    @property
    def name(self) -> Value:
        attribute = _IDENTITY.get(self.type, ("name", "", ""))[0]
        return self.resource.value(attribute)

    def value(self, *path: str | int) -> Value:
        return self.resource.value(*path)


def name_in(text: object, kind: str) -> tuple[str, str]:
    """The name that a name, an ARN or a queue's URL gives a resource of `kind`, and the region
    that it says (empty where it says none)."""
    seen = str(text)
    _, service, start = _IDENTITY.get(kind, ("", "", ""))
    arn = arns.parse(seen)
    if arn is None:
        if kind == "aws_sqs_queue" and seen.startswith("https://"):
            return seen.rpartition("/")[2], ""
        if kind == "aws_lambda_function":
            return seen.partition(":")[0], ""
        return seen, ""
    if arn.service != service or not arn.resource.startswith(start):
        return "", arn.region
    name = arn.resource.removeprefix(start).removesuffix(":*")
    if kind == "aws_s3_bucket":
        name = name.partition("/")[0]
    elif kind == "aws_lambda_function":
        name = name.partition(":")[0]
    elif kind == "aws_iam_role":
        name = name.rpartition("/")[2]
    return name, arn.region


def is_set(value: Value) -> bool:
    return not isinstance(value, Absent)
