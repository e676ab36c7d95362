"""The plan as checkov should read it: references through module variables made plain.

Where an attribute is known only after apply, checkov takes the reference that the configuration
gives it directly and loses one that comes through a module's variable: it then calls an encrypted
topic unencrypted. Here the resolved reference is written in its place, for the attributes that
name one other thing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .resource import Resource, Unknown

_NAMES_ONE_THING = ("_arn", "_id", "bucket")


def write_for_checkov(plan: Path, resources: Iterable[Resource], copy: Path) -> None:
    """Write `plan` to `copy`, with each followed reference as a value."""
    document = json.loads(plan.read_bytes())
    by_address = {resource.address: resource for resource in resources}
    for entry in _entries(document["planned_values"]["root_module"]):
        resource = by_address.get(entry["address"])
        if resource is not None and resource.mode == "managed":
            entry["values"] = {**(entry.get("values") or {}), **_followed(resource)}
    for change in document["resource_changes"]:
        resource = by_address.get(change["address"])
        after = change["change"].get("after")
        if resource is not None and resource.mode == "managed" and isinstance(after, dict):
            after.update(_followed(resource))
    copy.write_text(json.dumps(document), encoding="utf-8")


def _followed(resource: Resource) -> dict[str, str]:
    unknown = resource.unknown if isinstance(resource.unknown, Mapping) else {}
    found = {}
    for name, mark in unknown.items():
        if mark is not True or not name.endswith(_NAMES_ONE_THING):
            continue
        value = resource.value(name)
        if isinstance(value, Unknown) and value.origin.targets:
            target = value.origin.targets[0]
            found[name] = ".".join(map(str, (target.address, *target.attribute)))
    return found


def _entries(module: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from _entries(child)
