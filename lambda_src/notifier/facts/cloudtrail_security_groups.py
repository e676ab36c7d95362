"""Security group rules, and security groups set on something, said in words.

Shapes: the rules of Authorize/RevokeSecurityGroup* stand in `ipPermissions.items`, in the old
form beside it (cidrIp, fromPort, ...), or only in the answer's `securityGroupRuleSet` (a revoke by
rule id). ModifySecurityGroupRules keeps upper-case names inside a "...Request" wrapper.
"""

from collections.abc import Callable, Iterator
from typing import Any

from notifier.facts.cloudtrail_parameters import Parameters, at, fields, named, texts
from notifier.facts.model import Detail
from notifier.safe_text import line

# Parameters with the whole new set of groups, by service: EC2, RDS, ELB, ElastiCache, EKS.
_ASSIGNMENTS = ("groupSet", "vpcSecurityGroupIds", "securityGroups", "securityGroupIds")


def rules(change: str) -> Callable[[Parameters, Parameters], Iterator[Detail]]:
    """A reader for one kind of `change`: inbound_added, inbound_removed, outbound_added, ..."""

    def read(request: Parameters, response: Parameters) -> Iterator[Detail]:
        permissions = _permissions(request, response)
        for permission in permissions:
            for peer in _peers(permission) or ["?"]:
                yield Detail(change, (("ports", _ports(permission)), ("peer", peer)))
        if not permissions:
            for rule_id in named(request.get("securityGroupRuleIds"), "securityGroupRuleId"):
                yield Detail("rule_removed", (("rule", rule_id),))

    return read


def modified_rules(request: Parameters, _response: Parameters) -> Iterator[Detail]:
    wrapper = fields(request.get("ModifySecurityGroupRulesRequest")) or request
    for change in at(wrapper.get("SecurityGroupRule", wrapper.get("securityGroupRule"))):
        rule = _lower(fields(_lower(change).get("securityGroupRule")))
        name = line(_lower(change).get("securityGroupRuleId"), 40)
        peers = _peers(rule) or ["?"]
        for peer in peers:
            yield Detail("rule_now", (("rule", name), ("ports", _ports(rule)), ("peer", peer)))


def assigned(request: Parameters, _response: Parameters) -> Iterator[Detail]:
    """The groups that an instance, interface, load balancer or database has from now on."""
    for key in _ASSIGNMENTS:
        if key not in request:
            continue
        if groups := list(named(request[key], "groupId")):
            yield Detail("groups_set", (("groups", ", ".join(groups)),))
        elif request[key] == []:  # EC2 writes {} where a call names no groups at all
            yield Detail("no_groups")


def _permissions(request: Parameters, response: Parameters) -> list[Parameters]:
    asked = at(request.get("ipPermissions")) or ([request] if _peers(request) else [])
    answered = at(response.get("securityGroupRuleSet"))
    answered += at(response.get("revokedSecurityGroupRuleSet"))
    return [fields(permission) for permission in asked or answered]


def _peers(rule: Parameters) -> list[str]:
    """Where traffic comes from or goes to: CIDR blocks, prefix lists, other security groups."""
    found = [
        *texts(rule.get("cidrIp")),
        *texts(rule.get("cidrIpv4")),
        *texts(rule.get("cidrIpv6")),
        *texts(rule.get("prefixListId")),
    ]
    for listing, key in (
        ("ipRanges", "cidrIp"),
        ("ipv6Ranges", "cidrIpv6"),
        ("prefixListIds", "prefixListId"),
        ("groups", "groupId"),
        ("groups", "groupName"),
    ):
        for element in at(rule.get(listing)):
            if not (key == "groupName" and fields(element).get("groupId")):
                found += texts(fields(element).get(key))
    found += texts(fields(rule.get("referencedGroupInfo")).get("groupId"))
    found += texts(rule.get("referencedGroupId") or rule.get("sourceSecurityGroupName"))
    return found[:20]


def _ports(rule: Parameters) -> str:
    """ "tcp 22", "tcp 8000-8080", "icmp"; empty for all traffic."""
    protocol = line(rule.get("ipProtocol"), 20)
    if protocol in ("-1", ""):
        return ""
    first, last = line(rule.get("fromPort"), 10), line(rule.get("toPort"), 10)
    if not first or first == "-1" or protocol.startswith("icmp"):
        return protocol
    return f"{protocol} {first}" if first == last or not last else f"{protocol} {first}-{last}"


def _lower(value: Any) -> dict[str, Any]:
    return {key[:1].lower() + key[1:]: item for key, item in fields(value).items()}
