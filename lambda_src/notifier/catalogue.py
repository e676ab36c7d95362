"""Titles, severities and runbooks of detections and metric alarms, as packed beside this file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notifier.safe_text import line
from notifier.settings import LANGUAGES

FILE = Path(__file__).with_name("catalogue.json")
METRIC_ALARMS = Path(__file__).with_name("metric_alarms.json")
_MOST_STEPS = 12


class CatalogueError(ValueError):
    """A catalogue is missing or not what the packaging writes."""


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


@dataclass(frozen=True)
class MetricAlarm:
    """`id` is `<kind>/<alarm>`. Texts by language: en, ja."""

    id: str
    title: Mapping[str, str]
    unit: str
    runbook: Mapping[str, Runbook]


def load(file: Path = FILE) -> dict[str, Detection]:
    """Detections by id. Raises `CatalogueError`."""
    return {name: _detection(name, entry) for name, entry in _entries(file).items()}


def load_metric_alarms(file: Path = METRIC_ALARMS) -> dict[str, MetricAlarm]:
    """Metric alarms by id. Raises `CatalogueError`."""
    return {name: _metric_alarm(name, entry) for name, entry in _entries(file).items()}


def _entries(file: Path) -> dict[str, Any]:
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
    return entries


def _metric_alarm(name: str, entry: Any) -> MetricAlarm:
    try:
        return MetricAlarm(
            id=name,
            title={language: line(entry["title"][language], 120) for language in LANGUAGES},
            unit=line(entry["unit"], 20),
            runbook={language: _runbook(entry["runbook"][language]) for language in LANGUAGES},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise CatalogueError(
            f"{METRIC_ALARMS.name}: {name} lacks a part ({error}); wanted: title and runbook in "
            f"{', '.join(LANGUAGES)}, unit"
        ) from error


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
