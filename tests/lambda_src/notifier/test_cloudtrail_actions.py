"""What was done, for each API family and for calls that no family knows."""

from typing import Any

import pytest

from notifier.facts import cloudtrail_actions
from notifier.notification import action_detail
from tests.lambda_src.notifier.alarm_notifications import cloudtrail_sample

_LOAD_BALANCER = (
    "arn:aws:elasticloadbalancing:ap-northeast-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188"
)
_SAMPLES: dict[str, tuple[str, list[str], list[str]]] = {
    "security_group_ingress_opened_to_world": (
        "ec2:AuthorizeSecurityGroupIngress",
        ["sg-0a1b2c3d4e5f60001", "sgr-0a1b2c3d4e5f60a01"],
        ["inbound rule added: tcp 22 from 0.0.0.0/0"],
    ),
    "security_group_ingress_revoked": (
        "ec2:RevokeSecurityGroupIngress",
        ["sg-0a1b2c3d4e5f60001", "sgr-0a1b2c3d4e5f60a01"],
        ["inbound rule removed: tcp 443 from 203.0.113.0/24"],
    ),
    "security_group_egress_revoked": (
        "ec2:RevokeSecurityGroupEgress",
        ["sg-0a1b2c3d4e5f60001"],
        ["outbound rule removed: all traffic to 0.0.0.0/0"],
    ),
    "security_group_rules_modified": (
        "ec2:ModifySecurityGroupRules",
        ["sg-0a1b2c3d4e5f60001"],
        ["rule sgr-0a1b2c3d4e5f60a01 is now tcp 22, 0.0.0.0/0"],
    ),
    "network_interface_security_groups_set": (
        "ec2:ModifyNetworkInterfaceAttribute",
        ["eni-0a1b2c3d4e5f60001", "sg-0a1b2c3d4e5f600ff"],
        ["security groups from now on: sg-0a1b2c3d4e5f600ff"],
    ),
    "load_balancer_security_groups_set": (
        "elasticloadbalancing:SetSecurityGroups",
        [_LOAD_BALANCER],
        ["security groups from now on: sg-0a1b2c3d4e5f60001, sg-0a1b2c3d4e5f600ff"],
    ),
    "rds_instance_security_groups_modified": (
        "rds:ModifyDBInstance",
        ["orders"],
        ["security groups from now on: sg-0a1b2c3d4e5f60001, sg-0a1b2c3d4e5f600ff"],
    ),
    "volume_created_from_snapshot": (
        "ec2:CreateVolume",
        ["snap-0a1b2c3d4e5f60001", "vol-0a1b2c3d4e5f60001"],
        ["made from snapshot snap-0a1b2c3d4e5f60001", "in ap-northeast-1a", "encrypted"],
    ),
    "ebs_snapshot_shared_with_account": (
        "ec2:ModifySnapshotAttribute",
        ["snap-0a1b2c3d4e5f60001"],
        ["shared with 444455556666"],
    ),
    "ebs_snapshot_made_public": (
        "ec2:ModifySnapshotAttribute",
        ["snap-0a1b2c3d4e5f60001"],
        ["shared with EVERYONE (public)"],
    ),
    "ebs_snapshot_permission_removed": (
        "ec2:ModifySnapshotAttribute",
        ["snap-0a1b2c3d4e5f60001"],
        ["no longer shared with 444455556666"],
    ),
    "rds_snapshot_made_public": (
        "rds:ModifyDBSnapshotAttribute",
        ["orders-2025-07-08"],
        ["shared with EVERYONE (public)"],
    ),
    "root_console_login": ("signin:ConsoleLogin", [], ["result: Success"]),
}


def _read(record: dict[str, Any]) -> tuple[str, list[str], list[str]]:
    action = cloudtrail_actions.read(record)
    details = [action_detail(detail, "en") for detail in action.details]
    return action.api, list(action.resources), details


def _call(name: str, request: Any, **fields: Any) -> dict[str, Any]:
    return {
        "eventSource": "ec2.amazonaws.com",
        "eventName": name,
        "requestParameters": request,
        **fields,
    }


@pytest.mark.parametrize("sample", _SAMPLES)
def test_what_a_sample_did(sample: str) -> None:
    assert _read(cloudtrail_sample(sample)) == _SAMPLES[sample]


@pytest.mark.parametrize(
    ("permission", "said"),
    [
        (
            {"ipProtocol": "tcp", "fromPort": 8000, "toPort": 8080, "ipRanges": {}},
            "tcp 8000-8080 from ?",
        ),
        (
            {"ipProtocol": "-1", "ipv6Ranges": {"items": [{"cidrIpv6": "::/0"}]}},
            "all traffic from ::/0",
        ),
        (
            {"ipProtocol": "icmp", "fromPort": -1, "toPort": -1, "cidrIp": "192.0.2.0/24"},
            "icmp from 192.0.2.0/24",
        ),
        (
            {
                "ipProtocol": "tcp",
                "fromPort": 22,
                "toPort": 22,
                "groups": {"items": [{"groupId": "sg-1", "groupName": "web", "userId": "4"}]},
            },
            "tcp 22 from sg-1",
        ),
        (
            {"ipProtocol": "50", "prefixListIds": {"items": [{"prefixListId": "pl-1"}]}},
            "50 from pl-1",
        ),
    ],
)
def test_rules_in_words(permission: dict[str, Any], said: str) -> None:
    request = {"groupId": "sg-9", "ipPermissions": {"items": [permission]}}

    _, _, details = _read(_call("AuthorizeSecurityGroupIngress", request))

    assert details == [f"inbound rule added: {said}"]


def test_the_old_form_of_a_rule_stands_beside_an_empty_list() -> None:
    request = {
        "groupId": "sg-9",
        "ipPermissions": {},
        "cidrIp": "0.0.0.0/0",
        "ipProtocol": "tcp",
        "fromPort": 22,
        "toPort": 22,
    }

    _, _, details = _read(_call("AuthorizeSecurityGroupIngress", request))

    assert details == ["inbound rule added: tcp 22 from 0.0.0.0/0"]


def test_a_revoke_by_rule_id_without_an_answer_names_the_rule() -> None:
    request = {"groupId": "sg-9", "securityGroupRuleIds": {"items": ["sgr-1"]}}

    _, _, details = _read(_call("RevokeSecurityGroupIngress", request, errorCode="Client.Denied"))

    assert details == ["rule sgr-1 removed"]


def test_groups_taken_away_from_a_network_load_balancer() -> None:
    record = {
        "eventSource": "elasticloadbalancing.amazonaws.com",
        "eventName": "SetSecurityGroups",
        "requestParameters": {"loadBalancerArn": "arn:lb", "securityGroups": []},
    }

    assert _read(record)[2] == ["no security group from now on"]


def test_a_call_that_no_family_knows_shows_its_resources() -> None:
    record = {
        "eventSource": "s3.amazonaws.com",
        "eventName": "DeleteBucketPolicy",
        "requestParameters": {"bucketName": "logs-1", "Host": "logs-1.s3.amazonaws.com"},
        "resources": [
            {"ARN": "arn:aws:s3:::logs-1", "accountId": "111122223333", "type": "AWS::S3::Bucket"},
            {"ARNPrefix": "arn:aws:s3:::logs-2/"},
        ],
    }

    api, resources, details = _read(record)

    assert api == "s3:DeleteBucketPolicy"
    assert resources == ["logs-1", "arn:aws:s3:::logs-2/"]  # the first ARN ends in a name shown
    assert details == []  # the bucket is shown already, and Host says nothing


def test_a_call_that_no_family_knows_shows_what_it_asked_for() -> None:
    request = {
        "routeTableId": "rtb-1",
        "destinationCidrBlock": "0.0.0.0/0",
        "options": {"deep": {"deeper": {"deepest": "x"}}, "propagate": False},
        "targets": ["igw-1", "igw-2"],
        "clientToken": "6f1d2c3b",
        "many": list(range(100)),
    }

    api, resources, details = _read(_call("CreateRoute", request))

    assert (api, resources) == ("ec2:CreateRoute", ["rtb-1"])
    assert details == [
        "destinationCidrBlock = 0.0.0.0/0",
        "propagate = false",
        "targets = igw-1",
        "targets = igw-2",
        "many = 0",
        "many = 1",
    ]


def test_a_new_access_key_is_named_by_the_answer() -> None:
    record = {
        "eventSource": "iam.amazonaws.com",
        "eventName": "CreateAccessKey",
        "requestParameters": {"userName": "support-agent"},
        "responseElements": {"accessKey": {"accessKeyId": "AKIAIOSFODNN7EXAMPLE"}},
    }

    assert _read(record)[1] == ["support-agent", "AKIAIOSFODNN7EXAMPLE"]


def test_an_event_that_a_service_wrote_shows_its_details() -> None:
    record = _call("SharedSnapshotVolumeCreated", None, serviceEventDetails={"snapshotId": "s-1"})

    assert _read(record)[1] == ["s-1"]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"errorCode": "AccessDenied", "errorMessage": "User is not authorized"}, "AccessDenied"),
        ({"errorMessage": "Failed authentication"}, "Failed authentication"),
        ({}, ""),
    ],
)
def test_errors(fields: dict[str, str], error: str) -> None:
    assert cloudtrail_actions.read(_call("CreateVolume", None, **fields)).error == error
