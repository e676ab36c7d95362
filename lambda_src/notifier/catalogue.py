"""Titles, severities and runbooks of the detections, as packed beside this file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notifier.safe_text import line
from notifier.settings import LANGUAGES

FILE = Path(__file__).with_name("catalogue.json")
_MOST_STEPS = 12


class CatalogueError(ValueError):
    """catalogue.json is missing or not what the packaging writes."""


@dataclass(frozen=True)
class Runbook:
    means: str = ""
    look: tuple[str, ...] = ()
    do: tuple[str, ...] = ()


@dataclass(frozen=True)
class Detection:
    """`id` is also the name of the detection's metric. Texts by language: en, ja."""

    id: str
    title: Mapping[str, str]
    severity: str
    log_source: str
    runbook: Mapping[str, Runbook]


def load(file: Path = FILE) -> dict[str, Detection]:
    """Detections by id. Raises `CatalogueError`."""
    try:
        entries = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CatalogueError(
            f"{file.name} is not in the package: build it with lambda_src/package.py"
        ) from None
    except (OSError, ValueError) as error:
        raise CatalogueError(f"{file.name} cannot be read: {type(error).__name__}") from error
    if not isinstance(entries, dict):
        raise CatalogueError(f"{file.name} holds no object: build it with lambda_src/package.py")
    return {name: _detection(name, entry) for name, entry in entries.items()}


def _detection(name: str, entry: Any) -> Detection:
    try:
        return Detection(
            id=name,
            title={language: line(entry["title"][language], 120) for language in LANGUAGES},
            severity=line(entry["severity"], 20),
            log_source=line(entry["log_source"], 50),
            runbook={language: _runbook(entry["runbook"][language]) for language in LANGUAGES},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise CatalogueError(
            f"{FILE.name}: {name} lacks a part ({error}); wanted: title and runbook in "
            f"{', '.join(LANGUAGES)}, severity, log_source"
        ) from error


def _runbook(entry: Mapping[str, Any]) -> Runbook:
    return Runbook(
        means=line(entry["means"], 1000),
        look=tuple(line(step, 500) for step in entry["look"][:_MOST_STEPS]),
        do=tuple(line(step, 500) for step in entry["do"][:_MOST_STEPS]),
    )
