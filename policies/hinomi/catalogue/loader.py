"""From files under ``detections/`` to a ``Catalogue``, or every mistake in them at once."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from hinomi.catalogue.alarm_check import alarm_problems
from hinomi.catalogue.changes import Changes, UnknownFieldError
from hinomi.catalogue.detection import (
    AlarmSettings,
    Catalogue,
    CisReference,
    Detection,
    Incident,
    Metric,
    Parameter,
    References,
    Runbook,
    Sample,
    Value,
)
from hinomi.catalogue.pattern_check import (
    compiled_pattern,
    filled_pattern,
    misplaced_fields,
    unread_selectors,
)
from hinomi.catalogue.problems import CatalogueError, Problem
from hinomi.catalogue.sample_files import LOG_SOURCES, changed, read_samples
from hinomi.catalogue.schema_check import schema_problems
from hinomi.catalogue.yaml_file import Setting, YamlFile, read_yaml

DEFAULT_DIRECTORY = Path(__file__).resolve().parents[3] / "detections"
"""``detections/`` of the checkout that holds this package."""

_SCHEMA = DEFAULT_DIRECTORY / "schema.json"


def load(
    directory: Path | None = None,
    *,
    parameters: Mapping[str, Mapping[str, Value]] | None = None,
) -> Catalogue:
    """Reads and checks every ``<log source>/<id>.yaml`` below ``directory``.

    ``parameters`` (detection id -> parameter -> value) are an environment's values; a parameter
    that is not given takes its default.

    Raises ``CatalogueError`` with every problem found, each with file, line, setting and what to
    change. A folder without a single detection is an error too: an empty watch is no watch.
    """
    if directory is None and not parameters:
        return _shipped()
    return _read(directory or DEFAULT_DIRECTORY, parameters or {})


@cache
def _shipped() -> Catalogue:
    """The package's own, read once in a process: it takes half a second and does not change."""
    return _read(DEFAULT_DIRECTORY, {})


def _read(directory: Path, parameters: Mapping[str, Mapping[str, Value]]) -> Catalogue:
    detections: list[Detection] = []
    problems: list[Problem] = []
    for log_source in LOG_SOURCES:
        folder = directory / log_source
        shown_as = Path(directory.name, log_source)
        try:
            samples = read_samples(folder / "samples", log_source, shown_as / "samples")
        except CatalogueError as error:
            problems += error.problems
            continue
        for path in sorted(folder.glob("*.yaml")):
            try:
                source = read_yaml(path, shown_as / path.name)
                values = parameters.get(path.stem, {})
                detections.append(_detection(source, path, log_source, samples, values))
            except CatalogueError as error:
                problems += error.problems
    problems += _stray_files(directory)
    problems += _not_ours(directory, parameters, detections, problems)
    if problems:
        raise CatalogueError(problems)
    return Catalogue(detections)


def _detection(
    source: YamlFile,
    path: Path,
    log_source: str,
    samples: Mapping[str, Sample],
    values: Mapping[str, Value],
) -> Detection:
    problems = schema_problems(source, _SCHEMA)
    if problems:
        raise CatalogueError(problems)
    given = source.settings
    problems += _misplaced(source, path.stem, log_source)
    parameters = {name: Parameter(**parameter) for name, parameter in given["parameters"].items()}
    pattern_text, wrong = filled_pattern(source, parameters, values)
    problems += wrong
    pattern = compiled_pattern(source, pattern_text)
    if isinstance(pattern, Problem):
        raise CatalogueError([*problems, pattern])
    problems += unread_selectors(source, pattern, samples.values())
    if log_source == "vpc_flow_logs":
        problems += misplaced_fields(source, pattern)
    metric = Metric(**given["metric"])
    alarm = AlarmSettings(**given["alarm"])
    incident = Incident(**given["incident"])
    problems += alarm_problems(source, alarm, incident, metric)
    fires = _resolved(source, "fires", log_source, samples, problems)
    quiet = _resolved(source, "quiet", log_source, samples, problems)
    if problems:
        raise CatalogueError(problems)
    return Detection(
        id=given["id"],
        title=given["title"],
        log_source=log_source,
        severity=given["severity"],
        pattern_text=pattern_text,
        pattern=pattern,
        metric=metric,
        alarm=alarm,
        incident=incident,
        parameters=parameters,
        references=_references(given["references"]),
        runbook={
            language: Runbook(text["means"], tuple(text["look"]), tuple(text["do"]))
            for language, text in given["runbook"].items()
        },
        known_gaps=tuple(given["known_gaps"]),
        fires=fires,
        quiet=quiet,
        file=path,
    )


def _references(given: Mapping[str, Any]) -> References:
    return References(
        specification=tuple(given["specification"]),
        cis=tuple(CisReference(**reference) for reference in given["cis"]),
        security_hub=tuple(given["security_hub"]),
        attack=tuple(given["attack"]),
        links=tuple(given["links"]),
    )


def _misplaced(source: YamlFile, stem: str, log_source: str) -> list[Problem]:
    problems = []
    for setting, expected, kind in (
        ("id", stem, "the file's name"),
        ("log_source", log_source, "the folder's name"),
    ):
        seen = source.settings[setting]
        if seen != expected:
            problems.append(
                source.problem(
                    (setting,),
                    f"{seen!r} is not {kind}, {expected!r}",
                    f"Write {setting}: {expected}, or move the file.",
                )
            )
    return problems


def _resolved(
    source: YamlFile,
    setting: str,
    log_source: str,
    samples: Mapping[str, Sample],
    problems: list[Problem],
) -> tuple[Sample, ...]:
    resolved = []
    for position, entry in enumerate(source.settings[setting]):
        at: Setting = (setting, position)
        wanted: dict[str, Any] = {"sample": entry} if isinstance(entry, str) else entry
        base = samples.get(wanted["sample"])
        if base is None:
            ending = " or ".join(LOG_SOURCES[log_source])
            seen = f"there is no samples/{wanted['sample']}{ending}"
            problems.append(source.problem(at, seen, "Add the sample or correct its name."))
            continue
        changes = Changes(
            wanted.get("change", {}),
            wanted.get("add", {}),
            tuple(wanted.get("remove", ())),
            wanted.get("replace", {}),
        )
        try:
            sample = changed(log_source, base, changes)
        except UnknownFieldError as error:
            problems.append(source.problem(at, str(error), "Correct the path."))
            continue
        line = source.line(at)
        resolved.append(replace(sample, why=wanted.get("why", ""), line=line))
    return tuple(resolved)


def _stray_files(directory: Path) -> list[Problem]:
    """Files that Terraform would read as detections (``*/*.yaml``) but this loader would not."""
    known = {directory / log_source for log_source in LOG_SOURCES}
    return [
        Problem(
            Path(directory.name, path.relative_to(directory)),
            None,
            "",
            "is in no folder of a known log source",
            f"Move it to one of {', '.join(LOG_SOURCES)}, with the ending .yaml.",
        )
        for path in sorted([*directory.glob("*/*.yaml"), *directory.glob("*/*.yml")])
        if path.parent not in known or path.suffix == ".yml"
    ]


def _not_ours(
    directory: Path,
    parameters: Mapping[str, Mapping[str, Value]],
    detections: Iterable[Detection],
    problems: Iterable[Problem],
) -> list[Problem]:
    known = {detection.id for detection in detections}
    if not known and not list(problems):
        return [Problem(directory, None, "", "holds no detection", "Check the folder's name.")]
    if list(problems):
        return []
    return [
        Problem(directory, None, detection_id, "no such detection", "Correct the parameters' id.")
        for detection_id in parameters
        if detection_id not in known
    ]
