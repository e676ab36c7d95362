"""`hinomi backtest PATH...`: what would have rung over past logs?"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..backtest.outcome import Outcome

_FILE = click.Path(path_type=Path, dir_okay=False)
INCOMPLETE = 1
INTERRUPTED = 130


class _Kind(click.ParamType[str]):
    """A kind of log. The catalogue has the list, and is read only where the option is given."""

    name = "kind"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from ..backtest.log_kind import KINDS

        if value not in KINDS:
            self.fail(f"{value!r} is none of {', '.join(KINDS)}.", param, ctx)
        return value


@click.command("backtest", short_help="Run detections over past logs: what would have rung?")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--detection", "detections", multiple=True, metavar="ID", help="Only this one; repeatable."
)
@click.option("--pattern", help="A filter pattern, over logs of every kind.")
@click.option(
    "--log-source",
    type=_Kind(),
    metavar="KIND",
    help="Read every file as this log source of the catalogue (web_access, ...) or as `plain`,"
    " instead of telling by its content.",
)
@click.option(
    "--detections",
    "directory",
    type=click.Path(path_type=Path, file_okay=False),
    help="The catalogue, instead of the project's own.",
)
@click.option(
    "--at-most",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="N",
    help="Find the threshold that rings at most N times in any seven days.",
)
@click.option(
    "--period", type=click.IntRange(min=60, max=604_800), help="Alarm period to try, in seconds."
)
@click.option("--threshold", type=float, help="Alarm threshold to try.")
@click.option("--evaluation-periods", type=click.IntRange(min=1), help="N of M-out-of-N to try.")
@click.option("--datapoints-to-alarm", type=click.IntRange(min=1), help="M of M-out-of-N to try.")
@click.option(
    "--top",
    type=click.IntRange(1, 100),
    default=5,
    show_default=True,
    help="Principals, sources and regions to name.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; one for each core otherwise.")
@click.option("--json", "json_file", type=_FILE, help="Write the results as JSON, too.")
@click.option("--html", "html_file", type=_FILE, help="Write a page with charts, too.")
def command(
    paths: tuple[str, ...],
    detections: tuple[str, ...],
    pattern: str | None,
    log_source: str | None,
    directory: Path | None,
    at_most: int,
    period: int | None,
    threshold: float | None,
    evaluation_periods: int | None,
    datapoints_to_alarm: int | None,
    top: int,
    jobs: int | None,
    json_file: Path | None,
    html_file: Path | None,
) -> None:
    """Read the logs at each PATH (a file, a folder, or s3://bucket/prefix) and say what would have
    matched, who and from where, and how often the alarms would have rung.

    CloudTrail objects (Records objects, arrays, JSON lines) and VPC flow logs show what they are;
    other logs are lines of which you name the kind. Gzipped or not. The whole catalogue is tested
    unless --detection or --pattern chooses.

    Exit status: 0 everything was read, 1 something could not be read (it is named), 2 the
    back-test could not be done, 130 interrupted (what was found by then is shown).
    """
    from ..backtest.progress import Progress
    from ..backtest.run import Request, backtest
    from ..backtest.watch import AlarmChanges, watches

    changes = AlarmChanges(period, threshold, evaluation_periods, datapoints_to_alarm)
    request = Request(
        paths=paths,
        watches=watches(detections, pattern, changes, directory),
        log_source=log_source,
        at_most=at_most,
        top=top,
        jobs=jobs or _cores(),
    )
    found = backtest(request, Progress())
    try:
        _write_reports(found, json_file, html_file)
    finally:  # a file that cannot be written must not cost an hour's results
        _show(found)
    sys.exit(INTERRUPTED if found.interrupted else INCOMPLETE if found.broken else 0)


def _write_reports(found: Outcome, json_file: Path | None, html_file: Path | None) -> None:
    if json_file:
        from ..backtest.reports import json_report

        _write(json_file, json_report.render(found))
    if html_file:
        from ..backtest.reports import page

        _write(html_file, page.render(found))


def _cores() -> int:
    """The cores that this process may use, fewer than the machine's in a container."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _show(found: Outcome) -> None:
    from rich.console import Console

    from ..backtest.reports import terminal

    # A pipe has no width of its own, and folded lines are hard to search.
    terminal.show(found, Console() if sys.stdout.isatty() else Console(width=160, soft_wrap=True))


def _write(file: Path, text: str) -> None:
    from ..errors import ReportError

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ReportError(
            f"the report cannot be written ({error.strerror or error})",
            where=str(file),
            change="Name a file that can be written.",
        ) from error
