"""`terraform show -json PLAN` in, resources out.

The format is described at https://developer.hashicorp.com/terraform/internals/json-format. A
plan that is not whole is refused: what is left out of it cannot be judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..configuration import ConfiguredModule
from ..errors import PlanError
from ..resource import Removal, Resource
from .addresses import module_path
from .plan_configuration import (
    configured_module,
    provider_accounts,
    provider_keys,
    provider_regions,
)

FORMAT_VERSIONS = ("1.0", "1.1", "1.2")
_REMAKE = "Make it anew: terraform plan -out=plan.bin && terraform show -json plan.bin > plan.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan: the resources as they will be, what it takes away, and how it is wired.

    `outputs` are the root's, as far as they are known; None where nothing of one is.
    """

    file: Path
    terraform_version: str
    resources: tuple[Resource, ...]
    removals: tuple[Removal, ...]
    configuration: ConfiguredModule
    outputs: Mapping[str, Any] = field(default_factory=dict)


def read(file: Path) -> Plan:
    """Read a plan. Raises PlanError for anything that is not one whole plan."""
    try:
        text = file.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise _refused(file, f"it cannot be read ({reason})", "Name a plan's JSON.") from error
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        seen = _not_json(text, error)
        raise _refused(file, seen) from error
    return parse(document, file)


def parse(document: Any, file: Path) -> Plan:
    """Take a plan's parsed JSON apart. `file` is only named in errors."""
    _require_whole(document, file)
    try:
        return _parse(document, file)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        seen = f"its parts do not have a plan's shape ({type(error).__name__}: {error})"
        raise _refused(file, seen) from error


def _parse(document: Mapping[str, Any], file: Path) -> Plan:
    configuration = document["configuration"]
    changes = {
        change["address"]: change
        for change in document["resource_changes"]
        if "deposed" not in change
    }
    providers = provider_keys(configuration["root_module"], ())
    regions = provider_regions(
        configuration.get("provider_config", {}), document.get("variables", {})
    )
    accounts = provider_accounts(
        configuration.get("provider_config", {}), document.get("variables", {})
    )
    planned = list(_flatten(document["planned_values"]["root_module"]))
    _require_match(planned, changes, file)
    read_already = document.get("prior_state", {}).get("values", {}).get("root_module", {})
    addresses = {entry["address"] for entry in planned}
    data = [
        entry
        for entry in _flatten(read_already)
        if entry["mode"] == "data" and entry["address"] not in addresses
    ]
    resources = tuple(
        _resource(entry, changes, providers, regions, accounts) for entry in [*planned, *data]
    )
    if not any(resource.mode == "managed" for resource in resources):
        count = sum(1 for change in changes.values() if "delete" in change["change"]["actions"])
        seen = f"it leaves no resource (it deletes {count})" if count else "it holds no resource"
        raise _refused(file, seen, "Judge the plan of the whole environment.")
    return Plan(
        file=file,
        terraform_version=str(document.get("terraform_version", "")),
        resources=resources,
        removals=tuple(_removals(document["resource_changes"])),
        configuration=configured_module(configuration["root_module"]),
        outputs={
            name: change.get("after")
            for name, change in (document.get("output_changes") or {}).items()
        },
    )


def _require_whole(document: Any, file: Path) -> None:
    if not isinstance(document, dict):
        raise _refused(file, f"the top of the JSON is a {type(document).__name__}, not an object")
    if "planned_values" not in document:
        if "values" in document:
            raise _refused(file, "it is a state, not a plan")
        if not document:
            raise _refused(file, "the JSON object is empty")
        keys = ", ".join(sorted(map(str, document))[:5])
        raise _refused(file, f"it is not a plan: no planned_values among its keys ({keys})")
    version = document.get("format_version")
    if version not in FORMAT_VERSIONS:
        raise _refused(
            file,
            f"format_version is {version!r}; known are {', '.join(FORMAT_VERSIONS)}",
            "Use a Terraform whose plan format is known, or a newer hinomi.",
        )
    if document.get("errored") is not False:
        raise _refused(
            file,
            "the plan is errored" if document.get("errored") else "the plan does not say `errored`",
            "Mend what `terraform plan` reports, then plan again (Terraform >= 1.10).",
        )
    if document.get("complete") is not True:
        raise _refused(
            file,
            "the plan is not complete: something was left out (-target or a deferred change)"
            if "complete" in document
            else "the plan does not say `complete`",
            "Plan the whole environment, without -target (Terraform >= 1.10).",
        )
    for key in ("configuration", "resource_changes"):
        if key not in document:
            seen = f"it has no {key}"
            if key == "resource_changes":
                seen = "it holds no resource (no resource_changes)"
            raise _refused(file, seen, "Judge the plan of the whole environment.")


def _require_match(
    planned: list[Mapping[str, Any]], changes: Mapping[str, Any], file: Path
) -> None:
    """Every planned resource has a change entry and the other way round, or parts are missing."""
    addresses = {entry["address"] for entry in planned}
    orphans = addresses - changes.keys()
    kept = {
        address
        for address, change in changes.items()
        if change["change"]["actions"] not in (["delete"], ["forget"])
    }
    lost = kept - addresses
    if orphans or lost:
        example = min(orphans or lost)
        part = "resource_changes" if orphans else "planned_values"
        seen = f"{len(orphans or lost)} resource(s) are missing from {part}, such as {example}"
        raise _refused(file, seen)


def _resource(
    entry: Mapping[str, Any],
    changes: Mapping[str, Any],
    providers: Mapping[tuple[tuple[str, ...], str], str],
    regions: Mapping[str, str],
    accounts: Mapping[str, str],
) -> Resource:
    change = changes.get(entry["address"], {}).get("change", {})
    module, local_address = module_path(entry["address"])
    prefix = "data." if entry["mode"] == "data" else ""
    block = f"{prefix}{entry['type']}.{entry['name']}"
    names = tuple(step.name for step in module)
    provider = providers.get((names, block), entry.get("provider_name", ""))
    if not local_address.startswith(block):
        raise ValueError(f"address {entry['address']} does not name a {block}")
    return Resource(
        address=entry["address"],
        type=entry["type"],
        name=entry["name"],
        mode=entry["mode"],
        module=module,
        key=entry.get("index"),
        provider=provider,
        region=regions.get(provider),
        account=accounts.get(provider),
        values=entry.get("values") or {},
        unknown=change.get("after_unknown", False),
        sensitive=entry.get("sensitive_values", False),
    )


def _flatten(module: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from _flatten(child)


def _removals(changes: list[Mapping[str, Any]]) -> Iterator[Removal]:
    for change in changes:
        actions = change["change"]["actions"]
        if change["mode"] != "managed" or not {"delete", "forget"} & set(actions):
            continue
        action = "replace" if "create" in actions else actions[0]
        yield Removal(change["address"], change["type"], action)


def _not_json(text: bytes, error: Exception) -> str:
    if not text.strip():
        return "the file is empty"
    if text.startswith(b"PK"):
        return "it is a binary plan, not its JSON"
    if isinstance(error, json.JSONDecodeError):
        if text.lstrip().startswith(b"{") and not text.rstrip().endswith(b"}"):
            return f"the JSON is cut short after {len(text)} bytes"
        return f"it is not JSON ({error.msg} at line {error.lineno}, column {error.colno})"
    return f"it is not JSON ({error})"


def _refused(file: Path, seen: str, change: str = _REMAKE) -> PlanError:
    return PlanError(seen, where=str(file), change=change)
