"""VPC flow logs: everything that CreateFlowLogs was given comes back from DescribeFlowLogs.

ministack (services/ec2.py) keeps resource, traffic type and destination; the role, the
aggregation interval, the record format and the destination's options are lost, so Terraform
replaces the flow log at each apply. It looks for tags under another resource type than AWS uses,
and its search knows ids, the resource and tags only.
"""

import re
from typing import Any
from xml.sax.saxutils import escape

from ministack.services import ec2

from cloud.emulator.patch import need, replace_action

Answer = tuple[int, dict[str, str], bytes]
FlowLog = dict[str, Any]

# The version 2 record, which AWS names when no format is asked for.
_DEFAULT_FORMAT = (
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} "
    "${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}"
)
_DEFAULT_INTERVAL = 600  # seconds
_FILTERS = {
    "deliver-log-status": "DeliverLogsStatus",
    "flow-log-id": "FlowLogId",
    "log-destination-type": "LogDestinationType",
    "log-group-name": "LogGroupName",
    "resource-id": "ResourceId",
    "traffic-type": "TrafficType",
}
_ID = re.compile(rb"fl-[0-9A-Za-z]+")


def apply() -> None:
    """Patch both actions."""
    need(ec2, "_flow_logs", "_p", "_error", "_parse_member_list", "_parse_filters", "_xml")
    need(ec2, "_resource_matches_tag_filters", "_tag_set_xml", "_parse_tag_specs")

    def create(params: dict[str, Any]) -> Answer:
        kind = ec2._p(params, "LogDestinationType") or "cloud-watch-logs"
        role = ec2._p(params, "DeliverLogsPermissionArn")
        if kind == "cloud-watch-logs" and not role:
            refusal: Answer = ec2._error(
                "InvalidParameter",
                "DeliverLogsPermissionArn can't be empty if LogDestinationType is "
                "cloud-watch-logs.",
                400,
            )
            return refusal
        answer: Answer = original(params)
        for found in _ID.findall(answer[2]):
            flow_log_id = found.decode()
            _complete(ec2._flow_logs[flow_log_id], params)
            ec2._parse_tag_specs(params, "vpc-flow-log", flow_log_id)
        return answer

    original = replace_action(ec2, "_ACTION_MAP", "CreateFlowLogs", create)
    replace_action(ec2, "_ACTION_MAP", "DescribeFlowLogs", describe)


def describe(params: dict[str, Any]) -> Answer:
    """DescribeFlowLogs with the fields and filters of the API reference."""
    wanted = ec2._parse_member_list(params, "FlowLogId")
    filters = ec2._parse_filters(params)
    items = "".join(
        _item(log)
        for log in ec2._flow_logs.values()
        if (not wanted or log["FlowLogId"] in wanted) and _matches(log, filters)
    )
    answer: Answer = ec2._xml(200, "DescribeFlowLogsResponse", f"<flowLogSet>{items}</flowLogSet>")
    return answer


def _complete(log: FlowLog, params: dict[str, Any]) -> None:
    destination = ec2._p(params, "LogDestination")
    group = ec2._p(params, "LogGroupName")
    if not group and log["LogDestinationType"] == "cloud-watch-logs":
        group = destination.partition(":log-group:")[2].removesuffix(":*")
    log |= {
        "DeliverLogsPermissionArn": ec2._p(params, "DeliverLogsPermissionArn"),
        "DeliverLogsStatus": "SUCCESS",
        "LogDestination": destination,
        "LogFormat": ec2._p(params, "LogFormat") or _DEFAULT_FORMAT,
        "LogGroupName": group,
        "MaxAggregationInterval": int(
            ec2._p(params, "MaxAggregationInterval") or _DEFAULT_INTERVAL
        ),
        "DestinationOptions": {
            name: ec2._p(params, f"DestinationOptions.{name}")
            for name in ("FileFormat", "HiveCompatiblePartitions", "PerHourPartition")
            if ec2._p(params, f"DestinationOptions.{name}")
        },
    }


def _matches(log: FlowLog, filters: dict[str, list[str]]) -> bool:
    return bool(ec2._resource_matches_tag_filters(log["FlowLogId"], filters)) and all(
        log.get(_FILTERS[name]) in values for name, values in filters.items() if name in _FILTERS
    )


def _item(log: FlowLog) -> str:
    shown = {
        "flowLogId": log["FlowLogId"],
        "creationTime": log["CreationTime"],
        "deliverLogsPermissionArn": log["DeliverLogsPermissionArn"],
        "deliverLogsStatus": log["DeliverLogsStatus"],
        "flowLogStatus": log["FlowLogStatus"],
        "logDestination": log["LogDestination"],
        "logDestinationType": log["LogDestinationType"],
        "logFormat": log["LogFormat"],
        "logGroupName": log["LogGroupName"],
        "maxAggregationInterval": str(log["MaxAggregationInterval"]),
        "resourceId": log["ResourceId"],
        "trafficType": log["TrafficType"],
    }
    options = "".join(
        _element(name[0].lower() + name[1:], value)
        for name, value in log["DestinationOptions"].items()
    )
    return (
        "<item>"
        + "".join(_element(name, value) for name, value in shown.items() if value)
        + (f"<destinationOptions>{options}</destinationOptions>" if options else "")
        + str(ec2._tag_set_xml(log["FlowLogId"]))
        + "</item>"
    )


def _element(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>"
