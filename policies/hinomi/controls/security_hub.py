"""Security Hub: on, as far as a plan shows it (CIS 4.16)."""

from __future__ import annotations

from collections.abc import Iterator

from ..chains.find import there
from ..chains.joins import SHOW_THE_VALUE
from ..chains.links import Check, broken, holds, unproved
from ..evidence import Piece
from ..findings import Finding, Status
from ..resource import Known, Unknown
from .control import PLAN, Asked, Control


def _judge(asked: Asked) -> Iterator[Finding]:
    hubs = there(asked.evidence, "aws_securityhub_account")
    for hub in hubs:
        yield asked.from_check(hub.address, _on(hub))
    if not hubs:
        # most accounts turn it on from their organisation, which no plan of the account shows
        reason = "the plan does not turn Security Hub on; an organisation may"
        yield asked.finding(Status.NOT_APPLICABLE, PLAN, reason)


def _on(hub: Piece) -> Check:
    defaults = hub.value("enable_default_standards")
    if isinstance(defaults, Unknown) and defaults.origin.written:
        return unproved(f"enable_default_standards is {defaults.shown}", SHOW_THE_VALUE)
    if defaults == Known(False):
        fix = f"Set enable_default_standards = true on {hub.address}, or subscribe to standards."
        return broken("it is on, and follows no standard", fix)
    return holds("Security Hub is on")


CONTROLS = (
    Control(
        "security_hub_enabled",
        "Security Hub is on (CIS 4.16)",
        "medium",
        _judge,
        row="detections",
    ),
)
