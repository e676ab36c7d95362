"""The catalogue of detections: the files under ``detections/``, checked and compiled.

``load()`` is the only way in. What it gives has passed the schema, its samples are resolved, its
pattern is compiled, and its alarm rings for the incident that the file describes; a file that does
not hold up raises ``CatalogueError`` with the file, the line, the setting and what to change.
"""

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
)
from hinomi.catalogue.flow_log_fields import FLOW_LOG_FIELDS, Unreadable, pattern_for_fields
from hinomi.catalogue.loader import DEFAULT_DIRECTORY, load
from hinomi.catalogue.problems import CatalogueError, Problem
from hinomi.catalogue.sample_files import LOG_SOURCES

__all__ = [
    "DEFAULT_DIRECTORY",
    "FLOW_LOG_FIELDS",
    "LOG_SOURCES",
    "AlarmSettings",
    "Catalogue",
    "CatalogueError",
    "CisReference",
    "Detection",
    "Incident",
    "Metric",
    "Parameter",
    "Problem",
    "References",
    "Runbook",
    "Sample",
    "Unreadable",
    "load",
    "pattern_for_fields",
]
