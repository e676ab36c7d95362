"""Small changes to a plan's JSON, as a changed configuration would make them."""

from __future__ import annotations

import copy
import fnmatch
import json
from collections.abc import Callable, Iterator
from typing import Any

Document = dict[str, Any]
Edit = Callable[[Document], None]


def edited(document: Document, *edits: Edit) -> Document:
    """A copy of the plan with the edits made."""
    changed = copy.deepcopy(document)
    for edit in edits:
        edit(changed)
    return changed


def put(address: str, path: tuple[str | int, ...], value: object) -> Edit:
    """Set an attribute of every resource whose address matches (`*` is any text)."""

    def edit(document: Document) -> None:
        for values, unknown in _values(document, address):
            _set(values, path, value)
            _forget(unknown, path)

    return edit


def within(address: str, path: tuple[str | int, ...], old: str, new: str) -> Edit:
    """Replace a text inside an attribute, such as one service in a policy's JSON."""

    def edit(document: Document) -> None:
        for values, _ in _values(document, address):
            text = values
            for step in path:
                text = text[step]
            assert old in text, f"{address} {path} holds no {old!r}: {text}"
            _set(values, path, text.replace(old, new))

    return edit


def drop(address: str) -> Edit:
    """Take resources out of the plan."""

    def edit(document: Document) -> None:
        gone = [change["address"] for change in _changes(document, address)]
        document["resource_changes"] = [
            change for change in document["resource_changes"] if change["address"] not in gone
        ]
        for module in _modules(document):
            module["resources"] = [
                one for one in module.get("resources", []) if one["address"] not in gone
            ]

    return edit


def unknown(address: str, name: str, references: list[str]) -> Edit:
    """Make a top-level attribute known after apply, from `references` in its own module."""

    def edit(document: Document) -> None:
        for values, marks in _values(document, address):
            values.pop(name, None)
            marks[name] = True
        written = _written(document, address)
        written["expressions"][name] = {"references": references}

    return edit


def _changes(document: Document, address: str) -> list[Document]:
    pattern = address.replace("[", "[[]")
    found = [
        change
        for change in document["resource_changes"]
        if fnmatch.fnmatchcase(change["address"], pattern)
    ]
    assert found, f"the plan has no {address}"
    return found


def _values(document: Document, address: str) -> Iterator[tuple[Document, Document]]:
    addresses = {change["address"]: change for change in _changes(document, address)}
    for module in _modules(document):
        for one in module.get("resources", []):
            if one["address"] in addresses:
                yield one["values"], addresses[one["address"]]["change"]["after_unknown"]


def _modules(document: Document) -> Iterator[Document]:
    waiting = [document["planned_values"]["root_module"]]
    while waiting:
        module = waiting.pop()
        yield module
        waiting.extend(module.get("child_modules", []))


def _written(document: Document, address: str) -> Document:
    module = document["configuration"]["root_module"]
    *path, kind, name = address.split("[")[0].split(".")
    for step in path:
        if step != "module":
            module = module["module_calls"][step]["module"]
    return next(one for one in module["resources"] if (one["type"], one["name"]) == (kind, name))


def _set(values: Any, path: tuple[str | int, ...], value: object) -> None:
    *way, last = path
    for step in way:
        values = values[step]
    values[last] = value


def _forget(marks: Any, path: tuple[str | int, ...]) -> None:
    if isinstance(marks, dict):
        if len(path) == 1 or marks.get(path[0]) is True:
            marks.pop(path[0], None)
        else:
            _forget(marks.get(path[0]), path[1:])
    elif isinstance(marks, list) and isinstance(path[0], int) and path[0] < len(marks):
        _forget(marks[path[0]], path[1:])


def load(text: str | bytes) -> Document:
    document: Document = json.loads(text)
    return document
