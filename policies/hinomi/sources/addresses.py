"""Reading Terraform addresses and references: `module.a["x"].aws_sns_topic.b[0].arn`."""

from __future__ import annotations

import json
import re
from functools import lru_cache

from ..resource import ModuleStep, Path

_STEP = re.compile(
    r"""\.?(?P<name>[A-Za-z_][\w-]*) | \[(?P<number>\d+)\] | \[(?P<text>"(?:[^"\\]|\\.)*")\]""",
    re.VERBOSE,
)


@lru_cache(maxsize=8192)
def traversal(text: str) -> Path:
    """The steps of a reference; an index stays an int or becomes the text of its key.

    Raises ValueError where the text is no traversal.
    """
    steps: list[str | int] = []
    position = 0
    while position < len(text):
        match = _STEP.match(text, position)
        if match is None:
            raise ValueError(f"cannot read {text!r} at position {position}")
        if match["number"] is not None:
            steps.append(int(match["number"]))
        else:
            steps.append(json.loads(match["text"]) if match["text"] else match["name"])
        position = match.end()
    return tuple(steps)


def module_path(address: str) -> tuple[tuple[ModuleStep, ...], str]:
    """Split an address into the module instances that hold it and the rest."""
    path: list[ModuleStep] = []
    rest = address
    while rest.startswith("module."):
        match = _MODULE.match(rest)
        if match is None:
            raise ValueError(f"cannot read the module path of {address!r}")
        key: str | int | None = None
        if match["number"] is not None:
            key = int(match["number"])
        elif match["text"] is not None:
            key = json.loads(match["text"])
        path.append(ModuleStep(match["name"], key))
        rest = rest[match.end() :]
    return tuple(path), rest


_MODULE = re.compile(
    r"""module\.(?P<name>[\w-]+)(?:\[(?:(?P<number>\d+)|(?P<text>"(?:[^"\\]|\\.)*"))\])?\."""
)
