"""The catalogue of metric alarms: the files under ``metric_alarms/``, checked.

``load()`` is the only way in. A file that does not hold up raises ``CatalogueError`` with the file,
the line, the setting and what to change.
"""

from hinomi.metric_alarms.kind import Anomaly, Dimension, Kind, MetricAlarm, Runbook
from hinomi.metric_alarms.loader import DEFAULT_DIRECTORY, load

__all__ = [
    "DEFAULT_DIRECTORY",
    "Anomaly",
    "Dimension",
    "Kind",
    "MetricAlarm",
    "Runbook",
    "load",
]
