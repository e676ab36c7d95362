"""What a detection is, once its file has been read and checked. Nothing here reads a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hinomi.filter_pattern import FilterPattern

Value = str | int | float


@dataclass(frozen=True)
class Sample:
    """One log event as CloudWatch Logs holds it."""

    name: str  # the sample's file, and what was changed in it
    message: str  # the event's text: one line
    document: dict[str, Any] | None  # the parsed record where the log is JSON
    why: str = ""  # why it fires or stays quiet, where the file says so
    line: int | None = None  # the line of the detection file that names it
    ending: str = ".json"  # of the sample's file, which says how it is read


@dataclass(frozen=True)
class Metric:
    """What the metric filter publishes for one matching event."""

    value: str  # a number as text, as CloudWatch Logs takes it


@dataclass(frozen=True)
class AlarmSettings:
    """A CloudWatch alarm's settings; missing data is never breaching. ``period`` in seconds."""

    statistic: str
    period: int
    evaluation_periods: int
    datapoints_to_alarm: int
    threshold: float
    comparison: str


@dataclass(frozen=True)
class Incident:
    """The smallest real incident: so many matching events within so many seconds."""

    count: int
    seconds: int


@dataclass(frozen=True)
class Parameter:
    """A value that an environment may set; ``${name}`` in the pattern stands for it."""

    description: str
    type: str  # "string" or "number"
    default: Value


@dataclass(frozen=True)
class CisReference:
    """A recommendation of the CIS AWS Foundations Benchmark."""

    version: str
    id: str


@dataclass(frozen=True)
class References:
    """Why something is watched."""

    specification: tuple[str, ...]  # rows of the table of alerts
    cis: tuple[CisReference, ...]
    security_hub: tuple[str, ...]
    attack: tuple[str, ...]
    links: tuple[str, ...]


@dataclass(frozen=True)
class Runbook:
    """What the person who is called reads, in one language."""

    means: str
    look: tuple[str, ...]
    do: tuple[str, ...]


@dataclass(frozen=True)
class Detection:
    """One detection, checked: its pattern compiles and its alarm rings for its incident."""

    id: str
    title: Mapping[str, str]  # language -> text
    log_source: str
    severity: str
    pattern_text: str  # with the parameters' values in it
    pattern: FilterPattern = field(repr=False)
    metric: Metric
    alarm: AlarmSettings
    incident: Incident
    parameters: Mapping[str, Parameter]
    references: References
    runbook: Mapping[str, Runbook]  # language -> runbook
    known_gaps: tuple[str, ...]
    fires: tuple[Sample, ...] = field(repr=False)
    quiet: tuple[Sample, ...] = field(repr=False)
    file: Path


class Catalogue:
    """All detections, by log source and id. Iterating gives ``Detection``, not ids."""

    def __init__(self, detections: list[Detection]) -> None:
        ordered = sorted(detections, key=lambda detection: (detection.log_source, detection.id))
        self._by_id = {detection.id: detection for detection in ordered}

    def __iter__(self) -> Iterator[Detection]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, detection_id: object) -> bool:
        return detection_id in self._by_id

    def __getitem__(self, detection_id: str) -> Detection:
        """The detection of that id; ``KeyError`` where there is none."""
        return self._by_id[detection_id]

    def of(self, log_source: str) -> tuple[Detection, ...]:
        """The detections that read one log source."""
        return tuple(found for found in self if found.log_source == log_source)
