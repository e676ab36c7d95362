"""What a CloudTrail record says was done: API, resources, and the points people ask about first.

Each API family has a reader that says its own points (rules, sharing, security groups set); what no
family knows still shows the resources that the record lists or names in well-known parameters.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from notifier.facts import cloudtrail_security_groups as security_groups
from notifier.facts import cloudtrail_snapshots as snapshots
from notifier.facts.cloudtrail_parameters import Parameters, at, fields, leaves, texts
from notifier.facts.model import Action, Detail
from notifier.safe_text import line

_MOST_RESOURCES = 20
_MOST_DETAILS = 20
_MOST_PARAMETERS = 6
_PARAMETER_WIDTH = 120
# Bookkeeping of the SDK and of EC2's XML.
_SAYS_NOTHING = frozenset({"clienttoken", "clientrequesttoken", "host", "tag", "xmlns"})

# Parameters that name what a call is about, whatever the service.
_NAMES = frozenset(
    """
    accesskeyid alarmname alarmnames allocationid bucketname cacheclusterid certificatearn
    clientvpnid clusteridentifier dbclusteridentifier dbclustersnapshotidentifier
    dbinstanceidentifier dbsnapshotidentifier destinationarn detectorid distributionid
    documentname filesystemid filtername flowlogid flowlogids functionname groupid groupids
    groupname imageid instanceid instanceids instanceprofilename internetgatewayid keyid keyname
    loadbalancerarn loadbalancername loggroupname natgatewayid networkaclid networkinterfaceid
    organizationid policyarn policyname queueurl replicationgroupid resourcearn resourceid
    rolearn rolename routetableid rulename secretid securitygroupruleid serialnumber snapshotid
    snapshotidentifier stackname streamname subnetid tablename targetgrouparn topicarn trailname
    username volumeid vpcendpointid vpcid vpcpeeringconnectionid
    """.split()  # noqa: SIM905 - a list of 70 quoted words is not easier to read
)

_FAMILIES: Mapping[tuple[str, str], Callable[[Parameters, Parameters], Iterator[Detail]]] = {
    ("ec2", "AuthorizeSecurityGroupIngress"): security_groups.rules("inbound_added"),
    ("ec2", "AuthorizeSecurityGroupEgress"): security_groups.rules("outbound_added"),
    ("ec2", "RevokeSecurityGroupIngress"): security_groups.rules("inbound_removed"),
    ("ec2", "RevokeSecurityGroupEgress"): security_groups.rules("outbound_removed"),
    ("ec2", "ModifySecurityGroupRules"): security_groups.modified_rules,
    ("ec2", "CreateVolume"): snapshots.volume,
    ("ec2", "ModifySnapshotAttribute"): snapshots.permissions,
    ("ec2", "ModifyImageAttribute"): snapshots.permissions,
    ("ec2", "ResetSnapshotAttribute"): snapshots.reset,
    ("ec2", "ResetImageAttribute"): snapshots.reset,
    ("rds", "ModifyDBSnapshotAttribute"): snapshots.attribute_values,
    ("rds", "ModifyDBClusterSnapshotAttribute"): snapshots.attribute_values,
}


def read(record: Mapping[str, Any]) -> Action:
    service = line(record.get("eventSource"), 128).removesuffix(".amazonaws.com")
    name = line(record.get("eventName"), 128)
    # Events that a service writes itself have details of their own instead of a request.
    request = fields(record.get("requestParameters")) or fields(record.get("serviceEventDetails"))
    response = fields(record.get("responseElements"))
    family = _FAMILIES.get((service, name), security_groups.assigned)
    resources = tuple(_resources(record, request, response))[:_MOST_RESOURCES]
    details = [*family(request, response), *_outcome(record, name, response)]
    if not details:
        details = [*_parameters(request, resources)]
    return Action(
        api=f"{service}:{name}" if service else name,
        resources=resources,
        details=tuple(dict.fromkeys(details))[:_MOST_DETAILS],
        error=_error(record),
    )


def _resources(
    record: Mapping[str, Any], request: Parameters, response: Parameters
) -> dict[str, None]:
    found: dict[str, None] = {}
    for parameters in (request, response):
        for key, value in _named(parameters):
            if key in _NAMES:
                found.update(dict.fromkeys(texts(value)))
    listed = record.get("resources")
    for resource in listed[:_MOST_RESOURCES] if isinstance(listed, list) else []:
        arn = line(fields(resource).get("ARN") or fields(resource).get("ARNPrefix"), 512)
        if arn and not any(arn.endswith((f"/{name}", f":{name}")) for name in found):
            found[arn] = None
    return found


def _named(parameters: Parameters) -> Iterator[tuple[str, Any]]:
    """Parameters by lower-case name, and those one wrapper deep ("...Request": {...}).

    The wrappers are those of EC2 (request, set), SSM (resource) and IAM (a new access key).
    """
    for key, value in list(parameters.items())[:200]:
        yield key.lower(), value
        if key.lower().endswith(("request", "set", "resource", "accesskey")):
            for inner in [value, *at(fields(value).get("items"))][:50]:
                yield from ((name.lower(), item) for name, item in fields(inner).items())


def _parameters(request: Parameters, shown: tuple[str, ...]) -> Iterator[Detail]:
    """What a call that no family knows was asked for, as far as it is not among its resources."""
    asked = (
        Detail("parameter", (("name", name), ("value", line(value, _PARAMETER_WIDTH))))
        for name, value in leaves(request)
        if name.lower() not in _SAYS_NOTHING and value not in shown
    )
    return islice(asked, _MOST_PARAMETERS)


def _outcome(record: Mapping[str, Any], name: str, response: Parameters) -> Iterator[Detail]:
    """Sign-in events answer {"ConsoleLogin": "Success"}: the event's own name as key."""
    if record.get("eventType") == "AwsConsoleSignIn" and isinstance(response.get(name), str):
        yield Detail("sign_in_result", (("result", line(response[name], 40)),))


def _error(record: Mapping[str, Any]) -> str:
    # A failed sign-in has an errorMessage and no errorCode.
    return line(record.get("errorCode") or record.get("errorMessage"), 200)
