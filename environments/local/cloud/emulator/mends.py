"""All mends, in the order in which they are put in. One that wraps another's comes after it."""

from importlib.metadata import version

from cloud.emulator import (
    alarm_actions,
    alarm_states,
    associations,
    describe_alarms,
    documents,
    filter_log_events,
    firehose_objects,
    flow_logs,
    function_logs,
    function_metrics,
    health_checks,
    health_events,
    instances,
    log_ingestion,
    log_patterns,
    log_resources,
    metric_filters,
    metric_stream_records,
    metric_streams,
    put_metric_alarm,
    queue_metrics,
    saved_queries,
    secure_transport,
    state_bucket,
    subscriptions,
    topic_functions,
    topic_mail,
    topic_messages,
    trail_insights,
    trails,
)
from cloud.emulator.patch import MendError

MINISTACK = "1.5.33"

_MENDS = (
    secure_transport,
    put_metric_alarm,
    describe_alarms,
    alarm_actions,
    alarm_states,
    log_patterns,
    log_resources,
    metric_filters,
    filter_log_events,
    log_ingestion,
    subscriptions,
    topic_messages,
    topic_functions,
    topic_mail,
    flow_logs,
    trails,
    trail_insights,
    function_logs,
    function_metrics,
    queue_metrics,
    saved_queries,
    documents,
    associations,
    firehose_objects,
    metric_streams,
    metric_stream_records,
    health_checks,
    health_events,
    state_bucket,
    instances,
)


def mend() -> None:
    """Patch ministack in this process.

    Raises MendError when it is not the version that the mends were written for, or when a
    name that they replace is not there or takes other arguments.
    """
    if (found := version("ministack")) != MINISTACK:
        raise MendError(
            f"the mends are for ministack {MINISTACK}, but {found} is installed. Install "
            "requirements/cloud.txt again, or look through cloud/emulator/ and raise MINISTACK."
        )
    for module in _MENDS:
        module.apply()
