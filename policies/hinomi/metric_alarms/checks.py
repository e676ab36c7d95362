"""What a schema cannot say: whether an alarm can ring, and whether another one says the same."""

from collections.abc import Iterator
from typing import Any

from hinomi.catalogue.problems import Problem
from hinomi.catalogue.yaml_file import YamlFile

_DAY, _WEEK, _HOUR = 86_400, 604_800, 3_600  # seconds
_UPWARD = ("GreaterThanThreshold", "GreaterThanOrEqualToThreshold")
_WRONG_WAY = {True: "LessThanLowerThreshold", False: "GreaterThanUpperThreshold"}


def problems_of(source: YamlFile, stem: str) -> Iterator[Problem]:
    """Everything wrong with a file that the schema has let through."""
    given = source.settings
    if given["kind"] != stem:
        yield source.problem(
            ("kind",),
            f"{given['kind']!r} is not the file's name, {stem!r}",
            f"Write kind: {stem}, or rename the file.",
        )
    taken = {name for alarm in given["alarms"].values() for name in alarm["dimensions"]}
    for name in given["dimensions"]:
        if name not in taken:
            yield source.problem(
                ("dimensions", name), "no alarm takes it", "Remove it, or name it in an alarm."
            )
    seen: dict[tuple[Any, ...], str] = {}
    for name, alarm in given["alarms"].items():
        yield from _alarm(source, name, alarm, given["dimensions"])
        same = (
            *(
                str(alarm.get(key, given.get(key)))
                for key in ("namespace", "metric", "dimensions", "fixed_dimensions", "statistic")
            ),
            alarm["comparison"] in _UPWARD,
        )
        if same in seen:
            yield source.problem(
                ("alarms", name, "metric"),
                f"{alarm['metric']} is watched by {seen[same]} already",
                "Keep one of the two: both would ring for the same thing.",
            )
        seen.setdefault(same, name)


def _alarm(
    source: YamlFile, name: str, alarm: dict[str, Any], known: dict[str, Any]
) -> Iterator[Problem]:
    at = ("alarms", name)
    for position, dimension in enumerate(alarm["dimensions"]):
        if dimension not in known:
            yield source.problem(
                (*at, "dimensions", position),
                f"{dimension!r} is no dimension of this kind",
                f"Use {', '.join(known)}, or add it to dimensions above.",
            )
    for dimension in alarm.get("fixed_dimensions", {}):
        if dimension in known:
            yield source.problem(
                (*at, "fixed_dimensions", dimension),
                "an environment gives it already",
                "Take it out of one of the two.",
            )
    if alarm["datapoints_to_alarm"] > alarm["evaluation_periods"]:
        yield source.problem(
            (*at, "datapoints_to_alarm"),
            f"{alarm['datapoints_to_alarm']} of {alarm['evaluation_periods']} periods can never be",
            "Give at most evaluation_periods.",
        )
    # PutMetricAlarm: a day in all, a week where the period is an hour or more.
    longest = _WEEK if alarm["period"] >= _HOUR else _DAY
    if alarm["period"] * alarm["evaluation_periods"] > longest:
        yield source.problem(
            (*at, "evaluation_periods"),
            f"{alarm['evaluation_periods']} periods of {alarm['period']} s are more than AWS takes",
            f"Keep period times evaluation_periods within {longest} seconds.",
        )
    upward = alarm["comparison"] in _UPWARD
    anomaly = alarm.get("anomaly")
    if anomaly and anomaly["comparison"] == _WRONG_WAY[upward]:
        yield source.problem(
            (*at, "anomaly", "comparison"),
            f"{anomaly['comparison']} looks the other way than {alarm['comparison']}",
            "Ring on the same side, or on both (LessThanLowerOrGreaterThanUpperThreshold).",
        )
    if alarm["threshold"] is None and not anomaly and not alarm.get("needs"):
        yield source.problem(
            (*at, "threshold"),
            "null, without an anomaly variant and without a word on what to give",
            "Give a number, an anomaly variant, or say in needs how to find the number.",
        )
