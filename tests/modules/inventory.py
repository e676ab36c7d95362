"""What a plan must hold: an inventory is a subset of it, and lists every resource.

values    address -> attributes that must be so. Maps and objects are subsets; lists are whole. A
          JSON document (a policy) is written as YAML.
counts    resource type -> how many (0: none), `resources` and `modules` -> all of them
outputs   name -> value, UNKNOWN where only an apply can tell
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

UNKNOWN = "(known after apply)"
KEYS = {"values", "counts", "outputs"}
# Attributes that say the same as others.
NOISE = {"tags_all", "timeouts"}


class MismatchError(AssertionError):
    """A plan is not what its inventory says."""


def from_plan(plan: dict[str, Any]) -> dict[str, Any]:
    """The whole inventory of a plan, as `terraform show -json` gives it."""
    values: dict[str, Any] = {}
    counts: Counter[str] = Counter()
    planned = plan.get("planned_values", {})
    for module in _modules(planned.get("root_module", {})):
        counts["modules"] += 1
        for resource in module.get("resources", []):
            if resource["mode"] != "managed":
                continue
            values[resource["address"]] = {
                name: _readable(value)
                for name, value in resource["values"].items()
                if name not in NOISE and value not in (None, [], {}, "")
            }
            counts["resources"] += 1
            counts[resource["type"]] += 1
    counts["modules"] -= 1  # the root
    outputs = {
        name: UNKNOWN if output["after_unknown"] is True else output.get("after")
        for name, output in plan.get("output_changes", {}).items()
    }
    return {"values": values, "counts": dict(sorted(counts.items())), "outputs": outputs}


def compare(
    expected: dict[str, Any], actual: dict[str, Any], *, unlisted: bool = False
) -> list[str]:
    """One line for each difference; none when the plan holds what the inventory says."""
    if wrong := set(expected) - KEYS:
        raise MismatchError(f"an inventory has {sorted(KEYS)}, not {sorted(wrong)}")
    differences: list[str] = []
    for address, attributes in (expected.get("values") or {}).items():
        if address not in actual["values"]:
            differences.append(f"  {address}: not in the plan")
        else:
            differences += _differences(address, attributes or {}, actual["values"][address])
    if not unlisted and "values" in expected:
        extra = sorted(set(actual["values"]) - set(expected["values"] or {}))
        differences += [f"  {address}: in the plan, not in the inventory" for address in extra]
    for kind, number in (expected.get("counts") or {}).items():
        if actual["counts"].get(kind, 0) != number:
            differences.append(f"  {kind}: {actual['counts'].get(kind, 0)}, not {number}")
    for name, value in (expected.get("outputs") or {}).items():
        if name not in actual["outputs"]:
            differences.append(f"  output {name}: not in the plan")
        else:
            differences += _differences(f"output {name}", value, actual["outputs"][name])
    return differences


def expect_text(expected: str, said: str) -> None:
    """Raises MismatchError unless the text is in what Terraform said, whatever its line breaks."""
    if " ".join(expected.split()) not in " ".join(said.replace("│", " ").split()):
        raise MismatchError(
            f"the plan was refused, but not with:\n  {expected}\nTerraform said:\n{said}"
        )


def write(file: Path, actual: dict[str, Any], *, unlisted: bool = False) -> None:
    """Writes an inventory. What is in it already keeps the attributes that it names.

    With `unlisted`, a resource that an inventory does not list yet stays out of it.
    """
    old: dict[str, Any] = {}
    if file.is_file():
        old = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    new = {**actual, "values": {at: _telling(has) for at, has in actual["values"].items()}}
    for part in KEYS & set(old):
        known = old[part] or {}
        if part == "values":
            new[part] = {
                address: _kept(known[address] or {}, attributes)
                if address in known
                else _telling(attributes)
                for address, attributes in actual[part].items()
                if address in known or not unlisted
            }
        else:
            new[part] = {name: actual[part].get(name, 0) for name in known}
    if old:
        new = {part: value for part, value in new.items() if part in old}
    text = yaml.safe_dump(new, sort_keys=False, allow_unicode=True, width=110)
    file.write_text(text, encoding="utf-8")


def _kept(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {name: new[name] for name in old if name in new}


def _telling(attributes: dict[str, Any]) -> dict[str, Any]:
    """Without false and zero, which are nearly always the provider's own default."""
    return {name: value for name, value in attributes.items() if value not in (False, 0)}


def _modules(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield module
    for child in module.get("child_modules", []):
        yield from _modules(child)


def _readable(value: Any) -> Any:
    """A JSON document as what it says."""
    if isinstance(value, str) and value[:1] in "{[":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _differences(where: str, expected: Any, actual: Any) -> list[str]:
    if isinstance(expected, dict) and isinstance(actual, dict):
        found: list[str] = []
        for name, value in expected.items():
            if name in actual:
                found += _differences(f"{where}.{name}", value, actual[name])
            else:
                found.append(f"  {where}.{name}: not known in the plan, not {value!r}")
        return found
    if isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        pairs = enumerate(zip(expected, actual, strict=True))
        return [line for i, pair in pairs for line in _differences(f"{where}[{i}]", *pair)]
    return [] if expected == actual else [f"  {where}: {actual!r}, not {expected!r}"]
