"""CloudWatch Logs filter patterns, evaluated offline as AWS evaluates them.

    >>> from hinomi import filter_pattern
    >>> pattern = filter_pattern.compile('{ $.eventName = "StopLogging" }')
    >>> bool(pattern.match('{"eventName": "StopLogging"}'))
    True

The way through: text -> tokens -> grammar -> tree -> matcher. docs/filter-patterns.md has the
semantics, each rule with its evidence. Nothing here raises anything but InvalidPattern.
"""

from hinomi.filter_pattern.errors import InvalidPattern
from hinomi.filter_pattern.explain import Explanation, explain
from hinomi.filter_pattern.match import Match
from hinomi.filter_pattern.message import parse_message
from hinomi.filter_pattern.metric_value import DataPoint, MetricTransformation, metric_value
from hinomi.filter_pattern.pattern import FilterPattern, compile  # noqa: A004
from hinomi.filter_pattern.printer import print_pattern

__all__ = [
    "DataPoint",
    "Explanation",
    "FilterPattern",
    "InvalidPattern",
    "Match",
    "MetricTransformation",
    "compile",
    "explain",
    "metric_value",
    "parse_message",
    "print_pattern",
]
