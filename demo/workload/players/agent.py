"""The CloudWatch agent on each instance, as State Manager has configured it.

association -> instances with its tag; association -> document -> parameter -> what the agent reads
and where it writes that. Parameter and log groups are used with the role of the instance, so its
policy has to let the agent do it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from demo.clients import Clients
from demo.clock import milliseconds
from demo.sender.log_events import LogStreams
from demo.workload.expected import agent_log
from demo.workload.log import NotConfigured, Outcome, StreamPlace, Written
from demo.workload.players.workload import Workload
from demo.workload.records.linux import WRITERS, FileEvent
from demo.workload.records.windows import EVENTS
from demo.workload.visits import Visit


def play(
    clients: Clients, workload: Workload, visits: Sequence[Visit], now: datetime
) -> Iterator[Outcome]:
    parameters = _parameters_by_instance(clients)
    for platform, instance in workload.instances.items():
        anything = agent_log(platform, "*")
        found = parameters.get(instance, [])
        if len(found) != 1:
            tags = _tags(clients, instance)
            reason = f"{len(found)} associations choose {instance} by its tags ({tags}), not one"
            yield NotConfigured(anything, reason)
            continue
        role = _role(clients, instance)
        if role is None:
            yield NotConfigured(anything, f"{instance} has no instance profile, so no rights")
            continue
        try:
            as_instance = clients.as_role(role)
            text = as_instance.client("ssm").get_parameter(Name=found[0])["Parameter"]["Value"]
            yield from _collect(as_instance, platform, instance, json.loads(text), visits, now)
        except ClientError as error:
            yield NotConfigured(anything, f"{instance} as its role: {error}")


def _collect(
    clients: Clients,
    platform: str,
    instance: str,
    configuration: Mapping[str, Any],
    visits: Sequence[Visit],
    now: datetime,
) -> Iterator[Outcome]:
    collected = configuration.get("logs", {}).get("logs_collected", {})
    for file in collected.get("files", {}).get("collect_list", []):
        events = _file_events(file["file_path"], visits)
        yield from _put(clients, platform, instance, file, events, now)
    for log in collected.get("windows_events", {}).get("collect_list", []):
        wanted = [
            (now, event.text)
            for event in EVENTS
            if event.log == log["event_name"] and event.level in log["event_levels"]
        ]
        yield from _put(clients, platform, instance, log, wanted, now)


def _put(
    clients: Clients,
    platform: str,
    instance: str,
    entry: Mapping[str, Any],
    events: Sequence[FileEvent],
    now: datetime,
) -> Iterator[Outcome]:
    """At the time that the entry's format reads out of a line, else at that of reading."""
    stream = entry["log_stream_name"].replace("{instance_id}", instance)
    timed = "timestamp_format" in entry
    LogStreams(clients.client("logs"), entry["log_group_name"]).put(
        stream, ((milliseconds(at if timed else now), text) for at, text in events)
    )
    log = agent_log(platform, stream.rpartition("/")[2])
    place = StreamPlace(entry["log_group_name"], stream)
    yield Written(log, place, tuple(text for _, text in events), now)


def _file_events(path: str, visits: Sequence[Visit]) -> list[FileEvent]:
    for end, writer in WRITERS:
        if path.endswith(end):
            return writer(visits)
    return []


def _parameters_by_instance(clients: Clients) -> dict[str, list[str]]:
    """Instance -> the parameters that State Manager would configure its agent from."""
    ssm, ec2 = clients.client("ssm"), clients.client("ec2")
    chosen: dict[str, list[str]] = {}
    for association in ssm.list_associations()["Associations"]:
        content = json.loads(ssm.get_document(Name=association["Name"])["Content"])
        parameter = _parameter(content)
        if parameter is None:
            continue
        filters = [
            {"Name": target["Key"], "Values": target["Values"]}
            for target in association.get("Targets", [])
        ]
        answer = ec2.describe_instances(Filters=filters)
        for reservation in answer["Reservations"]:
            for instance in reservation["Instances"]:
                chosen.setdefault(instance["InstanceId"], []).append(parameter)
    return chosen


def _parameter(document: Mapping[str, Any]) -> str | None:
    for step in document.get("mainSteps", []):
        inputs = step.get("inputs", {})
        given = inputs.get("documentParameters", {})
        if inputs.get("documentPath") == "AmazonCloudWatch-ManageAgent":
            return str(given["optionalConfigurationLocation"])
    return None


def _role(clients: Clients, instance: str) -> str | None:
    answer = clients.client("ec2").describe_instances(InstanceIds=[instance])
    profile = answer["Reservations"][0]["Instances"][0].get("IamInstanceProfile")
    if not profile:
        return None
    name = profile["Arn"].rpartition("/")[2]
    found = clients.client("iam").get_instance_profile(InstanceProfileName=name)
    return str(found["InstanceProfile"]["Roles"][0]["Arn"])


def _tags(clients: Clients, instance: str) -> str:
    answer = clients.client("ec2").describe_instances(InstanceIds=[instance])
    tags = answer["Reservations"][0]["Instances"][0].get("Tags", [])
    return ", ".join(sorted(f"{tag['Key']}={tag['Value']}" for tag in tags)) or "none"
