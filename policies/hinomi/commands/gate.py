"""`hinomi gate PLAN.json`: does the plan keep the watch complete?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..verdict import Verdict

_FORMATS = ("terminal", "markdown", "json", "sarif", "junit")
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("gate", short_help="Prove on a plan that the watch is complete.")
@click.argument("plan", type=_FILE)
@click.option("--policy", type=_FILE, help="The environment's policy.yaml.")
@click.option("--profile", help="A profile of policies/profiles, instead of the policy's.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="terminal",
    show_default=True,
    help="What goes to standard output.",
)
@click.option(
    "--output",
    "outputs",
    metavar="FORMAT=FILE",
    multiple=True,
    help="Write a report to a file as well; may be given several times.",
)
@click.option(
    "--source",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder of the plan's root module: findings then name file and line, and checkov's "
    "skip comments count. Without it, the policy's folder.",
)
@click.option(
    "--detections",
    type=click.Path(path_type=Path, file_okay=False),
    help="The catalogue of detections, instead of the project's own.",
)
def command(
    plan: Path,
    policy: Path | None,
    profile: str | None,
    form: str,
    outputs: tuple[str, ...],
    detections: Path | None,
    source: Path | None,
) -> None:
    """Judge PLAN, the output of `terraform show -json`.

    Exit status: 0 the watch is complete, 1 it is not, 2 it could not be judged.
    """
    files = [_target(text) for text in outputs]

    from ..pipeline import Request, gate
    from ..today import today

    verdict = gate(Request(plan, policy, profile, detections, source), today())
    for name, file in files:
        _write(verdict, name, file)
    _show(verdict, form)
    sys.exit(verdict.exit_status)


def _target(text: str) -> tuple[str, Path]:
    name, separator, file = text.partition("=")
    if name not in _FORMATS or not separator or not file:
        raise click.BadParameter(
            f"{text!r} is not FORMAT=FILE with one of {', '.join(_FORMATS)}",
            param_hint="--output",
        )
    return name, Path(file)


def _write(verdict: Verdict, form: str, file: Path) -> None:
    from ..errors import ReportError
    from ..reports import render

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(render(verdict, form), encoding="utf-8")
    except OSError as error:
        raise ReportError(
            f"the report cannot be written ({error.strerror or error})",
            where=str(file),
            change="Name a file that can be written with --output.",
        ) from error


def _show(verdict: Verdict, form: str) -> None:
    if form == "terminal" and sys.stdout.isatty():
        from rich.console import Console

        from ..reports.terminal import show

        show(verdict, Console())
        return
    from ..reports import render

    click.echo(render(verdict, form), nl=False)
