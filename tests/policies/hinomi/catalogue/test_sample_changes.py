"""A near miss differs from its sample in what the file says and in nothing else."""

import copy
import json
from typing import Any

import pytest

from hinomi.catalogue import Sample
from hinomi.catalogue.sample_files import Changes, UnknownFieldError, changed

DOCUMENT: dict[str, Any] = {"who": {"type": "Root"}, "list": [{"id": 1}, {"id": 2}], "none": None}
SAMPLE = Sample("record", json.dumps(DOCUMENT), DOCUMENT)
FLOW = Sample("flow", "2 111122223333 eni-1 - - - - - - - 1 2 - NODATA", None)


def changes(
    change: dict[str, Any] | None = None,
    add: dict[str, Any] | None = None,
    remove: tuple[str, ...] = (),
) -> Changes:
    return Changes(change or {}, add or {}, remove)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (changes({"who.type": "IAMUser"}), {**DOCUMENT, "who": {"type": "IAMUser"}}),
        (changes({"list[1].id": 3}), {**DOCUMENT, "list": [{"id": 1}, {"id": 3}]}),
        (changes({"none": 0}), {**DOCUMENT, "none": 0}),
        (changes(add={"who.by": "x"}), {**DOCUMENT, "who": {"type": "Root", "by": "x"}}),
        (changes(remove=("who.type",)), {**DOCUMENT, "who": {}}),
        (changes(remove=("list[0]",)), {**DOCUMENT, "list": [{"id": 2}]}),
    ],
)
def test_change(wanted: Changes, expected: dict[str, Any]) -> None:
    before = copy.deepcopy(DOCUMENT)
    made = changed("cloudtrail", SAMPLE, wanted)
    assert made.document == expected
    assert json.loads(made.message) == expected
    assert SAMPLE.document == before
    assert made.name == f"record with {wanted}"


@pytest.mark.parametrize(
    "wanted",
    [
        changes({"who.kind": "x"}),
        changes({"whom.type": "x"}),
        changes({"list[2].id": 1}),
        changes({"none.a": 1}),
        changes({"": 1}),
        changes(add={"who.type": "x"}),
        changes(add={"list[5]": {}}),
        changes(remove=("who.kind",)),
    ],
    ids=str,
)
def test_change_that_does_not_fit_the_sample_is_refused(wanted: Changes) -> None:
    with pytest.raises(UnknownFieldError):
        changed("cloudtrail", SAMPLE, wanted)


def test_change_of_a_flow_log_line() -> None:
    made = changed("vpc_flow_logs", FLOW, changes({"dstport": 22}, remove=("log-status",)))
    assert made.message == "2 111122223333 eni-1 - - - 22 - - - 1 2 -"


@pytest.mark.parametrize("wanted", [changes({"port": 1}), changes(add={"dstport": 1})])
def test_change_that_does_not_fit_a_flow_log_line_is_refused(wanted: Changes) -> None:
    with pytest.raises(UnknownFieldError):
        changed("vpc_flow_logs", FLOW, wanted)
