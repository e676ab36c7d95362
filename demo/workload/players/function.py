"""The function is really invoked; its log is read where its own configuration sends it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from demo.clients import Clients
from demo.clock import milliseconds
from demo.workload.expected import FUNCTION
from demo.workload.log import NotConfigured, Outcome, StreamPlace, Written
from demo.workload.players.workload import Workload
from demo.workload.visits import Visit


def play(
    clients: Clients, workload: Workload, visits: Sequence[Visit], now: datetime
) -> Iterator[Outcome]:
    """Everything that came into the log group since `now`, the platform's lines too."""
    functions, logs = clients.client("lambda"), clients.client("logs")
    configuration = functions.get_function_configuration(FunctionName=workload.function)
    own = f"/aws/lambda/{workload.function}"
    group = configuration.get("LoggingConfig", {}).get("LogGroup", own)
    orders = [visit.order for visit in visits if visit.method == "POST"]
    for order in orders:
        event = json.dumps({"order": order, "quantity": 1})
        functions.invoke(FunctionName=workload.function, Payload=event)
    streams: dict[str, list[str]] = defaultdict(list)
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=group, startTime=milliseconds(now)
    )
    for page in pages:
        for event in page["events"]:
            streams[event["logStreamName"]].append(event["message"].rstrip("\r\n"))
    said = "\n".join(line for lines in streams.values() for line in lines)
    silent = [order for order in orders if order not in said]
    if silent:
        yield NotConfigured(FUNCTION, f"{group} holds no line of {len(silent)} orders")
        return
    for stream, lines in streams.items():
        yield Written(FUNCTION, StreamPlace(group, stream), tuple(lines), now)
