"""python -m demo.workload: exit 0 every log arrived, 1 one did not, 2 it could not be played."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType

import click

from demo.errors import DemoError
from demo.terminal import Terminal
from demo.workload.pipeline import Settings, run

CHECKOUT = Path(__file__).resolve().parents[2]
HOLDS, DOES_NOT_HOLD, COULD_NOT_PLAY, INTERRUPTED = 0, 1, 2, 130


@click.command()
@click.option(
    "--work",
    type=click.Path(path_type=Path),
    default=CHECKOUT / "build/workload",
    help="Where the summary, the gate's words and the logs go.",
)
def main(work: Path) -> None:
    """Applies examples/workload to the local cloud and looks every one of its logs up."""
    signal.signal(signal.SIGTERM, _end)
    terminal = Terminal()
    try:
        holds = run(Settings(work.resolve()), terminal)
    except DemoError as error:
        terminal.failed(str(error))
        sys.exit(COULD_NOT_PLAY)
    except KeyboardInterrupt:
        terminal.failed("interrupted; the local cloud has been stopped")
        sys.exit(INTERRUPTED)
    sys.exit(HOLDS if holds else DOES_NOT_HOLD)


def _end(number: int, frame: FrameType | None) -> None:
    # As Ctrl-C does, so that each `with` block stops what it started.
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
