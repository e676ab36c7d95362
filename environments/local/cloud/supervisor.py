"""The process that starts emulator and OpenSearch, watches both, and ends both.

It lives in a session of its own, so that a Ctrl-C in the user's terminal reaches the user's
command first. It ends its children when it is told to (SIGTERM), when one of them ends, and
when its standard input closes: the other end is held by the command that wants the cloud, so
even a SIGKILL of that command ends the cloud. With `--keep` the input is not watched.

Should this process itself be killed, the launcher inside the emulator sees its own input
close and kills the children's process group, which holds the emulator, the Lambda functions
it runs, and OpenSearch.

Standard output carries one JSON object a line: {"progress"|"ready"|"failed"|"died": ...}.
"""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from cloud import emulator_process, lock, search_process
from cloud.child import Child
from cloud.errors import CloudError
from cloud.folders import Folders
from cloud.state import ACCOUNT, REGION, Cloud, to_json

_WATCH_SECONDS = 0.5
_STOP_SECONDS = 5


def main(arguments: list[str]) -> int:
    """`supervisor WORK [--keep]`; the exit code is 0 when it was told to end."""
    folders = Folders(Path(arguments[0]))
    _listen(watch_input="--keep" not in arguments)
    if lock.take(folders.lock) is None:
        return _fail(f"a local cloud already runs in {folders.work}. End it: python -m cloud down")
    children: list[Child] = []
    try:
        folders.make_empty()
        cloud = _start(folders, children)
        _write(folders.state, to_json(cloud))
        _say("ready", json.loads(to_json(cloud)))
        dead = _watch(children)
    except (CloudError, OSError) as error:
        return _fail(str(error))
    else:
        _say("died", f"{dead.name} ended with code {dead.process.returncode}.{dead.tail()}")
        return 1
    finally:
        folders.state.unlink(missing_ok=True)
        _stop(children)


def _start(folders: Folders, children: list[Child]) -> Cloud:
    began = time.monotonic()
    emulator, aws_endpoint_url = emulator_process.start(folders)
    children.append(emulator)
    search = search_process.start(
        folders, emulator.process.pid, lambda text: _say("progress", text)
    )
    children.append(search)
    emulator_process.wait(emulator, aws_endpoint_url)
    _say("progress", f"the AWS emulator listens at {aws_endpoint_url}; OpenSearch is starting")
    search_endpoint = search_process.wait(search)
    taken = time.monotonic() - began
    _say("progress", f"OpenSearch listens at {search_endpoint} (all up after {taken:.1f} s)")
    return Cloud(
        aws_endpoint_url=aws_endpoint_url,
        search_endpoint=search_endpoint,
        region=REGION,
        account=ACCOUNT,
        mail_directory=folders.mail,
        logs=folders.logs,
        supervisor=os.getpid(),
    )


def _watch(children: list[Child]) -> Child:
    while True:
        for child in children:
            if child.process.poll() is not None:
                return child
        time.sleep(_WATCH_SECONDS)


def _stop(children: list[Child]) -> None:
    with _undisturbed():
        for child in children:
            child.process.terminate()
        deadline = time.monotonic() + _STOP_SECONDS
        while time.monotonic() < deadline and any(c.process.poll() is None for c in children):
            time.sleep(0.05)
        if children:
            # All children and the Lambda functions of the emulator are in this one group.
            with suppress(ProcessLookupError):
                os.killpg(children[0].process.pid, signal.SIGKILL)
        for child in children:
            child.process.wait()


def _listen(*, watch_input: bool) -> None:
    def end(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    if watch_input:
        threading.Thread(target=_end_with_input, daemon=True).start()


def _end_with_input() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No second SIGTERM interrupts the ending."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    yield


def _write(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    new.write_text(text)
    new.replace(path)


def _say(event: str, content: object) -> None:
    with suppress(OSError):  # the reader may be gone; it is the input that tells us to end
        os.write(sys.stdout.fileno(), (json.dumps({event: content}) + "\n").encode())


def _fail(text: str) -> int:
    _say("failed", text)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
