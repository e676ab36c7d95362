"""Resources in, the pieces of the watch out: trails, filters, alarms, topics and the rest.

Nothing is judged here. A piece holds the attributes that a control asks for, as Known, Unknown
or Absent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .. import arns
from ..declared import Declaration
from ..resource import Known, Removal, Resource
from .alarms import Alarm, CompositeAlarm
from .buckets import Bucket, BucketPolicy
from .functions import Function, ManagedPolicy, Permission, Role, RolePolicy
from .keys import Key, KeyAlias, KeyPolicy
from .log_groups import LogGroup, MetricFilter
from .networks import FlowLog, LoadBalancer, Vpc
from .pieces import Piece
from .place import Place
from .topics import ChatChannel, Subscription, Topic, TopicPolicy
from .trails import Trail

__all__ = [
    "Alarm",
    "Bucket",
    "BucketPolicy",
    "ChatChannel",
    "CompositeAlarm",
    "Declared",
    "Evidence",
    "FlowLog",
    "Function",
    "Key",
    "KeyAlias",
    "KeyPolicy",
    "LoadBalancer",
    "LogGroup",
    "ManagedPolicy",
    "MetricFilter",
    "Permission",
    "Piece",
    "Place",
    "Role",
    "RolePolicy",
    "Subscription",
    "Topic",
    "TopicPolicy",
    "Trail",
    "Vpc",
    "collect",
]


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration of policy.yaml on the day of the judgement."""

    declaration: Declaration
    expired: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """Every piece of the watch that the source holds.

    `account` is None where the source does not carry it. `removals` are resources that the
    plan takes away; they are not among the pieces. `pieces` are all managed resources by type,
    `documents` the policy documents among the data sources by address, `outputs` the outputs of
    the root, `declared` what policy.yaml declares by address. `adopting` are modules whose output
    `adopted` the root does not pass on.
    """

    trails: tuple[Trail, ...] = ()
    log_groups: tuple[LogGroup, ...] = ()
    metric_filters: tuple[MetricFilter, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    composite_alarms: tuple[CompositeAlarm, ...] = ()
    topics: tuple[Topic, ...] = ()
    topic_policies: tuple[TopicPolicy, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    chat_channels: tuple[ChatChannel, ...] = ()
    keys: tuple[Key, ...] = ()
    key_policies: tuple[KeyPolicy, ...] = ()
    key_aliases: tuple[KeyAlias, ...] = ()
    functions: tuple[Function, ...] = ()
    permissions: tuple[Permission, ...] = ()
    roles: tuple[Role, ...] = ()
    role_policies: tuple[RolePolicy, ...] = ()
    managed_policies: tuple[ManagedPolicy, ...] = ()
    vpcs: tuple[Vpc, ...] = ()
    flow_logs: tuple[FlowLog, ...] = ()
    load_balancers: tuple[LoadBalancer, ...] = ()
    buckets: tuple[Bucket, ...] = ()
    bucket_policies: tuple[BucketPolicy, ...] = ()
    account: str | None = None
    removals: tuple[Removal, ...] = ()
    pieces: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)
    by_address: Mapping[str, Piece] = field(default_factory=dict)
    by_name: Mapping[tuple[str, str], tuple[Piece, ...]] = field(default_factory=dict)
    documents: Mapping[str, Resource] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)
    declared: Mapping[str, Declared] = field(default_factory=dict)
    adopting: tuple[str, ...] = ()
    memo: dict[tuple[str, ...], Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: tuple[str, ...], make: Callable[[], Any]) -> Any:
        """What `make` gives, made once for this evidence: many chains end in the same links."""
        if key not in self.memo:
            self.memo[key] = make()
        return self.memo[key]


_PLAIN: dict[str, tuple[tuple[str, ...], Callable[[Resource], object]]] = {
    "trails": (("aws_cloudtrail",), Trail.of),
    "log_groups": (("aws_cloudwatch_log_group",), LogGroup.of),
    "metric_filters": (("aws_cloudwatch_log_metric_filter",), MetricFilter.of),
    "alarms": (("aws_cloudwatch_metric_alarm",), Alarm.of),
    "composite_alarms": (("aws_cloudwatch_composite_alarm",), CompositeAlarm.of),
    "subscriptions": (("aws_sns_topic_subscription",), Subscription.of),
    "chat_channels": (
        ("aws_chatbot_slack_channel_configuration", "aws_chatbot_teams_channel_configuration"),
        ChatChannel.of,
    ),
    "key_aliases": (("aws_kms_alias",), KeyAlias.of),
    "functions": (("aws_lambda_function",), Function.of),
    "permissions": (("aws_lambda_permission",), Permission.of),
    "vpcs": (("aws_vpc", "aws_default_vpc"), Vpc.of),
    "flow_logs": (("aws_flow_log",), FlowLog.of),
    "load_balancers": (("aws_lb", "aws_alb", "aws_elb"), LoadBalancer.of),
    "buckets": (("aws_s3_bucket",), Bucket.of),
    "bucket_policies": (("aws_s3_bucket_policy",), BucketPolicy.of),
}
_WITH_POLICY: dict[
    str, tuple[tuple[str, ...], Callable[[Resource, Mapping[str, Resource]], object]]
] = {
    "topics": (("aws_sns_topic",), Topic.of),
    "topic_policies": (("aws_sns_topic_policy",), TopicPolicy.of),
    "keys": (("aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key"), Key.of),
    "key_policies": (("aws_kms_key_policy",), KeyPolicy.of),
    "roles": (("aws_iam_role",), Role.of),
    "role_policies": (
        ("aws_iam_role_policy", "aws_iam_role_policy_attachment"),
        RolePolicy.of,
    ),
    "managed_policies": (("aws_iam_policy",), ManagedPolicy.of),
}
# Types whose deletion a reader must not overlook.
MONITORING_TYPES = frozenset(
    kind for kinds, _ in (*_PLAIN.values(), *_WITH_POLICY.values()) for kind in kinds
) - {"aws_vpc", "aws_default_vpc", "aws_lb", "aws_alb", "aws_elb"}


def collect(
    resources: Iterable[Resource],
    removals: Iterable[Removal] = (),
    outputs: Mapping[str, Any] | None = None,
    declared: Mapping[str, Declared] | None = None,
    adopting: tuple[str, ...] = (),
) -> Evidence:
    """Sort resources into pieces. Data sources count where they carry a policy or the account."""
    given = tuple(resources)
    managed = [one for one in given if one.mode == "managed"]
    documents = {
        one.address: one
        for one in given
        if one.mode == "data" and one.type == "aws_iam_policy_document"
    }
    pieces: dict[str, tuple[object, ...]] = {}
    for name, (kinds, make) in _PLAIN.items():
        pieces[name] = tuple(make(one) for one in managed if one.type in kinds)
    for name, (kinds, make_with) in _WITH_POLICY.items():
        pieces[name] = tuple(make_with(one, documents) for one in managed if one.type in kinds)
    kinds_of, by_name = defaultdict(list), defaultdict(list)
    for one in managed:
        piece = Piece.of(one)
        kinds_of[one.type].append(piece)
        if isinstance(piece.name, Known):
            by_name[(one.type, str(piece.name.value))].append(piece)
    return Evidence(
        **pieces,  # type: ignore[arg-type]
        pieces={kind: tuple(found) for kind, found in kinds_of.items()},
        by_address={one.address: one for found in kinds_of.values() for one in found},
        by_name={key: tuple(found) for key, found in by_name.items()},
        documents=documents,
        outputs=outputs or {},
        declared=declared or {},
        adopting=adopting,
        account=_account(given),
        removals=tuple(one for one in removals if one.type in MONITORING_TYPES),
    )


def _account(resources: tuple[Resource, ...]) -> str | None:
    """The account of the plan: the caller's, else the one that alarms send to.

    None where neither is in the source, or where they name several.
    """
    callers = [one for one in resources if one.type == "aws_caller_identity"]
    values = [one.value("account_id") for one in callers]
    accounts = {str(value.value) for value in values if isinstance(value, Known)}
    if not accounts:
        alarms = [one for one in resources if one.type == "aws_cloudwatch_metric_alarm"]
        actions = [value for one in alarms for value in one.members("alarm_actions") or ()]
        told = [arns.parse(value.value) for value in actions if isinstance(value, Known)]
        accounts = {arn.account for arn in told if arn is not None and arn.account}
    return accounts.pop() if len(accounts) == 1 else None
