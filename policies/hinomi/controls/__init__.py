"""The controls: evidence in, findings out. One file per subject.

REGISTER is the list of all of them; a profile names those it asks for.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import alarm_topics, detection_chain, flow_logs, load_balancers, log_groups, notifiers, trail
from .control import Control

REGISTER: Mapping[str, Control] = {
    control.id: control
    for module in (
        trail,
        flow_logs,
        detection_chain,
        alarm_topics,
        notifiers,
        log_groups,
        load_balancers,
    )
    for control in module.CONTROLS
}
