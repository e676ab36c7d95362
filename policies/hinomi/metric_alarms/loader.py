"""From files under ``metric_alarms/`` to kinds, or every mistake in them at once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hinomi.catalogue.problems import CatalogueError, Problem
from hinomi.catalogue.schema_check import schema_problems
from hinomi.catalogue.yaml_file import read_yaml
from hinomi.metric_alarms.checks import problems_of
from hinomi.metric_alarms.kind import Anomaly, Dimension, Kind, MetricAlarm, Runbook

DEFAULT_DIRECTORY = Path(__file__).resolve().parents[3] / "metric_alarms"
"""``metric_alarms/`` of the checkout that holds this package."""

_SCHEMA = DEFAULT_DIRECTORY / "schema.json"


def load(directory: Path | None = None) -> dict[str, Kind]:
    """Reads and checks every ``<kind>.yaml`` of ``directory``, by kind.

    Raises ``CatalogueError`` with every problem found. A folder without a single kind is an error
    too: an empty watch is no watch.
    """
    directory = directory or DEFAULT_DIRECTORY
    kinds: dict[str, Kind] = {}
    problems: list[Problem] = []
    for path in sorted(directory.glob("*.y*ml")):
        shown_as = Path(directory.name, path.name)
        if path.suffix != ".yaml":
            seen = "does not end in .yaml, so Terraform would not read it"
            problems.append(Problem(shown_as, None, "", seen, "Rename it."))
            continue
        try:
            source = read_yaml(path, shown_as)
        except CatalogueError as error:
            problems += error.problems
            continue
        wrong = schema_problems(source, _SCHEMA) or list(problems_of(source, path.stem))
        problems += wrong
        if not wrong:
            kinds[path.stem] = _kind(source.settings, path)
    if not kinds and not problems:
        problems.append(
            Problem(directory, None, "", "holds no kind of metric alarms", "Check the folder.")
        )
    if problems:
        raise CatalogueError(problems)
    return kinds


def _kind(given: Mapping[str, Any], file: Path) -> Kind:
    return Kind(
        name=given["kind"],
        title=given["title"],
        namespace=given["namespace"],
        region=given["region"],
        dimensions={name: Dimension(**text) for name, text in given["dimensions"].items()},
        alarms={
            name: _alarm(name, alarm, given["namespace"]) for name, alarm in given["alarms"].items()
        },
        file=file,
    )


def _alarm(name: str, given: Mapping[str, Any], namespace: str) -> MetricAlarm:
    anomaly = given.get("anomaly")
    return MetricAlarm(
        id=name,
        title=given["title"],
        metric=given["metric"],
        namespace=given.get("namespace", namespace),
        dimensions=tuple(given["dimensions"]),
        fixed_dimensions=given.get("fixed_dimensions", {}),
        statistic=given["statistic"],
        unit=given["unit"],
        period=given["period"],
        evaluation_periods=given["evaluation_periods"],
        datapoints_to_alarm=given["datapoints_to_alarm"],
        threshold=given["threshold"],
        comparison=given["comparison"],
        missing_data=given["missing_data"],
        severity=given["severity"],
        anomaly=Anomaly(**anomaly) if anomaly else None,
        needs=given.get("needs", ""),
        runbook={
            language: Runbook(text["means"], tuple(text["look"]), tuple(text["do"]))
            for language, text in given["runbook"].items()
        },
        source=given["source"],
    )
