"""The files beside the detections: what rings together, what is not watched, what is not tried.

``overlaps.yaml`` is reviewed by people, and a test compares it with what the patterns do;
``not_covered.yaml`` says why something does not ring; ``near_misses.yaml`` says which detections
have no near miss of some kind, and why. None of them changes what is watched.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hinomi.catalogue.loader import DEFAULT_DIRECTORY
from hinomi.catalogue.problems import CatalogueError, Problem
from hinomi.catalogue.yaml_file import YamlFile, read_yaml


@dataclass(frozen=True)
class Overlap:
    """Detections that all ring for each of these samples, and why that is meant."""

    rings: tuple[str, ...]
    samples: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class NotCovered:
    """Something that nobody is told about, why, and what shows it instead."""

    what: str
    why: str
    instead: str
    attack: tuple[str, ...]


@dataclass(frozen=True)
class WithoutNearMiss:
    """Detections that cannot have a near miss of that kind, and why."""

    lacks: str
    detections: tuple[str, ...]
    because: str


def load_overlaps(directory: Path | None = None) -> tuple[Overlap, ...]:
    """Reads ``overlaps.yaml``; ``CatalogueError`` where it is not as described above."""
    entries = _entries(directory, "overlaps", texts=("because",), lists=("rings", "samples"))
    return tuple(
        Overlap(tuple(entry["rings"]), tuple(entry["samples"]), entry["because"])
        for entry in entries
    )


def load_not_covered(directory: Path | None = None) -> tuple[NotCovered, ...]:
    """Reads ``not_covered.yaml``; ``CatalogueError`` where it is not as described above."""
    entries = _entries(
        directory, "not_covered", texts=("what", "why", "instead"), lists=("attack",)
    )
    return tuple(
        NotCovered(entry["what"], entry["why"], entry["instead"], tuple(entry["attack"]))
        for entry in entries
    )


def load_near_misses(directory: Path | None = None) -> tuple[WithoutNearMiss, ...]:
    """Reads ``near_misses.yaml``; ``CatalogueError`` where it is not as described above."""
    entries = _entries(directory, "near_misses", texts=("lacks", "because"), lists=("detections",))
    return tuple(
        WithoutNearMiss(entry["lacks"], tuple(entry["detections"]), entry["because"])
        for entry in entries
    )


def _entries(
    directory: Path | None, name: str, *, texts: tuple[str, ...], lists: tuple[str, ...]
) -> list[dict[str, Any]]:
    directory = directory or DEFAULT_DIRECTORY
    path = directory / f"{name}.yaml"
    shown_as = Path(directory.name, path.name)
    if not path.is_file():
        problem = Problem(shown_as, None, "", "is missing", "Restore it from the repository.")
        raise CatalogueError([problem])
    source = read_yaml(path, shown_as)
    problems = list(_problems(source, name, texts, lists))
    if problems:
        raise CatalogueError(problems)
    entries: list[dict[str, Any]] = source.settings[name]
    return entries


def _problems(
    source: YamlFile, name: str, texts: tuple[str, ...], lists: tuple[str, ...]
) -> Iterator[Problem]:
    wanted = f"Write `{name}:` and below it a list of {{{', '.join((*texts, *lists))}}}."
    entries = source.settings.get(name)
    if set(source.settings) != {name} or not isinstance(entries, list):
        yield source.problem((), "does not hold one list", wanted)
        return
    for position, entry in enumerate(entries):
        if not isinstance(entry, dict) or set(entry) != {*texts, *lists}:
            yield source.problem((name, position), "has other settings", wanted)
            continue
        for key in texts:
            if not isinstance(entry[key], str) or not entry[key].strip():
                yield source.problem((name, position, key), "is not a text", "Write a sentence.")
        for key in lists:
            items = entry[key]
            if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
                yield source.problem((name, position, key), "is no list of names", "Use [a, b].")
