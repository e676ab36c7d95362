"""The VPC's flow logs, in the log group and the format that each of them names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from demo.clients import Clients
from demo.clock import milliseconds
from demo.sender.log_events import LogStreams
from demo.workload.expected import VPC_FLOW
from demo.workload.log import NotConfigured, Outcome, StreamPlace, Written
from demo.workload.players.workload import Workload
from demo.workload.visits import Visit

SERVER = "10.60.16.20"
BALANCER = "10.60.0.31"


def play(
    clients: Clients, workload: Workload, visits: Sequence[Visit], now: datetime
) -> Iterator[Outcome]:
    """One record for each visit: the load balancer's connection, seen at the server."""
    filters = [{"Name": "resource-id", "Values": [workload.vpc_id]}]
    found = clients.client("ec2").describe_flow_logs(Filters=filters)["FlowLogs"]
    to_groups = [one for one in found if one.get("LogDestinationType") == "cloud-watch-logs"]
    if not to_groups:
        reason = f"{workload.vpc_id} has {len(found)} flow logs, none to a log group"
        yield NotConfigured(VPC_FLOW, reason)
    interface = f"eni-{visits[0].token('interface', 17)}"
    for one in to_groups:
        lines = []
        for visit in visits:
            values = _values(visit, workload, interface)
            fields = one["LogFormat"].split()
            # A field that does not apply to a record is a hyphen.
            text = " ".join(values.get(field[2:-1], "-") for field in fields)
            lines.append((milliseconds(visit.at), text))
        place = StreamPlace(one["LogGroupName"], f"{interface}-all")
        LogStreams(clients.client("logs"), place.group).put(place.stream, lines)
        yield Written(VPC_FLOW, place, tuple(text for _, text in lines), now)


def _values(visit: Visit, workload: Workload, interface: str) -> dict[str, str]:
    """https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html"""
    return {
        "version": "2",
        "account-id": workload.account,
        "interface-id": interface,
        "srcaddr": BALANCER,
        "dstaddr": SERVER,
        "srcport": str(visit.edge_port),
        "dstport": "80",
        "protocol": "6",
        "packets": "9",
        "bytes": str(visit.size + 640),
        "start": str(int(visit.at.timestamp())),
        "end": str(int((visit.at + timedelta(seconds=59)).timestamp())),
        "action": "ACCEPT",
        "log-status": "OK",
        "vpc-id": workload.vpc_id,
        "region": workload.region,
    }
