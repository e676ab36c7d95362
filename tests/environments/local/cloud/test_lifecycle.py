"""The local cloud ends with whoever started it, and says why when it does not start."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

import cloud
from cloud import lifecycle
from cloud.child import Child
from cloud.folders import PACKAGE
from cloud.state import from_json

pytestmark = pytest.mark.cloud

HOLDER = """
import sys, time, pathlib, cloud
with cloud.running(pathlib.Path(sys.argv[1])) as here:
    print(here.supervisor, flush=True)
    time.sleep(600)
"""


def tree(pid: int) -> set[int]:
    """`pid` and the processes below it."""
    listed = subprocess.run(
        ["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True
    )
    parents = {int(a): int(b) for a, b in map(str.split, listed.stdout.splitlines())}
    found, size = {pid}, 0
    while len(found) > size:
        size = len(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return found


def alive(pids: set[int]) -> set[int]:
    listed = subprocess.run(
        ["ps", "-axo", "pid=,stat="], capture_output=True, text=True, check=True
    )
    running = {
        int(pid)
        for pid, state in map(str.split, listed.stdout.splitlines())
        if not state.startswith("Z")
    }
    return pids & running


@pytest.fixture
def holder(tmp_path):
    """A process that holds a local cloud, and the supervisor of that cloud."""
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
        # A test run in the background of a shell hands down an ignored SIGINT.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    yield process, int(process.stdout.readline())
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_survives_its_holder(holder, number, eventually):
    process, supervisor = holder
    processes = tree(supervisor)
    assert len(processes) >= 3  # supervisor, emulator, OpenSearch
    process.send_signal(number)
    assert eventually(lambda: not alive(processes))


def test_nothing_survives_the_supervisor(holder, eventually):
    _process, supervisor = holder
    processes = tree(supervisor)
    os.kill(supervisor, signal.SIGKILL)
    assert eventually(lambda: not alive(processes))


def test_an_error_inside_the_block_ends_all_and_is_not_hidden(tmp_path):
    seen: set[int] = set()

    def fail() -> None:
        with cloud.running(tmp_path) as here:
            seen.update(tree(here.supervisor))
            with pytest.raises(cloud.CloudError, match="already runs in"), cloud.running(tmp_path):
                pass
            with urllib.request.urlopen(here.search_endpoint) as answer:  # noqa: S310 - ours
                assert json.load(answer)["version"]["number"] == "3.8.0"
            raise LookupError("the caller's own")

    with pytest.raises(LookupError, match="the caller's own"):
        fail()
    assert len(seen) >= 3
    assert not alive(seen)


def test_one_that_dies_takes_the_other_along_and_is_reported(tmp_path, eventually):
    said: list[str] = []
    with cloud.running(tmp_path, said.append) as here:
        emulator, *others = sorted(tree(here.supervisor) - {here.supervisor})
        os.kill(emulator, signal.SIGKILL)
        assert eventually(lambda: not alive({here.supervisor, *others}))
    assert any("the AWS emulator ended with code -9" in line for line in said)


def test_up_stays_and_down_ends_exactly_that(tmp_path, eventually):
    here = lifecycle.up(tmp_path, lambda _: None)
    try:
        assert lifecycle.find(tmp_path) == here
        assert lifecycle.up(tmp_path, lambda _: None) == here
        processes = tree(here.supervisor)
        assert lifecycle.down(tmp_path)
        assert eventually(lambda: not alive(processes))
        assert lifecycle.find(tmp_path) is None
        assert not lifecycle.down(tmp_path)
    finally:
        lifecycle.down(tmp_path)


def test_a_failed_start_says_what_failed_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("M2_REPO", str(tmp_path / "empty"))
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nobody listens there
    with pytest.raises(cloud.CloudError) as caught, cloud.running(tmp_path / "work"):
        pass
    assert "OpenSearch's jars could not be fetched" in str(caught.value)
    assert "cannot fetch args4j:args4j:2.33" in str(caught.value)
    assert str(tmp_path / "work" / "logs" / "opensearch-jars.log") in str(caught.value)
    assert "Traceback" not in str(caught.value)
    listed = subprocess.run(["ps", "-axo", "args="], capture_output=True, text=True, check=True)
    assert str(tmp_path) not in listed.stdout


def test_a_missing_virtual_environment_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(lifecycle, "VENV_PYTHON", Path("build/cloud/venv/bin/no-python"))
    with pytest.raises(cloud.CloudError, match=r"no-python.*make up"), cloud.running(tmp_path):
        pass


def test_a_service_that_never_gets_ready_shows_its_last_words(tmp_path):
    child = Child.start(
        "the service",
        [sys.executable, "-c", "print('first'); print('address in use')"],
        environment={},
        directory=tmp_path,
        log=tmp_path / "service.log",
    )
    with pytest.raises(cloud.CloudError) as caught:
        child.wait_until(lambda: None, seconds=10)
    assert "the service ended with code 0" in str(caught.value)
    assert "address in use" in str(caught.value)


def test_a_state_file_that_is_not_ours_is_named(tmp_path):
    with pytest.raises(cloud.CloudError, match=r"cloud\.json is not a state file"):
        from_json('{"since": 1}', tmp_path / "cloud.json")
