"""Samples: whole records in the shape that the service writes, and records with one change.

``detections/cloudtrail/samples/<name>.json`` holds one CloudTrail record;
``detections/vpc_flow_logs/samples/<name>.log`` one line of the default format.
"""

import copy
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hinomi.catalogue.detection import Sample
from hinomi.catalogue.flow_log_fields import FLOW_LOG_FIELDS
from hinomi.catalogue.problems import CatalogueError, Problem

LOG_SOURCES: Mapping[str, str] = {"cloudtrail": ".json", "vpc_flow_logs": ".log"}
"""Log source -> the ending of its samples' files."""

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


class UnknownFieldError(Exception):
    """A change names a field that is not (or already) in the sample; the text says what to do."""


@dataclass(frozen=True)
class Changes:
    """What a near miss does to a sample."""

    change: Mapping[str, Any]
    add: Mapping[str, Any]
    remove: tuple[str, ...]

    def __str__(self) -> str:
        parts = [f"{path} = {_short(value)}" for path, value in self.change.items()]
        parts += [f"{path} = {_short(value)} added" for path, value in self.add.items()]
        parts += [f"{path} removed" for path in self.remove]
        return ", ".join(parts)


def read_samples(directory: Path, log_source: str, shown_as: Path) -> dict[str, Sample]:
    """All samples of a log source by name. Raises ``CatalogueError`` for a file that is broken."""
    problems: list[Problem] = []
    samples: dict[str, Sample] = {}
    for path in sorted(directory.glob(f"*{LOG_SOURCES[log_source]}")):
        shown = shown_as / path.name
        try:
            text = path.read_text(encoding="utf-8")
            samples[path.stem] = _sample(log_source, path.stem, text)
        except json.JSONDecodeError as error:
            problem = Problem(shown, error.lineno, "", f"not JSON: {error.msg}", "Correct it here.")
            problems.append(problem)
        except ValueError as error:
            problems.append(Problem(shown, None, "", str(error), "Write one whole record."))
    if problems:
        raise CatalogueError(problems)
    return samples


def changed(log_source: str, sample: Sample, changes: Changes) -> Sample:
    """The sample with the changes made; ``UnknownFieldError`` where a path does not fit it."""
    name = f"{sample.name} with {changes}" if str(changes) else sample.name
    if log_source == "vpc_flow_logs":
        return replace(sample, name=name, message=_changed_flow(sample.message, changes))
    document = copy.deepcopy(sample.document)
    for path, value in changes.change.items():
        holder, last = _holder(document, path)
        _require(_has(holder, last), path, "is not in the sample; use `add` for a new field")
        holder[last] = value
    for path, value in changes.add.items():
        holder, last = _holder(document, path)
        _require(isinstance(holder, dict), path, "does not lead to an object; add to an object")
        _require(not _has(holder, last), path, "is in the sample already; use `change`")
        holder[last] = value
    for path in changes.remove:
        holder, last = _holder(document, path)
        _require(_has(holder, last), path, "is not in the sample, so removing it proves nothing")
        del holder[last]
    return replace(sample, name=name, message=_as_line(document), document=document)


def _sample(log_source: str, name: str, text: str) -> Sample:
    if log_source == "vpc_flow_logs":
        line = text.rstrip("\n")
        if "\n" in line or len(line.split(" ")) != len(FLOW_LOG_FIELDS):
            raise ValueError(f"not one line of the {len(FLOW_LOG_FIELDS)} default fields")
        return Sample(name, line, None)
    document = json.loads(text)
    if not isinstance(document, dict):
        raise ValueError(f"a JSON {type(document).__name__}, not an object")  # noqa: TRY004
    return Sample(name, _as_line(document), document)


def _as_line(document: Any) -> str:
    # CloudTrail writes one record a line without spaces into CloudWatch Logs.
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _changed_flow(line: str, changes: Changes) -> str:
    _require(not changes.add, "add", "cannot be used: the default format has a fixed field list")
    values = dict(zip(FLOW_LOG_FIELDS, line.split(" "), strict=True))
    for path in (*changes.change, *changes.remove):
        _require(path in values, path, f"is not one of {', '.join(FLOW_LOG_FIELDS)}")
    values |= {path: str(value) for path, value in changes.change.items()}
    return " ".join(value for path, value in values.items() if path not in changes.remove)


def _holder(document: Any, path: str) -> tuple[Any, Any]:
    """The object or array that holds the path's last step, and that step."""
    steps: list[str | int] = [
        name if name else int(position) for name, position in _STEP.findall(path)
    ]
    _require(bool(steps), path, "is not a path such as userIdentity.type or items[0].groupId")
    here = document
    for step in steps[:-1]:
        _require(_has(here, step), path, f"stops at {step!r}, which is not in the sample")
        here = here[step]
    return here, steps[-1]


def _has(holder: Any, step: str | int) -> bool:
    if isinstance(holder, dict):
        return step in holder
    return isinstance(holder, list) and isinstance(step, int) and step < len(holder)


def _require(holds: bool, path: str, otherwise: str) -> None:
    if not holds:
        raise UnknownFieldError(f"{path} {otherwise}")


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:37]}..."
