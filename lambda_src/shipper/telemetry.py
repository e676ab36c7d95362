"""Logs and metrics of the shipper, by Powertools. Neither ever holds a record's content."""

import os

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from shipper.ledger import Ledger

SERVICE = os.environ.get("POWERTOOLS_SERVICE_NAME", "shipper")

logger = Logger(service=SERVICE)

_NAMES = {
    "RecordsRead": "read",
    "RecordsIndexed": "indexed",
    "RecordsDuplicate": "duplicate",
    "RecordsFiltered": "filtered",
    "RecordsQuarantined": "quarantined",
    "RecordsDeferred": "deferred",
}


def publish(ledger: Ledger, origin: str, reason: str = "") -> None:
    """Write one batch's ledger: a structured log line, and metrics as EMF.

    Dimension sets: `service` with `Source`, and `service` alone for alarms on the whole.
    """
    numbers = {name: getattr(ledger, name) for name in _NAMES.values()}
    balanced = ledger.balanced()
    write = logger.info if balanced else logger.error
    write(
        "ledger",
        source=ledger.source,
        origin=origin,
        ledger=numbers,
        balanced=balanced,
        reason=reason,
    )
    metrics = EphemeralMetrics(service=SERVICE)
    metrics.add_dimension("service", SERVICE)
    metrics.add_dimension("Source", ledger.source)
    metrics.add_dimensions(service=SERVICE)
    for name, field in _NAMES.items():
        metrics.add_metric(name, MetricUnit.Count, getattr(ledger, field))
    metrics.add_metric("LedgerMismatch", MetricUnit.Count, 0 if balanced else 1)
    metrics.flush_metrics()
