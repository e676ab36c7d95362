"""python -m demo [--events DIR]: exit 0 it holds, 1 it does not, 2 it could not be played."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType

import click

from demo.errors import DemoError
from demo.pipeline import Settings, run
from demo.terminal import Terminal

CHECKOUT = Path(__file__).resolve().parents[1]
HOLDS, DOES_NOT_HOLD, COULD_NOT_PLAY, INTERRUPTED = 0, 1, 2, 130


@click.command()
@click.option(
    "--events",
    type=click.Path(path_type=Path),
    help="Play the CloudTrail files under this folder instead of the story.",
)
@click.option(
    "--expect",
    type=click.Path(path_type=Path),
    help="A list of what must ring, in the form of demo/expected/*.yaml.",
)
@click.option("--seed", default="1", help="Another seed makes other ordinary traffic.")
@click.option(
    "--work",
    type=click.Path(path_type=Path),
    default=CHECKOUT / "build/demo",
    help="Where the summary, the report and the logs go.",
)
def main(events: Path | None, expect: Path | None, seed: str, work: Path) -> None:
    """Plays an intrusion against the local cloud and shows what the watch made of it."""
    signal.signal(signal.SIGTERM, _end)
    terminal = Terminal()
    try:
        holds = run(Settings(work.resolve(), events, expect, seed), terminal)
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
