"""Metric streams: made, read, listed, started, stopped, deleted.

ministack (services/cloudwatch.py) has none. What runs here is filled by metric_stream_records.py.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricStream.html
"""

import json
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region
from ministack.services import cloudwatch

from cloud.emulator.patch import Answer, need, replace
from cloud.emulator.query_protocol import document_of, elements_of

Body = dict[str, Any]

_NAME = re.compile(r"[A-Za-z0-9_-]{1,255}")
_FORMATS = ("json", "opentelemetry0.7", "opentelemetry1.0")
_NEEDED = ("Name", "FirehoseArn", "RoleArn", "OutputFormat")
_KEPT = (
    "ExcludeFilters",
    "FirehoseArn",
    "IncludeFilters",
    "OutputFormat",
    "RoleArn",
    "StatisticsConfigurations",
)
_LISTED = ("Arn", "CreationDate", "FirehoseArn", "LastUpdateDate", "Name", "OutputFormat", "State")

streams = AccountRegionScopedDict()
"""The metric streams by name, as GetMetricStream gives them."""


class _RefusedError(Exception):
    """An error's code and message."""


def apply() -> None:
    """Add the actions, in the query protocol and in JSON, and let streams have tags."""
    need(cloudwatch, "_error", "_json_ok", "_resource_tags", "_xml")

    async def mended(
        method: str, path: str, headers: dict[str, str], body: bytes, query_params: Body
    ) -> Answer:
        answer = _answer(headers, body)
        if answer is None:
            answer = await original(method, path, headers, body, query_params)
        return answer

    def mended_check(arn: str, is_json: bool = False, is_cbor: bool = False) -> Answer | None:
        if any(arn == stream["Arn"] for stream in streams.values()):
            return None
        error: Answer | None = original_check(arn, is_json, is_cbor)
        return error

    original = replace(cloudwatch, "handle_request", mended)
    original_check = replace(cloudwatch, "_validate_alarm_tag_arn", mended_check)


def put(body: Body) -> Body:
    """Make a stream, which then runs, or write over one, which stays running or stopped."""
    missing = [field for field in _NEEDED if not body.get(field)]
    if missing:
        raise _RefusedError("MissingParameter", f"The request must contain {', '.join(missing)}.")
    name = body["Name"]
    if not _NAME.fullmatch(name):
        raise _RefusedError("InvalidParameterValue", f"Name {name!r} has to match {_NAME.pattern}")
    if body["OutputFormat"] not in _FORMATS:
        raise _RefusedError(
            "InvalidParameterValue",
            f"OutputFormat is {body['OutputFormat']}: use one of {', '.join(_FORMATS)}",
        )
    if body.get("IncludeFilters") and body.get("ExcludeFilters"):
        raise _RefusedError(
            "InvalidParameterCombination", "Use either IncludeFilters or ExcludeFilters."
        )
    now = time.time()
    old = streams.get(name) or {}
    streams[name] = {
        "Arn": f"arn:aws:cloudwatch:{get_region()}:{get_account_id()}:metric-stream/{name}",
        "CreationDate": old.get("CreationDate", now),
        "IncludeLinkedAccountsMetrics": str(body.get("IncludeLinkedAccountsMetrics")).lower()
        == "true",
        "LastUpdateDate": now,
        "Name": name,
        "State": old.get("State", "running"),
        **{field: body[field] for field in _KEPT if body.get(field)},
    }
    arn: str = streams[name]["Arn"]
    if body.get("Tags") and not old:
        cloudwatch._resource_tags[arn] = {tag["Key"]: tag["Value"] for tag in body["Tags"]}
    return {"Arn": arn}


def get(body: Body) -> Body:
    """A stream by its name."""
    name = body.get("Name")
    if name not in streams:
        raise _RefusedError("ResourceNotFoundException", f"Metric stream {name} does not exist.")
    found: Body = streams[name]
    return found


def delete(body: Body) -> Body:
    """Forget a stream; one that is not there is no error."""
    gone = streams.pop(body.get("Name"), None)
    if gone is not None:
        cloudwatch._resource_tags.pop(gone["Arn"], None)
    return {}


def list_all(_body: Body) -> Body:
    """All streams, on one page."""
    return {"Entries": [{field: one[field] for field in _LISTED} for one in streams.values()]}


def start(body: Body) -> Body:
    """Have streams run."""
    return _turn(body, "running")


def stop(body: Body) -> Body:
    """Have streams rest."""
    return _turn(body, "stopped")


_ACTIONS: dict[str, Callable[[Body], Body]] = {
    "DeleteMetricStream": delete,
    "GetMetricStream": get,
    "ListMetricStreams": list_all,
    "PutMetricStream": put,
    "StartMetricStreams": start,
    "StopMetricStreams": stop,
}


def _turn(body: Body, state: str) -> Body:
    for name in body.get("Names") or []:
        if name in streams:
            streams[name] = {**streams[name], "State": state, "LastUpdateDate": time.time()}
    return {}


def _answer(headers: dict[str, str], body: bytes) -> Answer | None:
    """The answer to one of our actions; None to any other, and to what is no request at all."""
    is_json = "x-amz-target" in headers
    try:
        if is_json:
            name = headers["x-amz-target"].rpartition(".")[2]
            document = json.loads(body) if name in _ACTIONS else {}
        else:
            document = document_of(parse_qs(body.decode(), keep_blank_values=True))
            name = document.pop("Action", "")
    except ValueError:
        return None
    if name not in _ACTIONS:
        return None
    answer: Answer
    try:
        shown = _ACTIONS[name](document)
    except _RefusedError as error:
        answer = cloudwatch._error(*error.args, 400, use_json=is_json)
        return answer
    if is_json:
        answer = cloudwatch._json_ok(shown)
    else:
        result = f"<{name}Result>{elements_of(shown)}</{name}Result>"
        answer = cloudwatch._xml(200, f"{name}Response", result)
    return answer
