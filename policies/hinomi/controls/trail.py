"""The CloudTrail trail: there, on, everywhere, complete, encrypted, kept and watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from .. import arns
from ..chains.joins import SHOW_THE_VALUE, join, same_name
from ..chains.links import Check, State, broken, holds, unproved
from ..chains.sources import group_join
from ..evidence import Evidence, Trail
from ..findings import Finding
from ..iam import Answer
from ..resource import Absent, Known, Unknown, Value
from .control import Asked, Control

# Management events of both kinds, as CloudTrail would hand them to the selectors.
_READ = {"eventCategory": "Management", "managementEvent": True, "readOnly": True}
_WRITE = {"eventCategory": "Management", "managementEvent": True, "readOnly": False}

Judge = Callable[[Evidence, Trail], Check]


def logging(_evidence: Evidence, trail: Trail) -> Check:
    """On, and selecting read and write management events."""
    switched = _is_true(
        trail.enable_logging, "enable_logging", f"Set enable_logging = true on {trail.address}."
    )
    if switched.state is not State.HOLDS:
        return switched
    for kind, event in (("read", _READ), ("write", _WRITE)):
        answer = trail.selects(event)
        fix = (
            f"Select management events, read and write, on {trail.address}: with advanced "
            'selectors one of them must have eventCategory equals "Management".'
        )
        if answer is Answer.NO:
            return broken(f"its selectors leave out management {kind} events", fix)
        if answer is Answer.UNSURE:
            return unproved(f"whether it selects management {kind} events is open", fix)
    return holds("logging is on, with all management events")


def multi_region(_evidence: Evidence, trail: Trail) -> Check:
    return _is_true(
        trail.multi_region,
        "is_multi_region_trail",
        f"Set is_multi_region_trail = true on {trail.address}.",
    )


def log_validation(_evidence: Evidence, trail: Trail) -> Check:
    return _is_true(
        trail.log_file_validation,
        "enable_log_file_validation",
        f"Set enable_log_file_validation = true on {trail.address}.",
    )


def encrypted(_evidence: Evidence, trail: Trail) -> Check:
    fix = f"Set kms_key_id on {trail.address} to a customer key."
    return _set(trail.kms_key, "kms_key_id", fix, must_mean="aws_kms_")


def to_log_group(evidence: Evidence, trail: Trail) -> Check:
    """To a log group, with a role to write there."""
    fix = f"Set cloud_watch_logs_group_arn and cloud_watch_logs_role_arn on {trail.address}."
    kind = {group.address for group in evidence.log_groups}
    joins = [group_join(trail.log_group_arn, one, kind, trail.place) for one in evidence.log_groups]
    role = _set(trail.log_role_arn, "cloud_watch_logs_role_arn", fix)
    met = max(joins, key=lambda one: one.answer, default=None)
    if met is not None and met.answer is not Answer.NO:
        group = met.check(fix)
    elif isinstance(trail.log_group_arn, Known) and arns.log_group_name(trail.log_group_arn.value):
        group = holds(f"to {trail.log_group_arn.shown}, which is not in this plan")
    else:
        group = _set(trail.log_group_arn, "cloud_watch_logs_group_arn", fix, must_mean="aws_cloudw")
    return min((group, role), key=lambda check: check.state)


def to_bucket(evidence: Evidence, trail: Trail) -> Check:
    """To a bucket of the plan that has a policy, or to one outside it by name."""
    fix = f"Set s3_bucket_name on {trail.address}."
    kind = {bucket.address for bucket in evidence.buckets}
    for bucket in evidence.buckets:
        joined = join(trail.bucket, bucket.address, kind, same_name(bucket.name))
        if joined.answer is Answer.NO:
            continue
        if joined.answer is Answer.UNSURE:
            return joined.check(fix)
        equal = partial(_names, bucket.name)
        policies = [
            join(one.bucket, bucket.address, kind, equal).answer for one in evidence.bucket_policies
        ]
        if max(policies, default=Answer.NO) is Answer.NO:
            seen = f"bucket {bucket.address} has no policy, so CloudTrail may not write to it"
            return broken(seen, f"Add an aws_s3_bucket_policy for {bucket.address}.")
        return joined.check(fix)
    return _set(trail.bucket, "s3_bucket_name", fix)


def _names(name: Value, seen: object) -> Answer:
    return same_name(name)(seen)


def _is_true(value: Value, name: str, fix: str) -> Check:
    if isinstance(value, Unknown):
        return unproved(f"{name} is {value.shown}", SHOW_THE_VALUE)
    if isinstance(value, Known) and value.value is True:
        return holds(f"{name} is true")
    return broken(f"{name} is false", fix)


def _set(value: Value, name: str, fix: str, must_mean: str = "") -> Check:
    """Set to something: known, or known after apply and made from a resource of the plan."""
    if isinstance(value, Absent) or (isinstance(value, Known) and not value.value):
        return broken(f"{name} is not set", fix)
    if isinstance(value, Known):
        return holds(f"{name} is {value.shown}")
    named = [t.address for t in value.origin.targets if f"{must_mean}" in t.address]
    if named:
        return holds(f"{name} by reference to {named[0]}")
    return unproved(f"{name} is {value.shown}", SHOW_THE_VALUE)


CHECKS: dict[str, tuple[str, str, Judge]] = {
    "trail_present_logging": ("A trail records all management events", "critical", logging),
    "trail_multi_region": ("The trail covers every region", "high", multi_region),
    "trail_log_validation": ("The trail's files can be proved unchanged", "high", log_validation),
    "trail_kms": ("The trail's files are encrypted with a customer key", "medium", encrypted),
    "trail_to_cloudwatch_logs": ("The trail delivers to a log group", "high", to_log_group),
    "trail_bucket": ("The trail delivers to a bucket that lets it write", "high", to_bucket),
}


def watched_trail(evidence: Evidence) -> Trail:
    """The trail that the controls judge where there are several: the one that stands the most.

    A second trail for data events alone does not have to be multi-region or reach a log group.
    """

    def standing(trail: Trail) -> tuple[int, int]:
        states = {name: judge(evidence, trail).state for name, (_, _, judge) in CHECKS.items()}
        return states["trail_present_logging"], sum(states.values())

    return max(evidence.trails, key=standing)


def _judge(asked: Asked, judge: Judge) -> Iterator[Finding]:
    if not asked.evidence.trails:
        fix = "Add an aws_cloudtrail, multi-region, to the audit bucket and to a log group."
        yield asked.nothing("aws_cloudtrail", fix)
        return
    trail = watched_trail(asked.evidence)
    yield asked.from_check(trail.address, judge(asked.evidence, trail))


CONTROLS = tuple(
    Control(name, title, severity, partial(_judge, judge=judge), row="cloudtrail")
    for name, (title, severity, judge) in CHECKS.items()
)
