"""A policy document, taken apart. Anything unexpected raises."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .conditions import NotUnderstoodError, arn_glob, glob, holds, understood

_ELEMENTS = {
    "Action",
    "Condition",
    "Effect",
    "NotAction",
    "NotResource",
    "Principal",
    "Resource",
    "Sid",
}
_PRINCIPALS = {"AWS", "Service"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; `principals` is None in a policy of a role."""

    sid: str
    allows: bool
    actions: tuple[str, ...]
    all_actions_but: tuple[str, ...]
    resources: tuple[str, ...]
    all_resources_but: tuple[str, ...]
    principals: Mapping[str, tuple[str, ...]] | None
    conditions: tuple[tuple[str, str, tuple[str, ...]], ...] = field(default=())

    def concerns(self, action: str, resource: str) -> bool:
        """Whether it speaks of this action on this resource."""
        return self._has_action(action.lower()) and self._has_resource(resource)

    def conditions_hold(self, context: Mapping[str, str]) -> bool:
        return all(holds(*condition, context) for condition in self.conditions)

    def _has_action(self, action: str) -> bool:
        if self.all_actions_but:
            return not any(glob(one.lower(), action) for one in self.all_actions_but)
        return any(glob(one.lower(), action) for one in self.actions)

    def _has_resource(self, resource: str) -> bool:
        if self.all_resources_but:
            return not any(arn_glob(one, resource) for one in self.all_resources_but)
        return any(arn_glob(one, resource) for one in self.resources)


def parse(text: str, where: str, *, trust: bool = False) -> tuple[Statement, ...]:
    """Reads a policy. A role's `trust` policy has no Resource: it is the role itself."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise NotUnderstoodError(f"{where}: not JSON: {error}") from None
    if unknown := set(document) - {"Id", "Statement", "Version"}:
        raise NotUnderstoodError(f"{where}: {', '.join(sorted(unknown))}")
    if document.get("Version") != "2012-10-17":
        raise NotUnderstoodError(f"{where}: Version {document.get('Version')}")
    return tuple(_statement(one, where, trust) for one in _listed(document["Statement"]))


def _statement(raw: Mapping[str, Any], where: str, trust: bool) -> Statement:
    if unknown := set(raw) - _ELEMENTS:
        raise NotUnderstoodError(f"{where}: {', '.join(sorted(unknown))}")
    if raw["Effect"] not in ("Allow", "Deny"):
        raise NotUnderstoodError(f"{where}: Effect {raw['Effect']}")
    resources = _texts(raw.get("Resource", "*" if trust else ()), where)
    statement = Statement(
        sid=raw.get("Sid", ""),
        allows=raw["Effect"] == "Allow",
        actions=_texts(raw.get("Action", ()), where),
        all_actions_but=_texts(raw.get("NotAction", ()), where),
        resources=resources,
        all_resources_but=_texts(raw.get("NotResource", ()), where),
        principals=_principals(raw["Principal"], where) if "Principal" in raw else None,
        conditions=tuple(
            (operator, key, _texts(values, where))
            for operator, lines in raw.get("Condition", {}).items()
            for key, values in lines.items()
        ),
    )
    for condition in statement.conditions:
        understood(*condition)
    if bool(statement.actions) is bool(statement.all_actions_but):
        raise NotUnderstoodError(f"{where}, {statement.sid}: one of Action and NotAction")
    if bool(resources) is bool(statement.all_resources_but):
        raise NotUnderstoodError(f"{where}, {statement.sid}: one of Resource and NotResource")
    return statement


def _principals(raw: Any, where: str) -> Mapping[str, tuple[str, ...]]:
    if raw == "*":
        return {"AWS": ("*",)}
    if not isinstance(raw, dict) or set(raw) - _PRINCIPALS:
        raise NotUnderstoodError(f"{where}: Principal {raw!r}")
    return {kind: _texts(names, where) for kind, names in raw.items()}


def _texts(raw: Any, where: str) -> tuple[str, ...]:
    texts = _listed(raw)
    for text in texts:
        if not isinstance(text, str):
            raise NotUnderstoodError(f"{where}: {text!r} where a text belongs")
        if "${" in text:
            raise NotUnderstoodError(f"{where}: policy variable in {text!r}")
    return tuple(texts)


def _listed(raw: Any) -> list[Any]:
    return list(raw) if isinstance(raw, (list, tuple)) else [raw]
