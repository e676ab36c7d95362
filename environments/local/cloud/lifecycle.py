"""Starting, finding and ending a local cloud from the outside."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cloud import lock
from cloud.errors import CloudError
from cloud.folders import CHECKOUT, PACKAGE, VENV_PYTHON, Folders
from cloud.state import Cloud, from_json

Report = Callable[[str], None]

_STOP_SECONDS = 20


def _silent(_text: str) -> None:
    pass


@contextmanager
def running(work: Path, report: Report = _silent) -> Iterator[Cloud]:
    """A new, empty local cloud for the time of the `with` block.

    `work` is its folder (logs, mail, state; emptied first), `report` gets progress lines.
    Both services are gone when the block has ended, by whatever way: also when this very
    process is killed. Raises CloudError when the cloud does not start.
    """
    supervisor = _spawn(work, keep=False)
    try:
        yield _await_ready(supervisor, work, report)
    finally:
        _end(supervisor, report)


def up(work: Path, report: Report) -> Cloud:
    """A local cloud that stays until `down`; the one that runs already, if one does."""
    if (found := find(work)) is not None:
        report(f"already running in {work}")
        return found
    supervisor = _spawn(work, keep=True)
    try:
        cloud = _await_ready(supervisor, work, report)
    except BaseException:
        _end(supervisor, report)
        raise
    # It outlives this process on purpose; Popen would warn that it still runs.
    supervisor.returncode = 0
    for pipe in (supervisor.stdin, supervisor.stdout):
        if pipe is not None:
            pipe.close()
    return cloud


def down(work: Path) -> bool:
    """End the cloud of `work`; False when none was running. Raises CloudError if it stays."""
    folders = Folders(work)
    holder = lock.holder(folders.lock)
    if holder is None:
        return False
    with suppress(ProcessLookupError):
        os.kill(holder, signal.SIGTERM)
    if not lock.wait_free(folders.lock, _STOP_SECONDS):
        with suppress(ProcessLookupError):
            os.kill(holder, signal.SIGKILL)
        if not lock.wait_free(folders.lock, _STOP_SECONDS):
            raise CloudError(f"process {holder} does not end; look at it: ps -p {holder}")
    return True


def find(work: Path) -> Cloud | None:
    """The cloud that runs in `work`; None when none does or it is still starting."""
    folders = Folders(work)
    if lock.holder(folders.lock) is None:
        return None
    try:
        return from_json(folders.state.read_text(), folders.state)
    except FileNotFoundError:
        return None


def _spawn(work: Path, *, keep: bool) -> "subprocess.Popen[bytes]":
    if not VENV_PYTHON.exists():
        raise CloudError(
            f"the local cloud's virtual environment is not there ({VENV_PYTHON}). "
            "`make demo`, `make test` and `make up` make it from requirements/cloud.txt."
        )
    folders = Folders(work.resolve())
    folders.logs.mkdir(parents=True, exist_ok=True)
    keeping = ["--keep"] if keep else []
    with _supervisor_log(folders).open("wb") as errors:
        return subprocess.Popen(
            [sys.executable, "-m", "cloud.supervisor", str(folders.work), *keeping],
            stdin=subprocess.DEVNULL if keep else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=CHECKOUT,
            env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
            start_new_session=True,
        )


def _supervisor_log(folders: Folders) -> Path:
    return folders.logs / "supervisor.log"


def _await_ready(supervisor: "subprocess.Popen[bytes]", work: Path, report: Report) -> Cloud:
    for event, content in _events(supervisor):
        if event == "progress":
            report(str(content))
        elif event == "ready":
            return from_json(json.dumps(content), Folders(work).state)
        elif event == "failed":
            raise CloudError(str(content))
    log = _supervisor_log(Folders(work))
    raise CloudError(f"the local cloud's supervisor ended early; see {log}")


def _end(supervisor: "subprocess.Popen[bytes]", report: Report) -> None:
    """End the supervisor and wait for it; a service that had died meanwhile is reported."""
    with suppress(ProcessLookupError):
        supervisor.terminate()
    try:
        supervisor.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        supervisor.kill()
        supervisor.wait()
    for event, content in _events(supervisor):
        if event == "died":
            report(f"while the local cloud was in use, {content}")
    for pipe in (supervisor.stdin, supervisor.stdout):
        if pipe is not None:
            pipe.close()


def _events(supervisor: "subprocess.Popen[bytes]") -> Iterator[tuple[str, object]]:
    if supervisor.stdout is None:
        return
    for line in supervisor.stdout:
        yield from json.loads(line).items()
