"""Log groups: a class that takes their filters, and no more filters than CloudWatch Logs takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..chains.find import meant, there
from ..chains.links import Check, broken, holds
from ..chains.question import compiled_pattern
from ..evidence import Piece
from ..filter_pattern import InvalidPattern
from ..findings import Finding
from ..resource import Known
from .control import Asked, Control

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
_METRIC_FILTERS, _SUBSCRIPTIONS = 100, 2
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html: metric and
# subscription filters with a regular expression
_WITH_REGEX = 5
_KINDS = ("aws_cloudwatch_log_metric_filter", "aws_cloudwatch_log_subscription_filter")


def _judge(asked: Asked) -> Iterator[Finding]:
    filters: dict[str, list[Piece]] = defaultdict(list)
    outside: dict[str, list[Piece]] = defaultdict(list)
    for one in there(asked.evidence, *_KINDS):
        value = one.value("log_group_name")
        met = meant(asked.evidence, value, "aws_cloudwatch_log_group")
        for each in met:
            filters[each.piece.address].append(one)
        if not met and isinstance(value, Known):
            outside[str(value.value)].append(one)
    for group in there(asked.evidence, "aws_cloudwatch_log_group"):
        if not filters[group.address]:
            yield asked.from_check(group.address, holds("no filter stands on it"))
            continue
        checks = (_limits(filters[group.address], group.address), _class(group))
        yield asked.from_check(group.address, min(checks, key=lambda each: each.state))
    for name, found in outside.items():
        yield asked.from_check(name, _limits(found, name))
    if not there(asked.evidence, "aws_cloudwatch_log_group") and not outside:
        yield asked.nothing("aws_cloudwatch_log_group", "Add the log groups of the sources.")


def _class(group: Piece) -> Check:
    given = group.value("log_group_class")
    if isinstance(given, Known) and given.value != "STANDARD":
        fix = f"Make {group.address} with log_group_class = STANDARD (it cannot be changed later)."
        return broken(f"its class {given.shown} takes no filters, and some stand on it", fix)
    return holds("its class takes filters")


def _limits(filters: list[Piece], group: str) -> Check:
    metric = [one for one in filters if one.type == _KINDS[0]]
    subscriptions = [one for one in filters if one.type == _KINDS[1]]
    regex = [one for one in filters if _has_regex(one)]
    fix = f"Take filters off {group}, or write its source to a second log group."
    for found, most, what in (
        (metric, _METRIC_FILTERS, "metric filters"),
        (subscriptions, _SUBSCRIPTIONS, "subscription filters"),
        (regex, _WITH_REGEX, "filters with a regular expression"),
    ):
        if len(found) > most:
            return broken(f"{len(found)} {what}: a log group takes {most}", fix)
    counts = f"{len(metric)} metric, {len(subscriptions)} subscription, {len(regex)} with a regex"
    return holds(f"filters: {counts}")


def _has_regex(one: Piece) -> bool:
    name = "pattern" if one.type == _KINDS[0] else "filter_pattern"
    value = one.value(name)
    if not isinstance(value, Known) or "%" not in str(value.value):
        return False
    try:
        return compiled_pattern(str(value.value)).has_regex
    except InvalidPattern:
        return False  # refused for itself by the chain of its detection


CONTROLS = (
    Control(
        "log_group_takes_its_filters",
        "Log groups take the filters that stand on them",
        "high",
        _judge,
        row="log_groups",
    ),
)
