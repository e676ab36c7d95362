"""python -m demo [--events DIR]: exit 0 it holds, 1 it does not, 2 it could not be played."""

from __future__ import annotations

from pathlib import Path

import click

from demo.ending import exit_with
from demo.pipeline import Settings, run

CHECKOUT = Path(__file__).resolve().parents[1]


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
    settings = Settings(work.resolve(), events, expect, seed)
    exit_with(lambda terminal: run(settings, terminal))


if __name__ == "__main__":
    main()
