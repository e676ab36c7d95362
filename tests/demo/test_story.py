"""The story keeps its promises: each detection rings where the list says, and nothing else."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from demo.expected.expected_list import expected_list
from demo.scene import Play, Scene
from demo.story.script import story
from hinomi.catalogue import Catalogue, load

QUIET = "ordinary"
NOW = datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def play() -> Play:
    return story("111122223333", "ap-northeast-1", "1")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


def records(scene: Scene, now: datetime = NOW) -> list[str]:
    drafts = [draft for delivery in scene.deliveries for draft in delivery.drafts]
    return [draft.at(now).body.decode() for draft in drafts]


def rings(play: Play, catalogue: Catalogue) -> Counter[tuple[str, str]]:
    """(detection, scene) -> matching events."""
    found: Counter[tuple[str, str]] = Counter()
    for scene in play.scenes:
        logs = {
            "cloudtrail": records(scene),
            "vpc_flow_logs": [flow.line(NOW) for flow in scene.flows],
        }
        for detection in catalogue:
            messages = logs.get(detection.log_source, [])  # others are not part of the story
            matches = sum(detection.pattern.match(message) is not None for message in messages)
            if matches:
                found[detection.id, scene.id] = matches
    return found


def test_each_detection_of_the_table_rings_in_the_story_as_the_list_says(
    play: Play, catalogue: Catalogue
) -> None:
    listed = expected_list(play)
    assert listed is not None
    table = {one.id for one in catalogue if one.references.specification}
    assert {ring.detection for ring in listed.rings if ring.row} == table
    found = rings(play, catalogue)
    for ring in listed.rings:
        acts = {s: n for (name, s), n in found.items() if name == ring.detection and s != QUIET}
        assert sum(acts.values()) == ring.count, ring.detection
        rows = catalogue[ring.detection].references.specification
        assert ring.row in rows if ring.row else not rows


def test_a_detection_rings_in_one_act_only(play: Play, catalogue: Catalogue) -> None:
    # An alarm that is in ALARM does not notify again: a second act would go unheard.
    listed = expected_list(play)
    assert listed is not None
    names = {ring.detection for ring in listed.rings}
    acts = Counter(name for name, scene in rings(play, catalogue) if scene != QUIET)
    assert {name: acts[name] for name in names} == dict.fromkeys(names, 1)


def test_what_is_not_listed_stays_far_below_its_threshold(play: Play, catalogue: Catalogue) -> None:
    listed = expected_list(play)
    assert listed is not None
    names = {ring.detection for ring in listed.rings}
    matches: Counter[str] = Counter()
    for (name, _), count in rings(play, catalogue).items():
        matches[name] += count
    for name in set(matches) - names:
        assert matches[name] <= catalogue[name].alarm.threshold / 2, name


def test_ordinary_traffic_rings_nothing(play: Play, catalogue: Catalogue) -> None:
    found = {name: n for (name, scene), n in rings(play, catalogue).items() if scene == QUIET}
    for name in set(found) - {"rejected-flows", "rejected-remote-access"}:
        assert found[name] <= catalogue[name].alarm.threshold / 4, name
    starts = [flow.starts(NOW) for flow in play.scenes[0].flows if "REJECT" in flow.line(NOW)]
    alarm = catalogue["rejected-flows"].alarm
    window = timedelta(seconds=alarm.period)
    most = max(sum(start <= other < start + window for other in starts) for start in starts)
    assert most < alarm.threshold / 4


def test_every_record_has_its_own_id_and_the_real_shape(play: Play) -> None:
    bodies = [json.loads(body) for scene in play.scenes for body in records(scene)]
    assert len(bodies) > 1000
    assert len({body["eventID"] for body in bodies}) == len(bodies)
    for body in bodies:
        assert {
            "eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion",
            "sourceIPAddress", "userAgent", "requestParameters", "responseElements", "eventID",
            "readOnly", "eventType", "managementEvent", "recipientAccountId", "eventCategory",
        } <= set(body)  # fmt: skip
        assert body["eventSource"].endswith(".amazonaws.com")
        assert body["recipientAccountId"] == "111122223333"
        assert ("requestID" in body) == (body["eventType"] == "AwsApiCall")
        assert "$" not in json.dumps(body["requestParameters"])


def test_the_times_are_of_now(play: Play) -> None:
    for scene in play.scenes:
        for body in records(scene):
            moment = datetime.fromisoformat(json.loads(body)["eventTime"])
            assert NOW - timedelta(minutes=31) <= moment <= NOW
        for flow in scene.flows:
            assert NOW - timedelta(minutes=31) <= flow.starts(NOW) <= NOW


def test_an_intruders_events_carry_the_very_moment_of_sending(play: Play) -> None:
    hostile = [body for scene in play.scenes if scene.hostile for body in records(scene)]
    stolen = [json.loads(body) for body in hostile if "203.0.113.66" in body]
    assert {event["eventTime"] for event in stolen} == {"2026-03-01T12:00:30Z"}


def test_the_same_seed_tells_the_same_story_and_another_one_another(play: Play) -> None:
    again = story("111122223333", "ap-northeast-1", "1")
    other = story("111122223333", "ap-northeast-1", "2")
    assert [records(s) for s in again.scenes] == [records(s) for s in play.scenes]
    assert [f.line(NOW) for s in again.scenes for f in s.flows] == [
        f.line(NOW) for s in play.scenes for f in s.flows
    ]
    assert records(other.scenes[0]) != records(play.scenes[0])


def test_an_act_is_told_in_both_languages(play: Play) -> None:
    for scene in play.scenes:
        for words in (scene.title, scene.caption):
            assert words["en"].isascii()
            assert not words["ja"].isascii()


def test_near_misses_are_among_the_ordinary_calls(play: Play) -> None:
    text = "\n".join(records(play.scenes[0]))
    for call in ("CreateVolume", "ModifyInstanceAttribute", "ModifyDBInstance", '"type":"Root"'):
        assert call in text
