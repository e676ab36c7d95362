"""DescribeAlarms and DescribeAlarmsForMetric over the query protocol (XML).

ministack (services/cloudwatch.py) answers them with a handful of fields; actions, period,
statistic, dimensions, treatment of missing data and descriptions are left out, so that a
second plan is never empty. Its JSON answer is complete: we take that one and write it as XML.
The search of DescribeAlarmsForMetric leaves dimensions out of account; so does ministack.
"""

import json
from typing import Any

from ministack.services import cloudwatch

from cloud.emulator.patch import Function, need, replace
from cloud.emulator.query_protocol import document_of, elements_of

Answer = tuple[int, dict[str, str], bytes]


def apply() -> None:
    """Patch both actions."""
    need(cloudwatch, "_p", "_xml")
    _patch("_describe_alarms", "DescribeAlarms")
    _patch("_describe_alarms_for_metric", "DescribeAlarmsForMetric")


def _patch(name: str, action: str) -> None:
    def mended(
        params: dict[str, Any], cbor_data: dict[str, Any], is_cbor: bool, is_json: bool = False
    ) -> Answer:
        if is_cbor or is_json:
            answer: Answer = original(params, cbor_data, is_cbor, is_json)
            return answer
        return _as_xml(action, original, params)

    original = replace(cloudwatch, name, mended)


def _as_xml(action: str, original: Function, params: dict[str, Any]) -> Answer:
    status, _headers, body = original({}, document_of(params), False, True)
    if status != 200:
        refusal: Answer = original(params, {}, False, False)
        return refusal
    result = f"<{action}Result>{elements_of(json.loads(body))}</{action}Result>"
    answer: Answer = cloudwatch._xml(status, f"{action}Response", result)
    return answer
