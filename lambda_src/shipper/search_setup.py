"""Sets the search engine up: component templates and one index template for `hinomi-*`.

The function is invoked at each apply. It puts what the files in index_templates/ say, whatever is
there already, so it may run any number of times. New indices take a changed mapping; existing
ones keep theirs until the month ends.
"""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from aws_lambda_powertools.utilities.typing import LambdaContext

from shipper import settings
from shipper.deadline import Deadline
from shipper.search_client import Answer, SearchClient, UnreachableError
from shipper.telemetry import logger

TEMPLATES = Path(__file__).with_name("index_templates")
PREFIX = "hinomi-"
# A new domain's name takes a while to resolve; longer than this is no start any more.
LONGEST_TRY = 120.0
PAUSE = 2.0


class SetUpError(Exception):
    """The search engine could not be set up; the message says what was asked and answered."""


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Put every template and return their names; raises SetUpError or SettingsError."""
    del event
    found = settings.load_search(os.environ)
    deadline = Deadline(min(context.get_remaining_time_in_millis() / 1000, LONGEST_TRY))
    done = set_up(SearchClient(found), deadline)
    logger.info("the search engine is set up", **done)
    return {"endpoint": found.endpoint, **done}


def set_up(
    client: SearchClient, deadline: Deadline, sleep: Callable[[float], None] = time.sleep
) -> dict[str, Any]:
    """Put the templates; a search engine that is not there yet is waited for until `deadline`."""
    components = _component_templates()
    for name, body in components.items():
        _put(client, f"/_component_template/{name}", body, deadline, sleep)
    index_template = {
        "index_patterns": [f"{PREFIX}*"],
        "composed_of": list(components),
        "priority": 200,
        "_meta": {"about": "Put by the search-setup function from its index_templates."},
    }
    _put(client, f"/_index_template/{PREFIX}logs", index_template, deadline, sleep)
    return {"component_templates": list(components), "index_template": f"{PREFIX}logs"}


def _component_templates() -> dict[str, Any]:
    """Read the files, the core first: OpenSearch lets a later component override an earlier."""
    paths = sorted(TEMPLATES.glob("*.json"), key=lambda path: (path.stem != "core", path.stem))
    return {f"{PREFIX}{path.stem}": msgspec.json.decode(path.read_bytes()) for path in paths}


def _put(
    client: SearchClient,
    path: str,
    body: Mapping[str, Any],
    deadline: Deadline,
    sleep: Callable[[float], None],
) -> None:
    while True:
        problem = _problem(client, path, msgspec.json.encode(body), deadline)
        if problem is None:
            return
        if deadline.remaining() <= PAUSE:
            raise SetUpError(f"PUT {path}: {problem}; no time is left to try again")
        sleep(PAUSE)


def _problem(client: SearchClient, path: str, body: bytes, deadline: Deadline) -> str | None:
    """Send one template: None when it is there, else why it may be there at another try."""
    try:
        answer: Answer = client.request("PUT", path, body, timeout=deadline.remaining())
    except UnreachableError as error:
        return f"the endpoint gives no answer ({error}); check OPENSEARCH_ENDPOINT and the network"
    if answer.status < 300:
        return None
    if answer.status == 429 or answer.status >= 500:
        return f"answered with status {answer.status}"
    raise SetUpError(f"PUT {path}: status {answer.status}: {answer.body[:1000]}")
