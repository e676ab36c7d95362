"""The hand-written lists: well formed, about real detections, chosen by what is played."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from demo.errors import DemoError
from demo.events.folder import folder
from demo.expected.expected_list import DIRECTORY, ExpectedList, expected_list, read
from demo.scene import Play, Recorded
from hinomi.catalogue import load

STRATUS = Path(__file__).resolve().parents[3] / "shared/data/stratus"
LISTS = sorted(DIRECTORY.glob("*.yaml"))


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.stem)
def test_a_list_speaks_of_detections_that_exist_in_the_right_row(file: Path) -> None:
    catalogue = {one.id: one for one in load()}
    listed = read(file)
    for ring in listed.rings:
        rows = catalogue[ring.detection].references.specification
        assert ring.row in rows if ring.row else not rows, ring.detection
        has_actor = catalogue[ring.detection].log_source == "cloudtrail"
        assert bool(ring.actors) == has_actor, ring.detection
        assert ring.sources
        assert len(ring.reason) > 20
    for quiet in listed.quiet:
        assert quiet.detection in catalogue
        assert quiet.reason


def play(fingerprint: str | None) -> Play:
    return Play("any", (), fingerprint)


def test_the_list_is_chosen_by_the_events_and_never_by_a_name() -> None:
    story, stratus = expected_list(play(None)), read(DIRECTORY / "stratus.yaml")
    assert story is not None
    assert story.name == "story"
    assert expected_list(play(stratus.fingerprint)) == stratus
    assert expected_list(play("sha256:of-other-events")) is None
    chosen = expected_list(play("sha256:of-other-events"), DIRECTORY / "story.yaml")
    assert chosen == story


GOOD: dict[str, Any] = {
    "name": "mine",
    "rings": [{"detection": "a", "actors": [], "sources": ["x"], "count": 1, "reason": "because"}],
}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "is no list"),
        ("[]", "is no list"),
        ({"name": "mine"}, "rings"),
        ({**GOOD, "rings": [{"detection": "a"}]}, "is no list"),
        ({**GOOD, "rings": [{**GOOD["rings"][0], "row": "no-such-row"}]}, "no-such-row"),
        ({**GOOD, "rings": [{**GOOD["rings"][0], "count": "many"}]}, "many"),
        ({**GOOD, "quiet": [{"detection": "a", "reason": "x"}]}, "lists a more than once"),
    ],
)
def test_a_faulty_list_is_named_with_its_fault(tmp_path: Path, content: Any, says: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(content if isinstance(content, str) else yaml.safe_dump(content))
    with pytest.raises(DemoError, match=r"mine\.yaml") as caught:
        read(file)
    assert says in str(caught.value)


def test_a_list_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(DemoError, match="cannot be read"):
        read(tmp_path / "nowhere.yaml")


def stratus_play() -> Play:
    if not STRATUS.is_dir():
        pytest.fail(f"this test wants the recorded events of {STRATUS}; put them there")
    return folder(STRATUS, print)


def test_the_stratus_list_agrees_with_its_events_and_our_patterns() -> None:
    recorded = stratus_play()
    listed = expected_list(recorded)
    assert listed is not None
    assert listed.name == "stratus"
    messages = [
        draft.record.body.decode()
        for delivery in recorded.scenes[0].deliveries
        for draft in delivery.drafts
        if isinstance(draft, Recorded)
    ]
    assert len(messages) == 310
    matches: Counter[str] = Counter()
    thresholds = {}
    for detection in load():
        thresholds[detection.id] = detection.alarm.threshold
        if detection.log_source == "cloudtrail":
            matches[detection.id] = sum(
                detection.pattern.match(message) is not None for message in messages
            )
    rung = {name: n for name, n in matches.items() if n >= thresholds[name]}
    assert rung == counts(listed)


def counts(listed: ExpectedList) -> dict[str, int]:
    return {ring.detection: ring.count for ring in listed.rings}
