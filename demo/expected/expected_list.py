"""Reads the lists, and finds the one that belongs to what is played.

A list for recorded events names their fingerprint (sha256 of the sorted event ids, one a line), so
it can never be held against other events that happen to lie in a folder of the same name.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from demo.errors import DemoError
from demo.rows import ROWS
from demo.scene import Play

DIRECTORY = Path(__file__).parent
STORY = "story"


@dataclass(frozen=True)
class Ring:
    """A detection that must ring: by whom, from where, how often, and why."""

    detection: str
    row: str | None
    """Of the specification's table; None for a detection beyond it."""
    actors: tuple[str, ...]
    """Empty for flow logs, which have no actor."""
    sources: tuple[str, ...]
    """Addresses; the one with the most events comes first."""
    count: int
    at_least: bool
    """True where ordinary events of the same minute may add to the count."""
    reason: str


@dataclass(frozen=True)
class Quiet:
    """A detection that must stay silent although a reader might think otherwise."""

    detection: str
    reason: str


@dataclass(frozen=True)
class ExpectedList:
    name: str
    file: Path
    fingerprint: str | None
    rings: tuple[Ring, ...]
    quiet: tuple[Quiet, ...]


def expected_list(play: Play, chosen: Path | None = None) -> ExpectedList | None:
    """`chosen`, else the story's own list, else the one with the play's fingerprint; or None."""
    if chosen is not None:
        return read(chosen)
    lists = [read(file) for file in sorted(DIRECTORY.glob("*.yaml"))]
    if play.fingerprint is None:
        return next(one for one in lists if one.name == STORY)
    return next((one for one in lists if one.fingerprint == play.fingerprint), None)


def read(file: Path) -> ExpectedList:
    """Raises DemoError naming the file and what is wrong in it."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        defaults = content.get("defaults", {})
        listed = ExpectedList(
            name=content["name"],
            file=file,
            fingerprint=content.get("fingerprint"),
            rings=tuple(_ring(defaults | entry) for entry in content["rings"]),
            quiet=tuple(
                Quiet(entry["detection"], entry["reason"]) for entry in content.get("quiet", [])
            ),
        )
    except OSError as error:
        raise DemoError(f"{file} cannot be read: {error.strerror}; check --expect") from error
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise DemoError(f"{file} is no list of expected detections: {error!r}") from error
    names = [ring.detection for ring in listed.rings] + [one.detection for one in listed.quiet]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DemoError(f"{file} lists {', '.join(twice)} more than once: keep one line of each")
    return listed


def _ring(entry: dict[str, Any]) -> Ring:
    row = entry.get("row")
    if row is not None and row not in ROWS:
        raise ValueError(f"row {row!r} is none of {', '.join(ROWS)}")
    count = entry["count"]
    at_least = isinstance(count, dict)
    return Ring(
        detection=entry["detection"],
        row=row,
        actors=tuple(entry["actors"]),
        sources=tuple(entry["sources"]),
        count=int(count["at_least"]) if at_least else int(count),
        at_least=at_least,
        reason=entry["reason"].strip(),
    )
