"""The lock that says whether a local cloud runs in a work folder, and which process keeps it.

A file lock ends with its holder however that ends, so it never lies; a process id alone may
have gone to another process by the time it is read.
"""

import fcntl
import os
import time
from pathlib import Path

_POLL_SECONDS = 0.1
_ATTEMPTS = 3


def take(path: Path) -> int | None:
    """Hold the lock until this process ends; returns its descriptor, None when it is taken."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    # Whoever only looks (`holder`) has the lock for an instant, too.
    for _ in range(_ATTEMPTS):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_POLL_SECONDS)
            continue
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        return descriptor
    os.close(descriptor)
    return None


def holder(path: Path) -> int | None:
    """Process id of the one that holds the lock now; None when nobody does."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        text = os.pread(descriptor, 32, 0).strip()
        return int(text) if text else None
    else:
        return None
    finally:
        os.close(descriptor)


def wait_free(path: Path, seconds: float) -> bool:
    """Whether the lock became free within `seconds`."""
    deadline = time.monotonic() + seconds
    while holder(path) is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True
