"""The text of ``docs/metric-alarms.md``, from the files under ``metric_alarms/``."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from hinomi.metric_alarms import DEFAULT_DIRECTORY, Kind, MetricAlarm

PAGE = DEFAULT_DIRECTORY.parent / "docs" / "metric-alarms.md"

_COMPARED = {
    "GreaterThanThreshold": "more than",
    "GreaterThanOrEqualToThreshold": "at least",
    "LessThanThreshold": "less than",
    "LessThanOrEqualToThreshold": "at most",
}
_BANDS = {
    "GreaterThanUpperThreshold": "above",
    "LessThanLowerThreshold": "below",
    "LessThanLowerOrGreaterThanUpperThreshold": "outside",
}
_UNITS = {
    "Percent": "%",
    "Count": "",
    "State": "",
    "Seconds": " s",
    "Milliseconds": " ms",
    "Mebibytes": " MiB",
}
_MISSING = {
    "notBreaching": "nothing happened",
    "breaching": "rings",
    "missing": "not known",
    "ignore": "stays as it was",
}
_INTRODUCTION = """\
# Metric alarms

<!-- Written by `make docs`. Change the files under metric_alarms/ instead. -->

Each kind of resource is one file under [`metric_alarms/`](../metric_alarms): which of its \
metrics are watched, at which value they ring, and a runbook in English and Japanese. An \
environment names its resources in `metric_alarms` of \
[`modules/notification`](../modules/notification/README.md) and gets all alarms of the kind:

```hcl
metric_alarms = {
  orders = {
    kind       = "sqs"
    dimensions = { QueueName = "orders" }
    alarms = {
      oldest-message-waits = { threshold = 900 }
      backlog              = { anomaly = 2 }
      no-message-sent      = { off = "Orders come in office hours only." }
    }
  }
}
```

- Numbers begin where AWS's recommended alarms are, and differ where those would ring in a \
healthy account: each alarm names its page. *Give one* means that no number fits every account; \
the alarm is made only where the environment gives `threshold`, or `anomaly` where it has that \
variant, and the output `metric_alarms_not_made` lists what is missing.
- `anomaly` replaces the threshold by the band in which CloudWatch expects the metric, as wide \
as so many standard deviations. It has to learn first, for up to two weeks.
- An optional dimension that is not given leaves out the alarms that take it.
- Without data an alarm rings, counts it as nothing happened, or does not know (`missing`: a \
stopped instance publishes nothing, and that is no incident).

To add one, write it into the file of its kind ([`schema.json`](../metric_alarms/schema.json) \
explains each setting), or write `metric_alarms/<kind>.yaml` for a new kind. The loader refuses \
a wrong file and names the file, the line, the setting and what to change. Then write this page \
anew with `make docs`.
"""


def page(kinds: Mapping[str, Kind]) -> str:
    """The whole page as Markdown. Depends on the files only, so equal files give equal bytes."""
    alarms = sum(len(kind.alarms) for kind in kinds.values())
    return "\n".join(
        [
            _INTRODUCTION,
            f"{alarms} alarms for {len(kinds)} kinds of resources.\n",
            *(line for kind in kinds.values() for line in _of_kind(kind)),
        ]
    )


def _of_kind(kind: Kind) -> Iterator[str]:
    yield f"## {kind.title['en']} (`{kind.name}`)\n"
    where = ", in us-east-1" if kind.region == "us-east-1" else ""
    yield f"Namespace `{kind.namespace}`{where}. [File](../metric_alarms/{kind.file.name}).\n"
    yield from _table(
        ("dimension", "what"),
        (
            (f"`{name}`" + ("" if dimension.needed else " (optional)"), dimension.description)
            for name, dimension in kind.dimensions.items()
        ),
    )
    yield from _table(
        ("alarm", "what happened", "metric", "rings at", "without data", "severity", "source"),
        (_row(kind, alarm) for alarm in kind.alarms.values()),
    )


def _row(kind: Kind, alarm: MetricAlarm) -> tuple[str, ...]:
    metric = f"{alarm.statistic} of `{alarm.metric}`"
    if alarm.namespace != kind.namespace:
        metric += f" (`{alarm.namespace}`)"
    if len(kind.dimensions) > 1:
        metric += f" by {', '.join(alarm.dimensions)}"
    title = alarm.title["en"] + (f". Needs: {alarm.needs}" if alarm.needs else "")
    return (
        f"`{alarm.id}`",
        title,
        metric,
        _rings(alarm),
        _MISSING[alarm.missing_data],
        alarm.severity,
        f"[AWS]({alarm.source})",
    )


def _rings(alarm: MetricAlarm) -> str:
    minutes = alarm.period // 60
    within = "a minute" if minutes == 1 else f"{minutes} minutes"
    times = f"{alarm.datapoints_to_alarm} of {alarm.evaluation_periods} times"
    if alarm.threshold is None:
        words = "*give one*"
    else:
        unit = _UNITS.get(alarm.unit, f" {alarm.unit}")
        words = f"{_COMPARED[alarm.comparison]} {alarm.threshold:,g}{unit}"
    words += f" in {within}, {times}"
    if alarm.anomaly:
        words += (
            f"; or `anomaly` ({_BANDS[alarm.anomaly.comparison]} a band of {alarm.anomaly.band:g})"
        )
    return words


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    yield from (
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows
    )
    yield ""
