"""DescribeAlarms and DescribeAlarmsForMetric over the query protocol (XML).

ministack (services/cloudwatch.py) answers them with a handful of fields; actions, period,
statistic, dimensions, treatment of missing data and descriptions are left out, so that a
second plan is never empty. Its JSON answer is complete: we take that one and write it as XML.
The search of DescribeAlarmsForMetric leaves dimensions out of account; so does ministack.
"""

import json
import re
from typing import Any
from xml.sax.saxutils import escape

from ministack.services import cloudwatch

from cloud.alarms.message import iso
from cloud.emulator.patch import Function, need, replace

_NUMBERED = re.compile(r"(\w+)\.member\.\d+")

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
    status, _headers, body = original({}, _request(params), False, True)
    if status != 200:
        refusal: Answer = original(params, {}, False, False)
        return refusal
    result = f"<{action}Result>{_fields(json.loads(body))}</{action}Result>"
    answer: Answer = cloudwatch._xml(status, f"{action}Response", result)
    return answer


def _request(params: dict[str, Any]) -> dict[str, Any]:
    """Query parameters (`AlarmNames.member.1`) as the document of a JSON request."""
    request: dict[str, Any] = {}
    for key in params:
        value = cloudwatch._p(params, key)
        if (numbered := _NUMBERED.fullmatch(key)) is not None:
            request.setdefault(numbered.group(1), []).append(value)
        elif "." not in key:
            request[key] = value
    return request


def _fields(document: dict[str, Any]) -> str:
    return "".join(
        f"<{name}>{_value(name, value)}</{name}>"
        for name, value in document.items()
        if value is not None and value != ""
    )


def _value(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(f"<member>{_value(name, item)}</member>" for item in value)
    if isinstance(value, dict):
        return _fields(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if name.endswith("Timestamp"):
        return iso(value)
    return escape(str(value))
