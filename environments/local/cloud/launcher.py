"""Starts ministack, mended, on an open socket: `python -m cloud.launcher DESCRIPTOR`.

Runs inside the cloud's virtual environment. ministack's own `main` is not used: it writes a
process-id file to the shared temporary directory and binds its port late.
"""

import os
import signal
import sys
import threading


def main(descriptor: int) -> None:
    """Serve until SIGTERM, or until the supervisor at the other end of our input is gone."""
    threading.Thread(target=_end_with_input, daemon=True).start()

    import asyncio

    _mend()

    from hypercorn.asyncio import serve  # type: ignore[import-not-found]
    from hypercorn.config import Config  # type: ignore[import-not-found]
    from ministack.app import app

    from cloud.answered_again import AnsweredAgain

    config = Config()
    config.bind = [f"fd://{descriptor}"]
    # Never close a connection before its client does: a request on it is lost or, worse, carried
    # out without an answer, and refused when it is tried again, as what it makes is already there.
    # The AWS SDK for Go lets go of a connection after 90 s. Hypercorn would close one after 1,000
    # requests, and an apply makes some 5,000.
    config.keep_alive_timeout = 3600
    config.keep_alive_max_requests = 2**31
    config.graceful_timeout = 1
    asyncio.run(serve(AnsweredAgain(app), config))


def _mend() -> None:
    from cloud.emulator.patch import MendError

    try:
        from cloud.emulator.mends import mend

        mend()
    except MendError as error:
        raise SystemExit(f"the AWS emulator is not started: {error}") from error


def _end_with_input() -> None:
    """Kill the whole process group when the supervisor, which holds our input open, is gone."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main(int(sys.argv[1]))
