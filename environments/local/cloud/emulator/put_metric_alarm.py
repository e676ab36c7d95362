"""PutMetricAlarm over the query protocol.

ministack (services/cloudwatch.py) forgets `InsufficientDataActions` and
`EvaluateLowSampleCountPercentile`, and gives an alarm on a percentile the statistic Average
beside it. An alarm on metric math (`Metrics`) loses its metrics and is never judged; it is
refused here, so that nobody believes it watches.
"""

from typing import Any

from ministack.services import cloudwatch

from cloud.emulator.patch import need, replace

Answer = tuple[int, dict[str, str], bytes]


def apply() -> None:
    """Patch PutMetricAlarm."""
    need(cloudwatch, "_p", "_alarms", "_error")

    def mended(
        params: dict[str, Any], cbor_data: dict[str, Any], is_cbor: bool, is_json: bool = False
    ) -> Answer:
        if cbor_data.get("Metrics") or cloudwatch._p(params, "Metrics.member.1.Id"):
            refusal: Answer = cloudwatch._error(
                "ValidationError",
                "The local cloud does not evaluate metric math and anomaly detection alarms.",
                400,
                use_json=is_json,
                use_cbor=is_cbor,
            )
            return refusal
        answer: Answer = original(params, cbor_data, is_cbor, is_json)
        if answer[0] == 200:
            _complete(params, cbor_data, query=not (is_cbor or is_json))
        return answer

    original = replace(cloudwatch, "_put_metric_alarm", mended)


def _complete(params: dict[str, Any], document: dict[str, Any], *, query: bool) -> None:
    name = cloudwatch._p(params, "AlarmName") if query else document["AlarmName"]
    alarm = cloudwatch._alarms[name]
    if query:
        alarm["InsufficientDataActions"] = _members(params, "InsufficientDataActions")
        low_samples = cloudwatch._p(params, "EvaluateLowSampleCountPercentile")
    else:
        low_samples = document.get("EvaluateLowSampleCountPercentile")
    alarm["EvaluateLowSampleCountPercentile"] = low_samples or None
    if alarm.get("ExtendedStatistic"):
        alarm["Statistic"] = None


def _members(params: dict[str, Any], name: str) -> list[str]:
    members: list[str] = []
    while value := cloudwatch._p(params, f"{name}.member.{len(members) + 1}"):
        members.append(value)
    return members
