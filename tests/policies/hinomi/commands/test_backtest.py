"""`hinomi backtest`: what it prints and writes, its exit statuses, Ctrl-C."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hinomi.cli import cli

Run = Callable[..., Result]
HINOMI = [sys.executable, "-m", "hinomi.cli"]

# The command, then its peak in KB. Linux counts the memory of the process that started it into
# ru_maxrss, so there it is read from /proc.
PEAK = """
import resource, sys
from hinomi.cli import cli
try:
    cli(sys.argv[1:])
except SystemExit as end:
    assert end.code == 0, end.code
if sys.platform == "linux":
    lines = open("/proc/self/status")
    print(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def event(minute: int, **changes: Any) -> dict[str, Any]:
    """StopLogging, by eve, at so many minutes."""
    return {
        "eventVersion": "1.08",
        "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::1:user/eve", "userName": "eve"},
        "eventTime": f"2026-07-{1 + minute // 1440:02}T{minute // 60 % 24:02}:{minute % 60:02}:00Z",
        "eventSource": "cloudtrail.amazonaws.com",
        "eventName": "StopLogging",
        "awsRegion": "eu-west-1",
        "sourceIPAddress": "198.51.100.7",
        "eventID": f"id-{minute}",
        **changes,
    }


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """Three days; StopLogging at noon of each, and failed sign-ins that straddle two periods."""
    folder = tmp_path / "logs"
    folder.mkdir()
    events = [event(day * 1440 + 720) for day in range(3)]
    sign_in = {
        "eventName": "ConsoleLogin",
        "eventSource": "signin.amazonaws.com",
        "errorMessage": "Failed authentication",
    }
    events += [event(minute, **sign_in) for minute in (3, 4, 5)]
    (folder / "a.json.gz").write_bytes(gzip.compress(json.dumps({"Records": events}).encode()))
    (folder / "b.json").write_text(json.dumps(event(0, eventName="DescribeTrails")))
    return folder


@pytest.fixture
def run() -> Run:
    return lambda *arguments: CliRunner().invoke(cli, ["backtest", *map(str, arguments)])


def results(file: Path) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in json.loads(file.read_text())["results"]}


def test_the_whole_catalogue_over_a_folder(run: Run, logs: Path, tmp_path: Path) -> None:
    result = run(logs, "--json", tmp_path / "out.json")
    assert result.exit_code == 0, result.output
    assert "Matched nothing" in result.output
    assert "no VPC flow log was read" in result.output
    document = json.loads((tmp_path / "out.json").read_text())
    assert (document["schema"], document["complete"]) == ("hinomi.backtest/1", True)
    assert document["log_sources"] == {"cloudtrail": {"objects": 2, "events": 7}}
    tampered = results(tmp_path / "out.json")["trail-tampered"]
    assert (tampered["matches"], tampered["rings"]["count"]) == (3, 3)
    assert (tampered["first"], tampered["last"]) == ("2026-07-01T12:00:00Z", "2026-07-03T12:00:00Z")
    assert tampered["rings"]["times"][0] == "2026-07-01T12:05:00Z"
    assert tampered["days"] == {f"2026-07-0{day}": 1 for day in (1, 2, 3)}
    assert tampered["principals"]["values"] == [{"value": "arn:aws:iam::1:user/eve", "count": 3}]
    assert tampered["sources"]["values"] == [{"value": "198.51.100.7", "count": 3}]
    assert tampered["regions"]["values"] == [{"value": "eu-west-1", "count": 3}]
    assert tampered["threshold_for_at_most"] == 2


def test_events_that_straddle_two_periods_ring_only_with_the_longer_one(
    run: Run, logs: Path, tmp_path: Path
) -> None:
    rings = {}
    for period in (300, 600):
        file = tmp_path / f"{period}.json"
        run(logs, "--detection", "console-sign-in-failures", "--period", period, "--json", file)
        (one,) = results(file).values()
        assert one["matches"] == 3
        rings[period] = one["rings"]["count"]
    assert rings == {300: 0, 600: 1}


def test_a_pattern_on_the_line_with_an_alarm_to_try(run: Run, logs: Path, tmp_path: Path) -> None:
    pattern = '{ $.eventName = "*Logging" }'
    result = run(
        logs, "--pattern", pattern, "--threshold", 2, "--at-most", 2, "--json", tmp_path / "o"
    )
    assert result.exit_code == 0
    (one,) = results(tmp_path / "o").values()
    assert (one["id"], one["matches"], one["rings"]["count"]) == ("pattern", 3, 0)


def test_the_page_asks_the_network_for_nothing_and_escapes_what_logs_hold(
    run: Run, logs: Path, tmp_path: Path
) -> None:
    evil = "<script>alert(1)</script>"
    (logs / "c.json").write_text(json.dumps([event(1, sourceIPAddress=evil)]))
    chosen = ["--detection", "trail-tampered", "--detection", "console-sign-in-failures"]
    assert run(logs, *chosen, "--html", tmp_path / "page.html").exit_code == 0
    page = (tmp_path / "page.html").read_text()
    assert "4 rings from 1 July 2026 to 3 July 2026" in page
    assert page.count("<svg") == 3  # all rings, and what matched: trail-tampered, failed sign-ins
    assert evil not in page
    assert "&lt;script&gt;" in page
    assert "src=" not in page
    assert "@import" not in page


def test_a_terminal_is_never_obeyed(run: Run, logs: Path) -> None:
    (logs / "c.json").write_text(json.dumps([event(1, sourceIPAddress="\x1b[2Jgone")]))
    result = run(logs)
    assert "\x1b" not in result.output
    assert "[2Jgone" in result.output


def test_a_broken_file_is_named_and_skipped_and_the_exit_status_says_so(
    run: Run, logs: Path
) -> None:
    whole = (logs / "a.json.gz").read_bytes()
    (logs / "broken.json.gz").write_bytes(whole[:-20])
    result = run(logs)
    assert result.exit_code == 1
    assert "1 object could not be read to the end" in result.output
    assert "broken.json.gz: the gzip data ends too early" in result.output
    assert "trail-tampered" in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--detection", "no-such"], "there is no detection 'no-such'"),
        (["--pattern", "{ $.a == 1 }"], "would refuse this pattern"),
        (["--log-source", "syslog"], "'syslog' is none of application, cloudtrail, "),
        (["--datapoints-to-alarm", "3"], "3 of 1 periods can never be"),
        (["--period", "86400", "--evaluation-periods", "9"], "longer than AWS takes"),
        (["--detections", "nowhere"], "nowhere"),
    ],
)
def test_what_cannot_be_is_exit_2_with_what_to_change(
    logs: Path, arguments: list[str], words: str
) -> None:
    done = subprocess.run(
        [*HINOMI, "backtest", str(logs), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_logs_of_which_none_is_read_are_no_clean_result(tmp_path: Path) -> None:
    (tmp_path / "application.log").write_text("started\n")
    done = subprocess.run(
        [*HINOMI, "backtest", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "nothing there is a log that the patterns read (plain: 1)" in done.stderr


def test_results_are_shown_though_a_report_cannot_be_written(logs: Path) -> None:
    done = subprocess.run(
        [*HINOMI, "backtest", str(logs), "--json", str(logs / "a.json.gz" / "x.json")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "trail-tampered" in done.stdout
    assert "the report cannot be written" in done.stderr


def test_a_reader_that_has_enough_is_no_fault(logs: Path) -> None:
    process = subprocess.Popen(
        [*HINOMI, "backtest", str(logs)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()  # as `head` does, only sooner
    assert process.stderr.read() == b""
    process.wait(30)


@pytest.mark.parametrize(("jobs", "presses"), [("1", 2), ("2", 1)])
def test_ctrl_c_prints_what_it_has(logs: Path, jobs: str, presses: int) -> None:
    """The second object is a pipe that never ends, as a download that hangs."""
    pipe = logs.parent / "endless"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [*HINOMI, "backtest", str(logs), str(pipe), "--jobs", jobs],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with pipe.open("wb"):  # waits until it is being read
        for _ in range(presses):
            assert process.poll() is None
            process.send_signal(signal.SIGINT)
            time.sleep(0.5)
        output, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert output.startswith("Interrupted: this is what was found until then.")
    assert re.search(r"trail-tampered +3 ", output)
    assert "Traceback" not in errors


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    """One object of ten times as many events, every one by another user from another address."""

    def peak(events: int) -> int:
        file = tmp_path / f"{events}.json.gz"
        usual = json.dumps(event(1)).replace("198.51.100.7", "%s").replace("user/eve", "user/%s")
        with gzip.open(file, "wt", compresslevel=1) as out:
            out.write('{"Records":[' + ",".join(usual % (n, n) for n in range(events)) + "]}")
        done = subprocess.run(
            [sys.executable, "-c", PEAK, "backtest", str(file), "--jobs", "1"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert f"Read: {events:,} CloudTrail events" in done.stdout
        return int(done.stdout.splitlines()[-1])

    few, many = peak(20_000), peak(200_000)
    assert many < few * 1.15, f"{few} KB, then {many} KB"
