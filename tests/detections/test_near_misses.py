"""Each detection of CloudTrail stays quiet for the four kinds of events that nearly ring it.

A near miss is the smallest step away from what rings: who copies a pattern and forgets a condition
is found out by one of them.
"""

from collections.abc import Iterator

import pytest

from hinomi.catalogue import Detection, Sample, load
from hinomi.catalogue.companions import load_near_misses
from hinomi.filter_pattern import tree

DETECTIONS = load().of("cloudtrail")
KINDS = ("read-only twin", "harmless parameter", "call of a service", "missing field")
EXCUSED = {
    (entry.lacks, detection_id): entry.because
    for entry in load_near_misses()
    for detection_id in entry.detections
}
PARAMETERS = {
    "requestParameters",
    "responseElements",
    "additionalEventData",
    "errorCode",
    "errorMessage",
}
SERVICE = {("userIdentity", "invokedBy"), ("eventType",)}


def selectors(expression: tree.Expression) -> Iterator[tuple[tree.Step, ...]]:
    if isinstance(expression, tree.And | tree.Or):
        for part in expression.parts:
            yield from selectors(part)
    else:
        assert isinstance(expression.subject, tree.Selector)
        yield expression.subject.steps


def asked_of(detection: Detection) -> set[str]:
    """The kinds that its pattern can have at all."""
    assert isinstance(detection.pattern.tree, tree.Json)
    read = set(selectors(detection.pattern.tree.expression))
    asked = {"read-only twin", "missing field"}
    if any(steps[0] in PARAMETERS for steps in read):
        asked.add("harmless parameter")
    if read & SERVICE:
        asked.add("call of a service")
    return asked


def kinds_of(detection: Detection) -> set[str]:
    names = {sample.document["eventName"] for sample in detection.fires if sample.document}
    return {kind for sample in detection.quiet for kind in kinds_of_sample(sample, names)}


def kinds_of_sample(sample: Sample, rung_names: set[str]) -> Iterator[str]:
    record = sample.document
    assert record is not None
    if " removed" in sample.name or " = null" in sample.name:
        yield "missing field"
    elif record["eventName"] in rung_names:
        yield "harmless parameter"
    if record.get("readOnly") is True:
        yield "read-only twin"
    made_by_service = "invokedBy" in record.get("userIdentity", {})
    if made_by_service or record.get("eventType") == "AwsServiceEvent":
        yield "call of a service"


@pytest.mark.parametrize("kind", KINDS)
def test_every_detection_has_a_near_miss_of_each_kind(kind: str) -> None:
    lacking = {d.id for d in DETECTIONS if kind in asked_of(d) - kinds_of(d)}
    excused = {detection_id for lacks, detection_id in EXCUSED if lacks == kind}
    missing, stale = sorted(lacking - excused), sorted(excused - lacking)
    assert not missing, f"no near miss of the kind {kind!r}, and near_misses.yaml says no reason"
    assert not stale, f"near_misses.yaml excuses what is not lacking a {kind!r}"


def test_excuses_name_known_kinds() -> None:
    assert {lacks for lacks, _ in EXCUSED} <= set(KINDS)
    assert EXCUSED
