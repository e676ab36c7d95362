"""The `configuration` of a plan: how its modules are wired, and which provider makes what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..configuration import ConfiguredModule, ConfiguredResource, ModuleCall


def configured_module(module: Mapping[str, Any]) -> ConfiguredModule:
    """A module and all that it calls, as references."""
    resources = {}
    for entry in module.get("resources", []):
        prefix = "data." if entry["mode"] == "data" else ""
        resources[f"{prefix}{entry['type']}.{entry['name']}"] = ConfiguredResource(
            expressions=entry.get("expressions", {}),
            for_each=_references(entry.get("for_each_expression")),
            depends_on=tuple(entry.get("depends_on", ())),
        )
    return ConfiguredModule(
        resources=resources,
        calls={name: _call(call) for name, call in module.get("module_calls", {}).items()},
        outputs={
            name: _references(output.get("expression"))
            for name, output in module.get("outputs", {}).items()
        },
    )


def _call(call: Mapping[str, Any]) -> ModuleCall:
    return ModuleCall(
        arguments={
            name: _references(expression)
            for name, expression in call.get("expressions", {}).items()
        },
        module=configured_module(call["module"]),
        for_each=_references(call.get("for_each_expression")),
        source=str(call.get("source", "")),
    )


def _references(expression: Any) -> tuple[str, ...]:
    return tuple((expression or {}).get("references", ()))


def provider_keys(
    module: Mapping[str, Any], path: tuple[str, ...]
) -> dict[tuple[tuple[str, ...], str], str]:
    keys = {}
    for entry in module.get("resources", []):
        prefix = "data." if entry["mode"] == "data" else ""
        block = f"{prefix}{entry['type']}.{entry['name']}"
        keys[(path, block)] = entry.get("provider_config_key", "")
    for name, call in module.get("module_calls", {}).items():
        keys |= provider_keys(call["module"], (*path, name))
    return keys


def provider_regions(providers: Mapping[str, Any], variables: Mapping[str, Any]) -> dict[str, str]:
    """The region of each provider configuration, where a constant or a root variable gives it."""
    regions = {}
    for key, provider in providers.items():
        region = provider.get("expressions", {}).get("region", {})
        value = region.get("constant_value")
        if ":" not in key:
            value = value or _of_variable(region.get("references", []), variables)
        if isinstance(value, str):
            regions[key] = value
    return regions


def provider_accounts(providers: Mapping[str, Any], variables: Mapping[str, Any]) -> dict[str, str]:
    """The account of each provider configuration, where its allowed_account_ids gives one."""
    accounts = {}
    for key, provider in providers.items():
        allowed = provider.get("expressions", {}).get("allowed_account_ids", {})
        given = allowed.get("constant_value") or []
        if ":" not in key:
            given = [
                *given,
                *(_of_variable([one], variables) for one in allowed.get("references", [])),
            ]
        found = {one for one in given if isinstance(one, str) and _ACCOUNT.fullmatch(one)}
        if len(found) == 1:
            accounts[key] = found.pop()
    return accounts


_ACCOUNT = re.compile(r"[0-9]{12}")


def _of_variable(references: list[str], variables: Mapping[str, Any]) -> Any:
    """What one reference to a root variable, or to an attribute of it, stands for.

    A plan lists `var.a.b` as `var.a.b` and `var.a`: the shorter ones are parts of the longest.
    """
    longest = max(references, key=len, default="")
    if not longest.startswith("var.") or not all(longest.startswith(one) for one in references):
        return None
    name, *path = longest.removeprefix("var.").split(".")
    value = variables.get(name, {}).get("value")
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value
