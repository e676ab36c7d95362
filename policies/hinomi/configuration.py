"""How a configuration is wired, as the plan's `configuration` tells it: names, never values.

An expression is the references it makes, longest first as Terraform writes them. Locals are not
in the plan at all, so a reference to one cannot be followed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .resource import Path

References = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConfiguredResource:
    """A resource or data block: its expressions as a tree, nested blocks as lists."""

    expressions: Mapping[str, Any]
    for_each: References = ()
    depends_on: References = ()

    def references(self, path: Path) -> References:
        """What the expression at `path`, or the one above it, refers to."""
        node: Any = self.expressions
        for step in path:
            if isinstance(node, list):
                node = node[step] if isinstance(step, int) and step < len(node) else None
            elif isinstance(node, Mapping) and not _is_expression(node):
                node = node.get(str(step))
            else:
                break
        return tuple(dict.fromkeys(_collect(node)))


@dataclass(frozen=True, slots=True)
class ModuleCall:
    """A module block: what it passes in, and the module that it calls. `source` is as written."""

    arguments: Mapping[str, References]
    module: ConfiguredModule
    for_each: References = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class ConfiguredModule:
    """A module as written. Resources are keyed as references name them: `data.` before data."""

    resources: Mapping[str, ConfiguredResource] = field(default_factory=dict)
    calls: Mapping[str, ModuleCall] = field(default_factory=dict)
    outputs: Mapping[str, References] = field(default_factory=dict)


def _is_expression(node: Mapping[str, Any]) -> bool:
    return "references" in node or "constant_value" in node


def _collect(node: Any) -> list[str]:
    if isinstance(node, Mapping):
        if _is_expression(node):
            return [str(reference) for reference in node.get("references", [])]
        return [reference for value in node.values() for reference in _collect(value)]
    if isinstance(node, list):
        return [reference for value in node for reference in _collect(value)]
    return []


def adopting_without_saying(root: ConfiguredModule) -> list[str]:
    """The module calls of the root whose output `adopted` no output `adopted` of the root holds."""
    passed = root.outputs.get("adopted", ())
    return [
        f"module.{name}"
        for name, call in root.calls.items()
        if "adopted" in call.module.outputs and f"module.{name}.adopted" not in passed
    ]
