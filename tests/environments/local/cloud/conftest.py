"""The local cloud, whole or only its emulator, for the tests of this folder."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import boto3
import pytest

from cloud import emulator_process
from cloud.folders import Folders
from cloud.state import ACCOUNT, REGION

T = TypeVar("T")


class Emulator(NamedTuple):
    """The emulator alone: clients for its services, and where its mails land."""

    endpoint: str
    mail: Path
    log: Path

    def client(self, service: str, account: str = ACCOUNT, region: str = REGION) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=region,
            aws_access_key_id=account,
            aws_secret_access_key="local",
        )


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    folders = Folders(tmp_path_factory.mktemp("emulator"))
    folders.make_empty()
    child, endpoint = emulator_process.start(folders)
    try:
        emulator_process.wait(child, endpoint)
        yield Emulator(endpoint, folders.mail, folders.logs / "emulator.log")
    finally:
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()


@pytest.fixture(scope="session")
def eventually() -> Callable[..., Any]:
    """Wait for what happens a moment later: `eventually(look)` gives the first true answer of
    `look()`, or its last one when the time (seconds) has run out."""

    def wait(look: Callable[[], T], seconds: float = 15) -> T:
        deadline = time.monotonic() + seconds
        while not (seen := look()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return seen

    return wait
