"""A child process of the supervisor, with its log."""

import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from cloud.errors import CloudError

_POLL_SECONDS = 0.1
T = TypeVar("T")


@dataclass(frozen=True)
class Child:
    """One started program and the file that holds what it says."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def start(
        cls,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        directory: Path,
        log: Path,
        group: int = 0,
        inherit: Sequence[int] = (),
    ) -> "Child":
        """Start `command` in the process group `group` (0: a new one that it leads).

        Its standard input is a pipe that nobody writes to: a child that reads it sees the end
        of file when the supervisor is gone, however it went.
        """
        with log.open("wb") as output:
            try:
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=dict(environment),
                    cwd=directory,
                    process_group=group,
                    pass_fds=inherit,
                )
            except OSError as error:
                raise CloudError(f"{name} cannot be started: {error}") from error
        return cls(name, process, log)

    def wait_until(self, ready: Callable[[], T | None], seconds: float) -> T:
        """What `ready` returns once it is not None.

        Raises CloudError with the log's last lines when the program ends or time runs out.
        """
        deadline = time.monotonic() + seconds
        while True:
            ended = self.process.poll()
            if (answer := ready()) is not None:
                return answer
            if ended is not None:
                raise CloudError(
                    f"{self.name} ended with code {ended} while starting.{self.tail()}"
                )
            if time.monotonic() > deadline:
                raise CloudError(f"{self.name} was not ready after {seconds:.0f} s.{self.tail()}")
            time.sleep(_POLL_SECONDS)

    def tail(self, lines: int = 15) -> str:
        """The end of the log as an indented block, with its path; empty log: says so."""
        try:
            with self.log.open(errors="replace") as file:
                last = deque(file, maxlen=lines)
        except OSError:
            last = deque()
        shown = "".join(f"\n    {line.rstrip()}" for line in last) or "\n    (nothing)"
        return f"\n  Last lines of {self.log}:{shown}"
