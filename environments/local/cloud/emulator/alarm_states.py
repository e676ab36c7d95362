"""The states of metric alarms, judged by `cloud.alarms` and by the clock.

ministack (services/cloudwatch.py) judges an alarm only inside PutMetricData, with one sum over
the whole window: dimensions, DatapointsToAlarm and TreatMissingData are left out of account,
and without another data point no alarm ever comes back to OK. Here every alarm is judged each
second and at once when data arrives. Composite alarms are ministack's own: it judges their
rules whenever a child changes, which is right.
"""

import json
import logging
import threading
import time
from typing import Any

from ministack.core.responses import request_scope
from ministack.services import cloudwatch

from cloud.alarms import statistics
from cloud.alarms.evaluation import Settings, State, Treatment, Verdict, evaluate
from cloud.alarms.reason import reason, reason_data
from cloud.alarms.window import window
from cloud.emulator import metrics
from cloud.emulator.patch import need, replace

Alarm = dict[str, Any]

_TICK_SECONDS = 1.0
_SETTLE_SECONDS = 0.05  # a batch of log events comes as many data points: judge them once

_log = logging.getLogger("cloud.alarm_states")
_new_data = threading.Event()
_judging = threading.RLock()
_unjudged: set[str] = set()


def apply() -> None:
    """Patch the evaluation, and start the clock."""
    need(cloudwatch, "_alarms", "_dispatch_alarm_actions", "_evaluate_parent_alarms")
    need(cloudwatch, "_record_history", "_dims_from_list")
    replace(cloudwatch, "_evaluate_alarm", judge)
    replace(cloudwatch, "_evaluate_all_alarms", data_arrived)
    threading.Thread(target=_tick, name="alarm-clock", daemon=True).start()


def data_arrived() -> None:
    """Have every alarm judged soon; for whoever has published a value."""
    _new_data.set()


def judge(alarm: Alarm) -> None:
    """Set the state that follows from the metric now, and act on a change.

    The current account and region must be those of the alarm.
    """
    try:
        settings = _settings(alarm)
        now = time.time()
        verdict = _verdict(alarm, settings, now)
    except (ValueError, statistics.UnknownStatisticError) as error:
        if alarm["AlarmArn"] not in _unjudged:
            _unjudged.add(alarm["AlarmArn"])
            _log.warning("%s is not judged: %s", alarm["AlarmName"], error)
        return
    with _judging:
        current = cloudwatch._alarms.get(alarm["AlarmName"]) is alarm
        if current and verdict.state != alarm["StateValue"]:
            _change(alarm, settings, verdict, now)


def _tick() -> None:
    while True:
        if _new_data.wait(_TICK_SECONDS):
            time.sleep(_SETTLE_SECONDS)
            _new_data.clear()
        for account, region in {key[:2] for key in list(cloudwatch._alarms._data)}:
            with request_scope(account, region):
                for alarm in cloudwatch._alarms.values():
                    _judge_safely(alarm)


def _judge_safely(alarm: Alarm) -> None:
    try:
        judge(alarm)
    except Exception:  # noqa: BLE001 - one alarm must not stop the clock of the others
        _log.exception("judging %s failed", alarm.get("AlarmName"))


def _settings(alarm: Alarm) -> Settings:
    return Settings(
        statistic=alarm.get("ExtendedStatistic") or alarm["Statistic"],
        period=alarm["Period"],
        evaluation_periods=alarm["EvaluationPeriods"],
        datapoints_to_alarm=alarm.get("DatapointsToAlarm") or alarm["EvaluationPeriods"],
        threshold=alarm["Threshold"],
        comparison=alarm["ComparisonOperator"],
        treatment=Treatment(alarm.get("TreatMissingData") or "missing"),
    )


def _verdict(alarm: Alarm, settings: Settings, now: float) -> Verdict:
    since = now - (settings.evaluation_range + 1) * settings.period
    samples = metrics.samples(
        alarm["Namespace"],
        alarm["MetricName"],
        cloudwatch._dims_from_list(alarm.get("Dimensions") or []),
        alarm.get("Unit"),
        since,
    )
    return evaluate(settings, window(settings, samples, now), State(alarm["StateValue"]))


def _change(alarm: Alarm, settings: Settings, verdict: Verdict, now: float) -> None:
    old, new = alarm["StateValue"], verdict.state.value
    text, data = reason(settings, verdict), reason_data(settings, verdict, now)
    alarm["StateValue"] = new
    alarm["StateReason"] = text
    alarm["StateReasonData"] = json.dumps(data)
    alarm["StateUpdatedTimestamp"] = now
    alarm["StateTransitionedTimestamp"] = now
    cloudwatch._record_history(alarm["AlarmName"], old, new, text, "MetricAlarm", data)
    _log.info("%s: %s -> %s. %s", alarm["AlarmName"], old, new, text)
    cloudwatch._dispatch_alarm_actions(alarm, old, new, text)
    cloudwatch._evaluate_parent_alarms(alarm)
