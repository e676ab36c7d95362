"""Log groups: kept long enough."""

from __future__ import annotations

from collections.abc import Iterator

from ..chains.joins import SHOW_THE_VALUE
from ..chains.links import Check, broken, holds, unproved
from ..evidence import LogGroup
from ..findings import Finding
from ..resource import Known, Unknown
from .control import Asked, Control


def _judge(asked: Asked) -> Iterator[Finding]:
    groups = asked.evidence.log_groups
    if not groups:
        yield asked.nothing("aws_cloudwatch_log_group", "Add the log groups of the sources.")
    for group in groups:
        yield asked.from_check(group.address, _kept(group, int(asked.options["days"])))


def _kept(group: LogGroup, days: int) -> Check:
    """0, or nothing, keeps events for ever."""
    if isinstance(group.retention, Unknown):
        return unproved(f"retention_in_days is {group.retention.shown}", SHOW_THE_VALUE)
    kept = int(group.retention.value) if isinstance(group.retention, Known) else 0
    if kept == 0:
        return holds("never expires")
    if kept >= days:
        return holds(f"kept {kept} days")
    fix = f"Set retention_in_days to {days} or more on {group.address}."
    return broken(f"kept {kept} days, not {days}", fix)


CONTROLS = (
    Control(
        "log_group_retention_365",
        "Log groups keep a year",
        "medium",
        _judge,
        row="log_groups",
        options={"days": 365},
    ),
)
