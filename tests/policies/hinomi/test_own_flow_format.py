"""A flow log with its own format is judged by samples that are written in that format."""

import pytest

from hinomi.catalogue import Detection, load, pattern_for_fields
from hinomi.chains.links import Chain
from hinomi.chains.question import Question, in_format
from hinomi.chains.signals import filters_on
from hinomi.chains.sources import Landing
from hinomi.resource import Known
from tests.policies.hinomi.world import world

DETECTIONS = load().of("vpc_flow_logs")
FIELDS = (
    *("flow-direction", "action", "dstport", "protocol", "srcaddr", "dstaddr", "log-status"),
    "tcp-flags",
)
FORMAT = " ".join(f"${{{name}}}" for name in FIELDS)


def question(detection: Detection) -> Question:
    return Question(detection.id, detection.fires, detection.quiet)


@pytest.mark.parametrize("detection", DETECTIONS, ids=lambda d: d.id)
def test_pattern_for_the_fields_holds(detection: Detection) -> None:
    pattern = pattern_for_fields(detection.pattern_text, FIELDS)
    assert isinstance(pattern, str)
    behaviour = question(detection).behaviour(pattern, FORMAT)
    assert (behaviour.missed, behaviour.false_alarms, behaviour.refused) == ((), (), "")


@pytest.mark.parametrize("detection", DETECTIONS, ids=lambda d: d.id)
def test_pattern_for_the_default_format_does_not(detection: Detection) -> None:
    behaviour = question(detection).behaviour(detection.pattern_text, FORMAT)
    assert behaviour.missed == detection.fires


def test_record_is_written_in_the_order_of_the_format() -> None:
    line = "2 111122223333 eni-1 192.0.2.1 10.0.0.1 1 22 6 3 120 5 6 REJECT OK"
    assert in_format(line, FORMAT) == "- REJECT 22 6 192.0.2.1 10.0.0.1 OK -"
    assert in_format(line, None) == line
    assert in_format(line.removesuffix(" OK"), FORMAT) is None


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        (("srcaddr", "action"), "can read it: its flow log has no field dstport, protocol"),
        (("srcaddr", "dstport", "protocol", "action"), "matches "),
    ],
)
def test_the_gate_says_which_field_a_detection_wants(fields: tuple[str, ...], seen: str) -> None:
    """Where a list cannot serve a detection, Terraform makes no filter: that it is missing is no
    reason by itself, and adding one would not help."""
    detection = load()["remote-access-from-internet"]
    asked = Question(detection.id, detection.fires, pattern=detection.pattern_text)
    log_format = " ".join(f"${{{name}}}" for name in fields)
    landing = Landing(Chain(), name="/flows", flow_format=Known(log_format))
    (link,) = filters_on(world(), landing, asked)
    (check,) = link.checks
    assert check.why.startswith("no metric filter on log group /flows " + seen)
    assert ("fields" in check.fix) is ("no field" in seen)
