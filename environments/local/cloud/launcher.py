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

    config = Config()
    config.bind = [f"fd://{descriptor}"]
    # Longer than any client keeps a connection that it does not use (90 s in the AWS SDK for Go): a
    # request on a connection that we close is lost or, worse, carried out without an answer. Tried
    # again it is then refused, as what it makes is already there.
    config.keep_alive_timeout = 3600
    config.graceful_timeout = 1
    asyncio.run(serve(app, config))


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
