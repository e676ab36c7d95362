"""Each detection: what it watches for really reaches somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..catalogue import Detection
from ..chains.detections import detection_chain
from ..chains.links import Chain, Check, broken, holds, unproved
from ..chains.question import Question, owner_of
from ..chains.readers import Ends
from ..chains.sources import Landing, from_flow_logs, from_outside, from_trails
from ..chains.writers import from_writers
from ..errors import JudgementError
from ..evidence import Evidence, FlowLog, Trail
from ..findings import Finding, Status
from ..iam import Answer
from ..resource import Known, Unknown
from .control import PLAN, Asked, Control
from .trail import logging

_CLOUDTRAIL_FIELD = re.compile(r"\$\.(event|userIdentity|errorCode|errorMessage)")


def _judge(asked: Asked) -> Iterator[Finding]:
    detections = tuple(chosen(asked))
    if not detections:
        # `watched` asks for none in particular: the table's own detections are asked for by name
        reason = "no metric filter stands for a detection beyond the table"
        yield asked.finding(Status.NOT_APPLICABLE, PLAN, reason)
        return
    if not asked.required and not _has_any(asked.evidence, detections[0].log_source):
        yield asked.nothing("metric filter on CloudTrail events", "")
        return
    for detection in detections:
        yield _finding(asked, detection, _chain(asked, detection))


def chosen(asked: Asked) -> list[Detection]:
    """The detections that the profile asks for; JudgementError where the catalogue has none."""
    wanted = asked.options["detections"]
    catalogue = asked.catalogue
    if wanted == "all":
        found = list(catalogue)
    elif wanted == "specification":
        found = [one for one in catalogue if one.references.specification]
    elif wanted == "watched":
        return _watched(asked)
    elif isinstance(wanted, dict) and "cis" in wanted:
        found = [
            one for one in catalogue if any(each.id == wanted["cis"] for each in one.references.cis)
        ]
    elif isinstance(wanted, dict):
        hub = wanted["security_hub"]
        found = [one for one in catalogue if hub in one.references.security_hub]
    else:
        missing = [name for name in wanted if name not in catalogue]
        found = [] if missing else [catalogue[name] for name in wanted]
    if not found:
        raise JudgementError(
            f"the catalogue has no detection for {wanted}",
            where=f"control {asked.name}",
            change="Add the detection under detections/, or ask for another one in the profile.",
        )
    return found


def _watched(asked: Asked) -> list[Detection]:
    """Detections beyond the specification's table in whose name a metric filter stands."""
    ids = frozenset(one.id for one in asked.catalogue)
    names = (
        str(one.name.value) for one in asked.evidence.metric_filters if isinstance(one.name, Known)
    )
    owners = {owner_of(name, ids) for name in names}
    return [one for one in asked.catalogue if one.id in owners and not one.references.specification]


def _chain(asked: Asked, detection: Detection) -> Chain:
    options = asked.options
    question = Question(
        name=detection.id,
        fires=detection.fires,
        quiet=detection.quiet if options["near_misses"] else (),
        incident=detection.incident if options["incident"] else None,
        others=frozenset(one.id for one in asked.catalogue) - {detection.id},
        pattern=detection.pattern_text if detection.log_source == "vpc_flow_logs" else "",
    )
    ends = None
    if options["until"] == "reader":
        attributes = {"detection": detection.id, "severity": detection.severity}
        ends = Ends(protocols=asked.readers, attributes=attributes)
    return detection_chain(asked.evidence, _landings(asked, detection), question, ends)


def _landings(asked: Asked, detection: Detection) -> Iterator[Landing]:
    evidence, strict = asked.evidence, asked.options["source"] == "proved"
    if detection.log_source == "cloudtrail":
        if not evidence.trails and not strict:
            return from_outside()
        trails = {
            one.address: _records(evidence, one, detection) if strict else (_taken(),)
            for one in evidence.trails
        }
        return from_trails(evidence, trails)
    if detection.log_source != "vpc_flow_logs":
        return from_writers(evidence, detection.log_source) if strict else from_outside()
    logs = {one.address: (_captures(one, detection),) for one in evidence.flow_logs}
    return from_flow_logs(evidence, logs)


def _records(evidence: Evidence, trail: Trail, detection: Detection) -> tuple[Check, ...]:
    """Whether the trail is on, and its selectors take the events that the detection reads."""
    worst, example = Answer.YES, ""
    for sample in detection.fires:
        answer = trail.selects(sample.document or {})
        if answer < worst:
            worst, example = answer, sample.name
    checks = [logging(evidence, trail)]
    fix = f"Widen the event selectors of {trail.address}."
    if worst is Answer.NO:
        checks.append(broken(f"it does not record {example}", fix))
    elif worst is Answer.UNSURE:
        checks.append(unproved(f"whether it records {example} is open", fix))
    return tuple(checks)


def _taken() -> Check:
    return holds("the trail itself is judged by the trail controls")


def _captures(log: FlowLog, detection: Detection) -> Check:
    """Whether the flow log's traffic type holds the records that the detection reads."""
    if isinstance(log.traffic, Unknown):
        return unproved(f"its traffic_type is {log.traffic.shown}", f"Set it on {log.address}.")
    traffic = str(log.traffic.value) if isinstance(log.traffic, Known) else "(not set)"
    wanted = {part for one in detection.fires for part in one.message.split() if part in _ACTIONS}
    if traffic == "ALL" or wanted == {traffic}:
        return holds(f"traffic_type {traffic}")
    fix = f'Set traffic_type = "ALL" on {log.address}.'
    return broken(f"traffic_type {traffic} leaves out {', '.join(sorted(wanted))} records", fix)


_ACTIONS = {"ACCEPT", "REJECT"}


def _finding(asked: Asked, detection: Detection, chain: Chain) -> Finding:
    rows = detection.references.specification
    return asked.from_chain(detection.id, chain, severity=detection.severity, rows=rows)


def _has_any(evidence: Evidence, log_source: str) -> bool:
    """Whether the plan watches such events at all, with whatever filter."""
    if log_source != "cloudtrail":
        return bool(evidence.flow_logs)
    return any(
        not isinstance(one.pattern, Known) or _CLOUDTRAIL_FIELD.search(str(one.pattern.value))
        for one in evidence.metric_filters
    )


CONTROLS = (
    Control(
        "detection_chain",
        "What happens reaches somebody",
        "high",
        _judge,
        row="detections",
        options={
            "detections": "specification",
            "source": "proved",  # or: by_name
            "near_misses": True,
            "incident": True,
            "until": "reader",  # or: topic
        },
    ),
)
