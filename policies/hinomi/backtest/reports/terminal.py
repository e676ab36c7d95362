"""The outcome on a terminal: one table, then who and where for each detection that matched."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..outcome import Outcome, Result, Top
from . import wording

_SEVERITIES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan"}
_MOST_PROBLEMS = 20


def show(outcome: Outcome, console: Console) -> None:
    """Print it, with colours where the console has them."""
    _headline(outcome, console)
    results = wording.ordered(outcome)
    if results:
        console.print()
        console.print(_table(results, outcome.at_most))
        for one in results:
            _details(one, console)
    _silent(outcome, console)
    _problems(outcome, console)


def _headline(outcome: Outcome, console: Console) -> None:
    rings = sum(len(one.rings) for one in outcome.results)
    matches = sum(one.matches for one in outcome.results)
    text = Text()
    if outcome.interrupted:
        text.append("Interrupted: this is what was found until then. ", style="bold yellow")
    text.append(
        f"{wording.counted(rings, 'ring')} from {wording.counted(matches, 'matching event')}"
        if matches != 1
        else f"{wording.counted(rings, 'ring')} from 1 matching event",
        style="bold",
    )
    text.append("\nRead: " + ", ".join(wording.read(outcome)), style="dim")
    for line in wording.passed_over(outcome):
        text.append("\n" + line, style="dim")
    console.print(text)


def _table(results: list[Result], at_most: int) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("Detection", overflow="fold", min_width=18)
    table.add_column("Matches", justify="right")
    table.add_column("First (UTC)", min_width=10)
    table.add_column("Last", min_width=10)
    table.add_column("Alarm", min_width=10)
    table.add_column("Rings", justify="right")
    table.add_column("Worst week", justify="right")
    table.add_column("In ALARM", justify="right")
    table.add_column(f"For ≤ {at_most} a week", justify="right")
    for one in results:
        table.add_row(
            Text(one.watch.id, style=_SEVERITIES.get(one.watch.severity, "")),
            f"{one.matches:,}",
            wording.moment(one.first),
            wording.moment(one.last),
            wording.alarm(one.watch.alarm),
            Text(f"{len(one.rings):,}", style="bold" if one.rings else "dim"),
            f"{one.rings_in_busiest_week:,}",
            wording.duration(one.seconds_in_alarm) if one.rings else "",
            wording.threshold(one, at_most),
        )
    return table


def _details(result: Result, console: Console) -> None:
    title = Text(result.watch.id, style="bold")
    if result.watch.title:
        title.append(f"  {result.watch.title}", style="dim")
    console.print(title)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", min_width=10)
    grid.add_column(justify="right")
    grid.add_column(overflow="fold")
    for name, top in (
        ("principals", result.principals),
        ("sources", result.sources),
        ("regions", result.regions),
    ):
        _rows(grid, name, top)
    if result.untimed:
        grid.add_row("no time", f"{result.untimed:,}", "matches that can ring nothing")
    console.print(Padding(grid, (0, 0, 1, 2)))


def _rows(grid: Table, name: str, top: Top) -> None:
    for at, (value, count) in enumerate(top.values):
        grid.add_row(name if at == 0 else "", f"{count:,}", _printable(value))
    if top.missed:
        grid.add_row("", "", f"(each up to {top.missed:,} more: too many different ones)")


def _silent(outcome: Outcome, console: Console) -> None:
    quiet = wording.quiet(outcome)
    if quiet:
        text = Text(f"Matched nothing ({len(quiet)}): ", style="bold")
        console.print(text.append(", ".join(quiet), style="dim not bold"))
    for reason, ids in wording.untested(outcome).items():
        text = Text(f"Not tested ({len(ids)}), {reason}: ", style="bold yellow")
        console.print(text.append(", ".join(ids), style="dim not bold"))


def _problems(outcome: Outcome, console: Console) -> None:
    if not outcome.broken:
        return
    console.print()
    title = f"{wording.counted(outcome.broken, 'object')} could not be read to the end:"
    console.print(Text(title, style="bold red"))
    for one in outcome.problems[:_MOST_PROBLEMS]:
        console.print(Text(f"  {_printable(one.name)}: {_printable(one.reason)}"))
    left = outcome.broken - min(len(outcome.problems), _MOST_PROBLEMS)
    if left:
        console.print(Text(f"  and {left:,} more"))


def _printable(text: str) -> str:
    """A log may hold anything; a terminal must not obey it."""
    return "".join(one if one.isprintable() else "�" for one in text)
