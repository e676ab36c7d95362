"""The lock tells whether a cloud runs, also after a holder that could not say goodbye."""

import os
import signal
import subprocess
import sys

from cloud import lock
from cloud.folders import PACKAGE

HOLD = """
import sys, time, pathlib
from cloud import lock
print(lock.take(pathlib.Path(sys.argv[1])), flush=True)
time.sleep(60)
"""


def test_the_lock_ends_with_its_holder_and_a_second_one_does_not_get_it(tmp_path):
    path = tmp_path / "cloud.lock"
    assert lock.holder(path) is None
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        text=True,
    )
    with process:
        assert process.stdout.readline().strip().isdigit()
        assert lock.holder(path) == process.pid
        assert lock.take(path) is None
        assert not lock.wait_free(path, 0)
        process.send_signal(signal.SIGKILL)
    assert lock.wait_free(path, 5)
    assert lock.holder(path) is None  # its process id is still in the file
    assert path.read_text().strip() == str(process.pid)
    descriptor = lock.take(path)
    assert lock.holder(path) == os.getpid()
    os.close(descriptor)
