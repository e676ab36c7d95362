"""The controls: evidence in, findings out. One file per subject.

REGISTER is the list of all of them; a profile names those it asks for.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import (
    adopted,
    agent,
    alarm_topics,
    archive,
    cloudfront_logs,
    dashboards,
    detection_chain,
    elb_logs,
    external_checks,
    flow_logs,
    function_logs,
    load_balancers,
    log_group_filters,
    log_group_writers,
    log_groups,
    metric_alarms,
    metric_stream,
    notifiers,
    pipeline_alarms,
    s3_logs,
    saved_queries,
    search,
    security_hub,
    service_health,
    trail,
    trail_events,
)
from .control import Control

REGISTER: Mapping[str, Control] = {
    control.id: control
    for module in (
        trail,
        trail_events,
        flow_logs,
        detection_chain,
        alarm_topics,
        notifiers,
        log_groups,
        log_group_filters,
        log_group_writers,
        archive,
        load_balancers,
        elb_logs,
        cloudfront_logs,
        s3_logs,
        agent,
        function_logs,
        metric_alarms,
        service_health,
        metric_stream,
        external_checks,
        search,
        pipeline_alarms,
        saved_queries,
        dashboards,
        adopted,
        security_hub,
    )
    for control in module.CONTROLS
}
