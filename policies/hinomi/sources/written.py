"""Where the blocks of a plan are written: file, line, and the checks that comments there skip.

A plan names no files. Its configuration names each module's source, so the blocks are found in
the folders of the root and of local modules; modules from a registry are found where
`terraform init` has put them (.terraform/modules/modules.json).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..configuration import ConfiguredModule
from .addresses import module_path

_BLOCK = re.compile(r'^(?P<kind>resource|data)\s+"(?P<type>[^"]+)"\s+"(?P<name>[^"]+)"\s*\{')
_SKIP = re.compile(r"checkov:skip=(?P<check>\w+)(?::\s*(?P<reason>.*\S))?")
_INSTANCE = re.compile(r"\[.*\]$")


@dataclass(frozen=True, slots=True)
class Block:
    """One resource or data block; `skips` are check ids with the reason that the comment gives."""

    file: Path
    line: int
    skips: Mapping[str, str] = field(default_factory=dict)


Written = Mapping[tuple[tuple[str, ...], str], Block]


def find_blocks(root: Path, configuration: ConfiguredModule) -> Written:
    """The blocks of a root module's folder and of every module that it calls."""
    return dict(_module(root, configuration, (), _installed(root), root))


def block_of(written: Written, address: str) -> Block | None:
    """The block that an address is an instance of."""
    try:
        module, local = module_path(address)
    except ValueError:
        return None
    names = tuple(step.name for step in module)
    return written.get((names, _INSTANCE.sub("", local)))


def _module(
    folder: Path,
    module: ConfiguredModule,
    names: tuple[str, ...],
    installed: Mapping[str, str],
    root: Path,
) -> Iterator[tuple[tuple[tuple[str, ...], str], Block]]:
    for file in sorted(folder.glob("*.tf")):
        for name, block in _blocks(file):
            if name in module.resources:  # another checkout's file proves nothing about this plan
                yield (names, name), block
    for call_name, call in module.calls.items():
        inner = (*names, call_name)
        place = installed.get(".".join(inner))
        if call.source.startswith((".", "/")):
            yield from _module(folder / call.source, call.module, inner, installed, root)
        elif place is not None:
            yield from _module(root / place, call.module, inner, installed, root)


def _blocks(file: Path) -> Iterator[tuple[str, Block]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    for number, line in enumerate(lines):
        match = _BLOCK.match(line)
        if match is None:
            continue
        prefix = "data." if match["kind"] == "data" else ""
        skips = {}
        for inner in lines[number:]:
            if (skip := _SKIP.search(inner)) and inner.lstrip().startswith(("#", "//")):
                skips[skip["check"]] = skip["reason"] or "no reason given"
            if inner.startswith("}"):
                break
        yield f"{prefix}{match['type']}.{match['name']}", Block(file, number + 1, skips)


def _installed(root: Path) -> dict[str, str]:
    try:
        modules = json.loads((root / ".terraform/modules/modules.json").read_text("utf-8"))
        return {entry["Key"]: entry["Dir"] for entry in modules["Modules"] if entry["Key"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
