"""Sets the search engine up: templates, and what of retention, roles and dashboards is asked for.

The function is invoked at an apply whenever its package or what is asked for changes. It puts what
it should find, whatever is there already, so it may run any number of times. What the engine has is
said by who asks and never found out by trying: a feature that is asked for and missing is an error,
and one that is not asked for is named in the result.
"""

import os
import time
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from shipper import settings
from shipper.deadline import Deadline
from shipper.search_client import SearchClient
from shipper.search_setup import dashboards, retention, roles, templates
from shipper.search_setup.engine import Engine, SetUpError
from shipper.search_setup.wanted import FEATURES, Wanted, wanted_of
from shipper.telemetry import logger

__all__ = ["SetUpError", "Wanted", "handler", "set_up"]

# A new domain's name takes a while to resolve; longer than this is no start any more.
LONGEST_TRY = 150.0

_PUT = {"dashboards": dashboards.put, "retention": retention.put, "roles": roles.put}


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Put what the event asks for; raises SetUpError or SettingsError."""
    wanted = wanted_of(event)
    found = settings.load_search(os.environ)
    deadline = Deadline(min(context.get_remaining_time_in_millis() / 1000, LONGEST_TRY))
    done = set_up(SearchClient(found), wanted, deadline)
    logger.info("the search engine is set up", **done)
    return {"endpoint": found.endpoint, **done}


def set_up(
    client: SearchClient,
    wanted: Wanted,
    deadline: Deadline,
    sleep: Callable[[float], None] = time.sleep,
) -> dict[str, Any]:
    """Put everything; a search engine that is not there yet is waited for until `deadline`."""
    engine = Engine(client, deadline, sleep)
    done = templates.put(engine, wanted)
    for feature in FEATURES:
        if feature in wanted.features:
            done[feature] = _PUT[feature](engine, wanted)
    return {**done, "without": [one for one in FEATURES if one not in wanted.features]}
