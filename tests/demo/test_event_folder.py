"""Reading a folder of CloudTrail files: every shape, every way to be broken, no byte changed."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.errors import DemoError
from demo.events.folder import fingerprint, folder
from demo.events.splitting import Fault, records
from demo.scene import Play, Record, Recorded

ONE = '{"eventVersion": "1.11", "eventSource":"s3.amazonaws.com","eventName":"A", "eventID":"id-1"}'
# Key order, spacing, an integer beyond 2**53, an escape and a float that Python would write anew.
TWO = (
    '{ "eventName":"B","eventID" : "id-2",\n  "eventSource":"ec2.amazonaws.com",'
    '"requestParameters":{"n":12345678901234567890,"f":1.0e2,"s":"\\u3042 \\/ ]}{["}}'
)


def bodies(play: Play) -> list[str]:
    drafts = [draft for delivery in play.scenes[0].deliveries for draft in delivery.drafts]
    return [draft.record.body.decode() for draft in drafts if isinstance(draft, Recorded)]


def read(directory: Path) -> tuple[Play, list[str]]:
    said: list[str] = []
    return folder(directory, said.append), said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("records.json", f'{{"Records": [{ONE},\n {TWO}]}}'),
        (
            "records-not-first.json",
            f'{{"note": {{"Records": 1}}, "Records": [{ONE},{TWO}], "z": 2}}',
        ),
        ("array.json", f"[\n{ONE}\n,\n{TWO}\n]\n"),
        ("lines.jsonl", ONE + "\n" + TWO.replace("\n", "") + "\n\n"),
        ("lines.json", ONE + "\n" + TWO),
        ("several-objects.json", f'{{"Records":[{ONE}]}}\n{{"Records":[{TWO}]}}'),
        ("with-a-bom.json", f"\ufeff[{ONE},{TWO}]"),
    ],
)
def test_each_shape_gives_the_events_byte_for_byte(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    play, said = read(tmp_path)
    expected = TWO.replace("\n", "") if name == "lines.jsonl" else TWO
    assert bodies(play) == [ONE, expected]
    assert said == []
    assert play.scenes[0].unreadable == ()


def test_gzip_with_two_members_below_a_sub_folder(tmp_path: Path) -> None:
    below = tmp_path / "AWSLogs" / "2026"
    below.mkdir(parents=True)
    half = gzip.compress(f'{{"Records":[{ONE},'.encode())
    (below / "a.json.gz").write_bytes(half + gzip.compress(f"{TWO}]}}".encode()))
    assert bodies(read(tmp_path)[0]) == [ONE, TWO]


def test_one_pretty_printed_event_is_an_event(tmp_path: Path) -> None:
    text = json.dumps(json.loads(ONE), indent=2)
    (tmp_path / "one.json").write_text(text)
    assert bodies(read(tmp_path)[0]) == [text]


def test_an_event_without_an_id_is_sent_and_only_counted(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"eventSource":"a","eventName":"b"}')
    play, _ = read(tmp_path)
    (draft,) = play.scenes[0].deliveries[0].drafts
    assert isinstance(draft, Recorded)
    assert draft.record.event_id is None


# name, bytes, what the reason must say, how many events are read
BROKEN = [
    ("empty.json", b"", "empty", 0),
    ("blank.json", b" \n ", "white space", 0),
    ("truncated.json", f'{{"Records":[{ONE},{TWO[:40]}'.encode(), "line 2", 1),
    ("ends-after-a-record.json", f'{{"Records":[{ONE}'.encode(), "the text ends here", 1),
    ("comma.json", f"[{ONE},]".encode(), "value expected", 1),
    ("text.json", b"<html>not a log</html>", "neither an object nor an array", 0),
    ("number.json", f"[{ONE}, 7, {ONE}]".encode(), "a int, not an event", 2),
    ("config.json", b'{"name": "a package"}', "no CloudTrail event", 0),
    ("latin1.json", f"[{ONE},".encode() + b'"\xe9"]', "not UTF-8", 1),
    ("not-gzip.json.gz", b"plain, but named gz", "neither an object nor an array", 0),
    ("half.json.gz", gzip.compress(f"[{ONE},{TWO}]".encode(), mtime=0)[:-12], "ends too early", 1),
    ("deep.json", b"[" * 100_000, "", 0),
    ("digits.json", b'{"eventID": ' + b"9" * 5000 + b"}", "line 1", 0),
]


@pytest.mark.parametrize(("name", "content", "reason", "events"), BROKEN)
def test_a_broken_file_is_named_its_good_part_read_and_its_bytes_kept(
    tmp_path: Path, name: str, content: bytes, reason: str, events: int
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.json").write_text(f"[{ONE}]")
    play, said = read(tmp_path)
    (fault,) = play.scenes[0].unreadable
    assert fault.path.name == name
    assert reason in fault.reason
    assert fault.recovered == events
    assert fault.raw == content
    assert len(bodies(play)) == events + 1
    assert len(said) == 1
    assert name in said[0]


def test_a_flipped_byte_in_gzip_keeps_what_was_unpacked_before_it(tmp_path: Path) -> None:
    many = ",".join(ONE.replace("id-1", hashlib.sha256(b"%d" % n).hexdigest()) for n in range(900))
    raw = bytearray(gzip.compress(f"[{many}]".encode()))
    raw[len(raw) * 3 // 4] ^= 0xFF
    (tmp_path / "a.json.gz").write_bytes(raw)
    play, said = read(tmp_path)
    (fault,) = play.scenes[0].unreadable
    assert fault.raw == bytes(raw)
    assert "gzip" in fault.reason
    assert fault.recovered > 400
    assert ",".join(bodies(play)[:400]) == many[: len(",".join(bodies(play)[:400]))]
    assert len(said) == 1


@pytest.mark.parametrize("padding", [b"", b"\0\0\0"])
def test_members_that_end_at_any_byte_of_a_piece_are_read(tmp_path: Path, padding: bytes) -> None:
    texts = [f"{ONE}\n".replace("id-1", f"id-{'x' * n}") for n in range(0, 4200, 300)]
    packed = b"".join(gzip.compress(t.encode(), compresslevel=0) + padding for t in texts)
    (tmp_path / "a.json.gz").write_bytes(packed)
    play, said = read(tmp_path)
    assert said == []
    assert bodies(play) == [text.strip() for text in texts]


def test_a_gzip_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demo.events.decompression.MOST_TEXT", 10_000)
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(f"[{ONE}".encode() + b" " * 100_000))
    play, _ = read(tmp_path)
    assert "more than 10000 bytes" in play.scenes[0].unreadable[0].reason
    assert bodies(play) == [ONE]


def test_a_broken_line_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(f'{ONE}\n{{"eventID": \n{TWO.replace(chr(10), "")}\n')
    play, _ = read(tmp_path)
    assert len(bodies(play)) == 2
    assert "line 2" in play.scenes[0].unreadable[0].reason


def test_a_digest_file_is_passed_over_and_said(tmp_path: Path) -> None:
    (tmp_path / "digest.json").write_text('{"digestS3Object": "x", "awsAccountId": "1"}')
    (tmp_path / "good.json").write_text(ONE)
    play, said = read(tmp_path)
    assert bodies(play) == [ONE]
    assert play.scenes[0].unreadable == ()
    assert "digest" in said[0]


def test_no_folder_and_no_file_say_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(DemoError, match="is not a folder"):
        folder(tmp_path / "nowhere", print)
    with pytest.raises(DemoError, match=r"no \*\.json"):
        folder(tmp_path, print)


def test_the_fingerprint_is_of_the_events_not_of_the_files(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    (one / "a.json").write_text(f"[{ONE},{TWO}]")
    (two / "b.jsonl").write_text(TWO.replace("\n", "") + "\n" + ONE)
    assert read(one)[0].fingerprint == read(two)[0].fingerprint
    assert fingerprint(["id-1", "id-2"]) != fingerprint(["id-1", "id-3"])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(
    events=st.lists(st.dictionaries(st.text(max_size=5), json_values, max_size=3), max_size=4),
    indent=st.sampled_from([None, 1]),
    ascii_only=st.booleans(),
    cut=st.floats(0, 1),
)
def test_any_events_come_back_and_any_cut_gives_a_prefix_of_them(
    events: list[dict[str, object]], indent: int | None, ascii_only: bool, cut: float
) -> None:
    named = [{**event, "eventSource": "a", "eventName": "b"} for event in events]
    text = json.dumps({"Records": named}, indent=indent, ensure_ascii=ascii_only)
    text = text.encode("utf-8", "replace").decode()  # a lone surrogate cannot stand in a file
    whole = [found for found in records(text) if isinstance(found, Record)]
    assert [json.loads(record.body) for record in whole] == json.loads(text)["Records"]
    assert all(record.body.decode() in text for record in whole)
    shorter = text[: int(len(text) * cut)]
    found = list(records(shorter)) if shorter != text else []
    part = [item for item in found if isinstance(item, Record)]
    assert part == whole[: len(part)]
    assert found == [] or isinstance(found[-1], Fault)
