"""python -m demo.workload: exit 0 every log arrived, 1 one did not, 2 it could not be played."""

from __future__ import annotations

from pathlib import Path

import click

from demo.ending import exit_with
from demo.workload.pipeline import Settings, run

CHECKOUT = Path(__file__).resolve().parents[2]


@click.command()
@click.option(
    "--work",
    type=click.Path(path_type=Path),
    default=CHECKOUT / "build/workload",
    help="Where the summary, the gate's words and the logs go.",
)
def main(work: Path) -> None:
    """Applies examples/workload to the local cloud and looks every one of its logs up."""
    settings = Settings(work.resolve())
    exit_with(lambda terminal: run(settings, terminal))


if __name__ == "__main__":
    main()
