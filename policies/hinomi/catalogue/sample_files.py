"""Samples: whole records in the shape that the service writes, and records with one change.

``detections/<log source>/samples/<name>.<ending>`` holds one event. The ending says how it is read:
``.json`` is a JSON record, ``.xml`` a Windows event, ``.log`` text.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from hinomi.catalogue.changes import Changes
from hinomi.catalogue.detection import Sample
from hinomi.catalogue.flow_log_fields import FLOW_LOG_FIELDS
from hinomi.catalogue.json_record import JsonRecord
from hinomi.catalogue.problems import CatalogueError, Problem
from hinomi.catalogue.text_records import Columns, FreeText, WindowsText, WindowsXml


class Shape(Protocol):
    """How one kind of record is read and changed."""

    def sample(self, name: str, text: str) -> Sample:
        """The record of a file's text; ``ValueError`` where it is not one whole record."""

    def changed(self, sample: Sample, changes: Changes) -> Sample:
        """The record with changes made; ``UnknownFieldError`` where one does not fit."""


# httpd and nginx write the same: https://httpd.apache.org/docs/2.4/logs.html#combined
WEB_FIELDS = (
    *("host", "ident", "user", "time", "request", "status", "bytes"),
    *("referer", "user_agent"),  # combined only
)
# What IIS logs unless told otherwise, named as its #Fields line names it:
# https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/sites/site/logfile/
IIS_FIELDS = (
    *("date", "time", "s-ip", "cs-method", "cs-uri-stem", "cs-uri-query", "s-port"),
    *("cs-username", "c-ip", "cs(User-Agent)", "cs(Referer)", "sc-status", "sc-substatus"),
    *("sc-win32-status", "time-taken"),
)

LOG_SOURCES: Mapping[str, Mapping[str, Shape]] = {
    "application": {".json": JsonRecord(), ".log": FreeText(lines=None)},
    "cloudtrail": {".json": JsonRecord()},
    "iis_access": {".log": Columns(IIS_FIELDS)},
    "lambda": {".json": JsonRecord(), ".log": FreeText(lines=None)},
    "linux_auth": {".log": FreeText()},
    "vpc_flow_logs": {".log": Columns(FLOW_LOG_FIELDS)},
    "web_access": {".log": Columns(WEB_FIELDS, optional=2)},
    "windows_events": {".log": WindowsText()},
    "windows_events_xml": {".xml": WindowsXml()},
}
"""Log source -> the ending of its samples' files -> how they are read."""


def read_samples(directory: Path, log_source: str, shown_as: Path) -> dict[str, Sample]:
    """All samples of a log source by name. Raises ``CatalogueError`` for a file that is broken."""
    problems: list[Problem] = []
    samples: dict[str, Sample] = {}
    for path in sorted(directory.glob("*")):
        shown = shown_as / path.name
        try:
            samples |= _sample(path, log_source, samples)
        except json.JSONDecodeError as error:
            problem = Problem(shown, error.lineno, "", f"not JSON: {error.msg}", "Correct it here.")
            problems.append(problem)
        except ValueError as error:
            problems.append(Problem(shown, None, "", str(error), "Write one whole record."))
    if problems:
        raise CatalogueError(problems)
    return samples


def _sample(path: Path, log_source: str, others: Mapping[str, Sample]) -> dict[str, Sample]:
    shape = LOG_SOURCES[log_source].get(path.suffix)
    if shape is None:
        endings = " or ".join(LOG_SOURCES[log_source])
        raise ValueError(f"is no sample: those of {log_source} end in {endings}")
    if path.stem in others:
        raise ValueError("has the name of another sample, with another ending")
    found = shape.sample(path.stem, path.read_text(encoding="utf-8"))
    return {path.stem: replace(found, ending=path.suffix)}


def changed(log_source: str, sample: Sample, changes: Changes) -> Sample:
    """The sample with the changes made; ``UnknownFieldError`` where a path does not fit it."""
    if not str(changes):
        return sample
    made = LOG_SOURCES[log_source][sample.ending].changed(sample, changes)
    return replace(made, name=f"{sample.name} with {changes}")
