"""Saved Logs Insights queries: PutQueryDefinition, DescribeQueryDefinitions, DeleteQueryDefinition.

ministack (services/cloudwatch_logs.py) has none of them. Nothing runs a saved query here: ministack
reads `fields`, `filter`, `sort` and `limit` alone, and StartQuery takes the text anyway.
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html
"""

import time
from typing import Any

from ministack.core.responses import (
    AccountRegionScopedDict,
    error_response_json,
    json_response,
    new_uuid,
)
from ministack.services import cloudwatch_logs as logs

from cloud.emulator.patch import Answer, add_actions

Body = dict[str, Any]

_LANGUAGES = ("CWLI", "SQL", "PPL")
_LONGEST_NAME = 255
_LONGEST_QUERY = 10_000
_MOST_LOG_GROUPS = 50
_MOST_RESULTS = 1000

_definitions = AccountRegionScopedDict()


def apply() -> None:
    """Add the three actions."""
    add_actions(
        logs,
        {
            "DeleteQueryDefinition": delete,
            "DescribeQueryDefinitions": describe,
            "PutQueryDefinition": put,
        },
    )


def put(body: Body) -> Answer:
    """Make a query definition, or write over the one whose id is given."""
    wrong = _wrong(body)
    if wrong is not None:
        return _refused("InvalidParameterException", wrong)
    identity = body.get("queryDefinitionId")
    if identity is None:
        identity = new_uuid()
    elif identity not in _definitions:
        return _not_there(identity)
    _definitions[identity] = {
        "queryDefinitionId": identity,
        "name": body["name"],
        "queryString": body["queryString"],
        "queryLanguage": body.get("queryLanguage") or "CWLI",
        "logGroupNames": body.get("logGroupNames") or [],
        "lastModified": int(time.time() * 1000),
    }
    return _answer({"queryDefinitionId": identity})


def describe(body: Body) -> Answer:
    """The definitions whose names begin so, by name; a page at a time."""
    size = body.get("maxResults") or _MOST_RESULTS
    if not 1 <= size <= _MOST_RESULTS:
        return _refused(
            "InvalidParameterException", f"maxResults is {size}: use 1 to {_MOST_RESULTS}"
        )
    token = body.get("nextToken") or "0"
    if not token.isdigit():
        return _refused("InvalidParameterException", "The specified nextToken is invalid.")
    prefix = body.get("queryDefinitionNamePrefix") or ""
    language = body.get("queryLanguage")
    found = sorted(
        (
            one
            for one in _definitions.values()
            if one["name"].startswith(prefix) and language in (None, one["queryLanguage"])
        ),
        key=lambda one: (one["name"], one["queryDefinitionId"]),
    )
    start = int(token)
    page: Body = {"queryDefinitions": found[start : start + size]}
    if start + size < len(found):
        page["nextToken"] = str(start + size)
    return _answer(page)


def delete(body: Body) -> Answer:
    """Forget a query definition."""
    identity = body.get("queryDefinitionId") or ""
    if identity not in _definitions:
        return _not_there(identity)
    del _definitions[identity]
    return _answer({"success": True})


def _wrong(body: Body) -> str | None:
    """What is wrong with a request of PutQueryDefinition."""
    name, query = body.get("name") or "", body.get("queryString") or ""
    if not 1 <= len(name) <= _LONGEST_NAME:
        return f"name has {len(name)} characters: use 1 to {_LONGEST_NAME}"
    if not 1 <= len(query) <= _LONGEST_QUERY:
        return f"queryString has {len(query)} characters: use 1 to {_LONGEST_QUERY}"
    if (body.get("queryLanguage") or "CWLI") not in _LANGUAGES:
        return f"queryLanguage is {body['queryLanguage']}: use one of {', '.join(_LANGUAGES)}"
    if len(groups := body.get("logGroupNames") or []) > _MOST_LOG_GROUPS:
        return f"logGroupNames has {len(groups)} members: a query takes {_MOST_LOG_GROUPS}"
    return None


def _not_there(identity: str) -> Answer:
    return _refused("ResourceNotFoundException", f"The query definition {identity} does not exist.")


def _refused(code: str, message: str) -> Answer:
    refusal: Answer = error_response_json(code, message, 400)
    return refusal


def _answer(document: Body) -> Answer:
    answer: Answer = json_response(document)
    return answer
