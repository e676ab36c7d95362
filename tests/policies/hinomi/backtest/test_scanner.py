"""From an object to counts: what kind it is, and what goes wrong with it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from hinomi import catalogue
from hinomi.backtest.archive import LogObject
from hinomi.backtest.scanner import Scanner
from hinomi.backtest.tally import Counts
from hinomi.backtest.watch import AlarmChanges, Watch, watches
from hinomi.catalogue import FLOW_LOG_FIELDS

NO_CHANGES = AlarmChanges()
ALL = watches((), None, NO_CHANGES, None)
REJECTED = (
    "2 123456789012 eni-0a1b2c3d 198.51.100.7 10.0.0.1 4000 22 6 1 40 "
    "1782864000 1782864060 REJECT OK"
)


def scanned(
    tmp_path: Path, content: str | bytes, tested: tuple[Watch, ...], log_source: str | None = None
) -> Counts:
    file = tmp_path / "vpcflowlogs" / "eu-west-1" / "2026" / "object"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    scanner = Scanner(tested, log_source)
    scanner.scan(LogObject(str(file), file.stat().st_size), lambda: None)
    return scanner.take()


def matched(counts: Counts, tested: tuple[Watch, ...]) -> dict[str, int]:
    return {tested[index].id: tally.matches for index, tally in counts.tallies.items()}


@pytest.mark.parametrize("one", list(catalogue.load()), ids=lambda one: str(one.id))
def test_each_detection_finds_its_samples_and_none_of_its_near_misses(
    one: catalogue.Detection, tmp_path: Path
) -> None:
    tested = tuple(watch for watch in ALL if watch.id == one.id)

    def matches(samples: tuple[catalogue.Sample, ...]) -> int:
        lines = "\n".join(sample.message for sample in samples)
        counts = scanned(tmp_path, lines, tested, one.log_source)
        assert counts.reading(one.log_source).events == len(samples)
        return sum(tally.matches for tally in counts.tallies.values())

    assert matches(tuple(one.fires)) == len(one.fires)
    assert matches(tuple(one.quiet)) == 0


def test_flow_logs_of_the_default_format_with_and_without_a_header(tmp_path: Path) -> None:
    header = " ".join(FLOW_LOG_FIELDS) + "\n"
    with_header = scanned(tmp_path, header + REJECTED + "\n", ALL)
    assert matched(with_header, ALL) == matched(scanned(tmp_path, REJECTED, ALL), ALL)
    assert matched(with_header, ALL)["rejected-remote-access"] == 1
    assert with_header.reading("vpc_flow_logs").events == 1
    (tally,) = (t for i, t in with_header.tallies.items() if ALL[i].id == "rejected-remote-access")
    assert tally.sources.top(1) == [("198.51.100.7", 1)]
    assert tally.regions.top(1) == [("eu-west-1", 1)]
    assert tally.first == 1782864000


def test_a_field_list_of_its_own_is_read_by_its_header(tmp_path: Path) -> None:
    values = dict(zip(FLOW_LOG_FIELDS, REJECTED.split(" "), strict=True)) | {"region": "eu-south-2"}
    names = ["region", *reversed(FLOW_LOG_FIELDS)]
    content = " ".join(names) + "\n" + " ".join(values[name] for name in names) + "\n"
    counts = scanned(tmp_path, gzip.compress(content.encode()), ALL)
    assert matched(counts, ALL) == matched(scanned(tmp_path, REJECTED, ALL), ALL)
    assert not counts.unasked
    assert all(tally.regions.top(1) == [("eu-south-2", 1)] for tally in counts.tallies.values())


def test_a_detection_whose_field_is_not_in_the_list_is_not_tested_and_says_why(
    tmp_path: Path,
) -> None:
    names = [name for name in FLOW_LOG_FIELDS if name != "dstport"]
    values = dict(zip(FLOW_LOG_FIELDS, REJECTED.split(" "), strict=True))
    content = " ".join(names) + "\n" + " ".join(values[name] for name in names) + "\n"
    counts = scanned(tmp_path, content, ALL)
    reasons = {ALL[index].id: reason for index, reason in counts.unasked}
    assert "has no field dstport" in reasons["rejected-remote-access"]
    assert "rejected-flows" not in reasons
    assert matched(counts, ALL)["rejected-flows"] == 1


def test_a_pattern_reads_logs_of_every_kind_as_they_are(tmp_path: Path) -> None:
    tested = watches((), "ERROR", NO_CHANGES, None)
    counts = scanned(tmp_path, "2026-07-01T00:00:00Z ERROR\nfine\n", tested)
    assert matched(counts, tested) == {"pattern": 1}
    assert counts.reading("plain").events == 2
    assert counts.tallies[0].first is not None


def test_what_nothing_tested_reads_is_passed_over_and_counted(tmp_path: Path) -> None:
    counts = scanned(tmp_path, "an application started\n", ALL)
    assert counts.passed_over == {"plain": 1}
    digest = json.dumps({"awsAccountId": "1", "digestStartTime": "2026-07-01T00:00:00Z"})
    assert scanned(tmp_path, digest, ALL).passed_over == {"CloudTrail digest": 1}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PAR1\x15\x04", "Parquet"),
        (gzip.compress(b'{"Records":[{"eventName":"A"}]}' * 9)[:-9], "ends too early"),
        (b'{"Records":[{"eventName":"A"},{"eventName":', "ends too early"),
    ],
    ids=["parquet", "cut off", "cut JSON"],
)
def test_an_object_that_cannot_be_read_is_named(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    counts = scanned(tmp_path, content, ALL)
    assert counts.broken == 1
    (problem,) = counts.problems
    assert problem.name.endswith("object")
    assert reason in problem.reason


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    scanner = Scanner(ALL)
    scanner.scan(LogObject(str(tmp_path / "gone"), 1), lambda: None)
    (problem,) = scanner.take().problems
    assert problem.reason == "it cannot be read (No such file or directory)"
