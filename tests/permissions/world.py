"""Who exists and what is attached to what, in a plan of all modules (root/main.tf)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.permissions.iam import Decision, Policies, Principal, Request, Statement, decide, parse

HERE, ARCHIVE, REGION = "111122223333", "444455556666", "ap-northeast-1"
NAME = "hinomi-test"
LOG_GROUPS = f"arn:aws:logs:{REGION}:{HERE}:log-group"
# The modules are given these as the keys' ARNs (root/main.tf), so that plans show the policies that
# name them; storage makes the keys themselves, and its plan shows their policies.
KEYS = {
    "audit": f"arn:aws:kms:{REGION}:{{owner}}:key/aaaaaaaa-0000-0000-0000-000000000000",
    "logs": f"arn:aws:kms:{REGION}:{HERE}:key/bbbbbbbb-0000-0000-0000-000000000000",
    "messaging": f"arn:aws:kms:{REGION}:{HERE}:key/cccccccc-0000-0000-0000-000000000000",
}
# Attributes that hold a policy. A type that has one and is not read below makes the world fail.
POLICY_ATTRIBUTES = {
    "access_policies",
    "access_policy",
    "assume_role_policy",
    "delivery_destination_policy",
    "inline_policy",
    "policy",
    "policy_document",
    "queue_policy",
    "resource_policy",
}


class UnreadableWorldError(Exception):
    """The plan holds a policy that is not read, or does not show one."""


@dataclass(frozen=True, slots=True)
class Attached:
    """One policy document as the plan shows it, for the tests that look at every statement."""

    address: str
    statements: tuple[Statement, ...]


class World:
    """Resources by ARN, roles by name, and every document."""

    def __init__(self, plan: Mapping[str, Any], archive: str, prefix: str, management: str) -> None:
        self.archive, self.prefix, self.management = archive, prefix, management
        self.keys = {name: arn.format(owner=archive) for name, arn in KEYS.items()}
        self.resources: dict[str, Policies] = {}
        self.roles: dict[str, tuple[Statement, ...]] = {}
        self.trust: dict[str, tuple[Statement, ...]] = {}
        self.documents: list[Attached] = []
        self.managed: dict[str, str] = {}
        providers = _providers(plan)
        self._provider = lambda address: providers[address.split("[")[0]]
        everything = list(_resources(plan["planned_values"]["root_module"]))
        self._by_address = {one["address"]: one for one in everything}
        self.trail_arn = plan["planned_values"]["outputs"]["trail"]["value"]["arn"]
        for one in everything:
            self._read(one)

    def planned(self, kind: str) -> Iterator[Mapping[str, Any]]:
        """What the plan says of every resource of a type."""
        for one in self._by_address.values():
            if one["type"] == kind:
                yield one["values"]

    def ask(
        self, who: str, action: str, resource: str, context: Mapping[str, str] = {}
    ) -> Decision:
        """The answer to a request. `who` is a service, `role/<name>`, or a role's ARN."""
        request = Request(self.principal(who), action, resource, context)
        return decide(request, self.policies_of(resource))

    def principal(self, who: str) -> Principal:
        if who.startswith("role/"):
            name = who.removeprefix("role/")
            if name not in self.roles:
                raise UnreadableWorldError(f"no role {name} in the plan: {sorted(self.roles)}")
            return Principal(role=f"arn:aws:iam::{HERE}:role/{name}", own=self.roles[name])
        if who.startswith("bare arn:"):  # the same without any right of his own
            return Principal(role=who.removeprefix("bare "))
        if who.startswith("arn:"):  # somebody of whom only the name is known, with every right
            everything = json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"},
                }
            )
            return Principal(role=who, own=parse(everything, who))
        return Principal(service=who)

    def policies_of(self, arn: str) -> Policies:
        """What has no policy is its account's."""
        place = self.place(arn)
        if place in self.resources:
            return self.resources[place]
        owner = arn.split(":")[4]
        if not owner or owner == "aws":
            raise UnreadableWorldError(f"{arn} is not in the plan: {sorted(self.resources)}")
        return Policies(owner)

    @staticmethod
    def place(arn: str) -> str:
        """Whose policy speaks of it: a bucket's of its objects, a domain's of its paths, the
        account's log resource policies of every log group."""
        if arn.startswith("arn:aws:s3:::"):
            return arn.split("/")[0]
        if ":domain/" in arn:
            return "/".join(arn.split("/")[:2])
        return LOG_GROUPS if arn.startswith(LOG_GROUPS) else arn

    def _read(self, one: Mapping[str, Any]) -> None:
        kind, values, address = one["type"], one["values"], one["address"]
        reader = getattr(self, f"_{kind}", None)
        if reader is not None:
            reader(address, values)
        elif unread := POLICY_ATTRIBUTES & set(values):
            raise UnreadableWorldError(
                f"{address}: read its {', '.join(sorted(unread))} in {__file__}"
            )

    def _aws_s3_bucket(self, address: str, values: Mapping[str, Any]) -> None:
        arn = f"arn:aws:s3:::{values['bucket']}"
        self.resources.setdefault(arn, Policies(self._owner(address)))

    def _aws_s3_bucket_policy(self, address: str, values: Mapping[str, Any]) -> None:
        arn = f"arn:aws:s3:::{values['bucket']}"
        self._attach(address, arn, values["policy"])

    def _aws_kms_key(self, address: str, values: Mapping[str, Any]) -> None:
        name = address.removesuffix("[0]").rsplit(".", 1)[1]
        if name not in KEYS:
            arn = f"arn:aws:kms:{self._region(address)}:{self._owner(address)}:key/{name}"
        else:
            arn = self.keys[name]
        self._attach(address, arn, values["policy"])

    def _aws_sns_topic(self, address: str, values: Mapping[str, Any]) -> None:
        self.resources.setdefault(self._arn("sns", address, values["name"]), Policies(HERE))

    def _aws_sns_topic_policy(self, address: str, values: Mapping[str, Any]) -> None:
        # Its `arn` is known after apply only; in our modules it stands beside its topic by name.
        topic = self._by_address[address.replace("aws_sns_topic_policy.", "aws_sns_topic.")]
        self._attach(address, self._arn("sns", address, topic["values"]["name"]), values["policy"])

    def _aws_sqs_queue(self, address: str, values: Mapping[str, Any]) -> None:
        self._attach(address, self._arn("sqs", address, values["name"]), values["policy"])

    def _aws_lambda_function(self, address: str, values: Mapping[str, Any]) -> None:
        arn = self._arn("lambda", address, f"function:{values['function_name']}")
        self.resources.setdefault(arn, Policies(HERE, ()))

    def _aws_lambda_permission(self, address: str, values: Mapping[str, Any]) -> None:
        name = values["function_name"].split(":")[-1]
        arn = self._arn("lambda", address, f"function:{name}")
        conditions: dict[str, dict[str, str]] = {}
        if values.get("source_arn"):
            conditions["ArnLike"] = {"aws:SourceArn": values["source_arn"]}
        if values.get("source_account"):
            conditions["StringEquals"] = {"aws:SourceAccount": values["source_account"]}
        statement = {
            "Sid": values["statement_id"],
            "Effect": "Allow",
            "Action": values["action"],
            "Resource": arn,
            "Principal": {"Service": values["principal"]},
            "Condition": conditions,
        }
        before = self.resources.get(arn, Policies(HERE, ()))
        added = parse(json.dumps({"Version": "2012-10-17", "Statement": [statement]}), address)
        self.documents.append(Attached(address, added))
        self.resources[arn] = Policies(before.owner, (before.statements or ()) + added)

    def _aws_iam_role(self, address: str, values: Mapping[str, Any]) -> None:
        self.roles.setdefault(values["name"], ())
        text = _shown(address, values, "assume_role_policy")
        self.trust[values["name"]] = parse(text, address, trust=True)
        self.documents.append(Attached(address, self.trust[values["name"]]))
        self.resources[f"arn:aws:iam::{HERE}:role/{values['name']}"] = Policies(
            HERE, self.trust[values["name"]]
        )

    def _aws_iam_role_policy(self, address: str, values: Mapping[str, Any]) -> None:
        statements = parse(_shown(address, values, "policy"), address)
        self.documents.append(Attached(address, statements))
        self.roles[values["role"]] = self.roles.get(values["role"], ()) + statements

    def _aws_iam_policy(self, address: str, values: Mapping[str, Any]) -> None:
        """A policy that is handed out: whoever gets it is asked for as `role/policy/<name>`."""
        statements = parse(_shown(address, values, "policy"), address)
        self.documents.append(Attached(address, statements))
        self.roles[f"policy/{values['name']}"] = statements

    def _aws_cloudwatch_log_resource_policy(self, address: str, values: Mapping[str, Any]) -> None:
        statements = parse(_shown(address, values, "policy_document"), address)
        self.documents.append(Attached(address, statements))
        before = self.resources.get(LOG_GROUPS, Policies(HERE, ()))
        self.resources[LOG_GROUPS] = Policies(HERE, (before.statements or ()) + statements)

    def _aws_opensearch_domain(self, address: str, values: Mapping[str, Any]) -> None:
        arn = self._arn("es", address, f"domain/{values['domain_name']}")
        self._attach(address, arn, values["access_policies"])

    def _aws_iam_role_policy_attachment(self, address: str, values: Mapping[str, Any]) -> None:
        raise UnreadableWorldError(
            f"{address}: what {values['policy_arn']} says is not in the plan"
        )

    def _attach(self, address: str, arn: str, text: str | None) -> None:
        statements = parse(_shown(address, {"policy": text}, "policy"), address)
        self.documents.append(Attached(address, statements))
        self.resources[arn] = Policies(self._owner(address), statements)

    def _owner(self, address: str) -> str:
        return self.archive if self._provider(address).endswith("aws.archive") else HERE

    def _arn(self, service: str, address: str, rest: str) -> str:
        return f"arn:aws:{service}:{self._region(address)}:{HERE}:{rest}"

    def _region(self, address: str) -> str:
        return "us-east-1" if self._provider(address).endswith("aws.us_east_1") else REGION


def _shown(address: str, values: Mapping[str, Any], attribute: str) -> str:
    text = values.get(attribute)
    if not isinstance(text, str):
        raise UnreadableWorldError(f"{address}: {attribute} is not known in the plan")
    return text


def _resources(module: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for resource in module.get("resources", []):
        if resource["mode"] == "managed":
            yield resource
    for child in module.get("child_modules", []):
        yield from _resources(child)


def _providers(plan: Mapping[str, Any]) -> dict[str, str]:
    """Address without index -> the provider that the configuration gives it."""
    providers: dict[str, str] = {}

    def walk(module: Mapping[str, Any], prefix: str) -> None:
        for resource in module.get("resources", []):
            providers[f"{prefix}{resource['address']}"] = resource["provider_config_key"]
        for name, call in module.get("module_calls", {}).items():
            walk(call["module"], f"{prefix}module.{name}.")

    walk(plan["configuration"]["root_module"], "")
    return providers
