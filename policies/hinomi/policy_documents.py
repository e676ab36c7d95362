"""Reads policies: the JSON in an attribute, or the blocks of an `aws_iam_policy_document`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .iam import Document, Statement
from .resource import Absent, Known, Resource, Value


def read(value: Value, documents: Mapping[str, Resource]) -> Document | None:
    """The document in a policy attribute; None where none is set and the service's default holds.

    `documents` are the `aws_iam_policy_document` data sources by address: where the JSON is
    only known after apply, their blocks are mostly known already.
    """
    if isinstance(value, Absent):
        return None
    if isinstance(value, Known):
        return parse(value.value)
    if not value.origin.written:
        return None
    found = [documents[t.address] for t in value.origin.targets if t.address in documents]
    if len(found) == 1 and not value.origin.opaque:
        return from_blocks(found[0])
    return Document(gap=f"the policy is {value.shown}")


def parse(text: object) -> Document:
    """Read a policy's JSON."""
    try:
        policy: Any = json.loads(text) if isinstance(text, str) else text
        statements = policy["Statement"]
    except (ValueError, KeyError, TypeError):
        return Document(gap="the policy is not JSON with a Statement")
    listed = statements if isinstance(statements, list) else [statements]
    return Document(tuple(_from_json(one) for one in listed if isinstance(one, dict)))


def _from_json(statement: Mapping[str, Any]) -> Statement:
    principal = statement.get("Principal")
    principals: dict[str, tuple[str, ...] | None] | None = None
    if isinstance(principal, str):
        principals = {"*": _texts(principal)}
    elif isinstance(principal, dict):
        principals = {kind: _texts(names) for kind, names in principal.items()}
    return Statement(
        effect=statement.get("Effect"),
        actions=_texts(statement.get("Action")),
        all_actions_but=_texts(statement.get("NotAction")),
        principals=principals,
        has_other_principals="NotPrincipal" in statement,
        resources=_texts(statement.get("Resource")),
        all_resources_but=_texts(statement.get("NotResource")),
        conditions=tuple(
            (operator, key, _texts(values))
            for operator, tests in (statement.get("Condition") or {}).items()
            for key, values in tests.items()
        ),
    )


def from_blocks(document: Resource) -> Document:
    """Read the statement blocks of an `aws_iam_policy_document`."""
    gap = ""
    for merged in ("source_policy_documents", "override_policy_documents"):
        if not isinstance(document.value(merged), Absent) and document.value(merged) != Known([]):
            gap = f"{document.address} merges other documents"
    count = document.blocks("statement")
    if count is None:
        return Document(gap=f"the statements of {document.address} are known after apply")
    statements = tuple(_from_block(document, index) for index in range(count))
    return Document(statements, gap)


def _from_block(document: Resource, index: int) -> Statement:
    here = ("statement", index)
    effect = document.value(*here, "effect")
    principals: dict[str, tuple[str, ...] | None] = {}
    for number in range(document.blocks(*here, "principals") or 0):
        kind = document.value(*here, "principals", number, "type")
        names = _known_texts(document, *here, "principals", number, "identifiers")
        principals[str(kind.value) if isinstance(kind, Known) else "unknown"] = names
    conditions = []
    for number in range(document.blocks(*here, "condition") or 0):
        where = (*here, "condition", number)
        test, variable = document.value(*where, "test"), document.value(*where, "variable")
        values = _known_texts(document, *where, "values")
        conditions.append((_text_of(test), _text_of(variable), values))
    resources = document.value(*here, "resources")
    return Statement(
        effect="Allow" if isinstance(effect, Absent) else _text_of(effect) or None,
        actions=_known_texts(document, *here, "actions"),
        all_actions_but=_known_texts(document, *here, "not_actions"),
        principals=principals or None,
        has_other_principals=bool(document.blocks(*here, "not_principals")),
        resources=_known_texts(document, *here, "resources"),
        all_resources_but=_known_texts(document, *here, "not_resources"),
        resource_addresses=frozenset(
            target.address
            for target in (resources.origin.targets if not isinstance(resources, Absent) else ())
        ),
        conditions=tuple(conditions),
    )


def _known_texts(document: Resource, *path: str | int) -> tuple[str, ...] | None:
    if document.partly_unknown(*path):
        return None
    value = document.value(*path)
    return _texts(value.value) if isinstance(value, Known) else ()


def _text_of(value: Value) -> str:
    return str(value.value) if isinstance(value, Known) else ""


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)
