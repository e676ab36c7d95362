"""ministack's store of metrics, in the words of the mends: put a value, read the samples."""

from typing import Any

from ministack.services import cloudwatch

from cloud.alarms.statistics import Sample
from cloud.emulator.patch import need

need(cloudwatch, "_metrics", "_dims_key", "_store_datum", "_point_stats")


def publish(
    namespace: str,
    name: str,
    value: float,
    *,
    time: float,
    dimensions: dict[str, str] | None = None,
    unit: str = "None",
) -> None:
    """Store one value at `time` (seconds since the epoch) in the current account and region."""
    cloudwatch._store_datum(namespace, name, dimensions or {}, time, unit, value, None, None, None)


def samples(
    namespace: str, name: str, dimensions: dict[str, str], unit: str | None, since: float
) -> list[Sample]:
    """What was published for exactly this set of dimensions (and unit, if one is given)."""
    points: list[dict[str, Any]] = cloudwatch._metrics.get(
        (namespace, name, cloudwatch._dims_key(dimensions)), []
    )
    return [
        Sample(point["Timestamp"], *cloudwatch._point_stats(point))
        for point in list(points)
        if point["Timestamp"] >= since and (unit is None or point["Unit"] == unit)
    ]
