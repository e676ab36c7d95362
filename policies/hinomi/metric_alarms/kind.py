"""What a file of ``metric_alarms/`` says, typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Dimension:
    """`needed`: every resource of the kind gives it."""

    needed: bool
    description: str


@dataclass(frozen=True, slots=True)
class Anomaly:
    """How the alarm looks at a band of expected values; `band` in standard deviations."""

    comparison: str
    band: float


@dataclass(frozen=True, slots=True)
class Runbook:
    means: str
    look: tuple[str, ...]
    do: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MetricAlarm:
    """One alarm on one metric. Texts by language: en, ja.

    `threshold` is None where none fits every account: an environment has to give one.
    """

    id: str
    title: Mapping[str, str]
    metric: str
    namespace: str
    dimensions: tuple[str, ...]
    fixed_dimensions: Mapping[str, str]
    statistic: str
    unit: str
    period: int
    evaluation_periods: int
    datapoints_to_alarm: int
    threshold: float | None
    comparison: str
    missing_data: str
    severity: str
    anomaly: Anomaly | None
    needs: str
    runbook: Mapping[str, Runbook]
    source: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of resource. `region` is own, or us-east-1 for services that publish there."""

    name: str
    title: Mapping[str, str]
    namespace: str
    region: str
    dimensions: Mapping[str, Dimension]
    alarms: Mapping[str, MetricAlarm]
    file: Path
