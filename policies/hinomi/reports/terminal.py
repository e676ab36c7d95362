"""The verdict on a terminal: the verdict line, what fails and how to mend it, the rest below."""

from __future__ import annotations

import io

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..chains.links import Chain, State
from ..findings import Finding, Status
from ..verdict import Verdict
from . import sections
from .sections import ARROW, MARKS, plain

_COLOURS = {
    Status.PASS: "green",
    Status.FAIL: "bold red",
    Status.UNKNOWN: "yellow",
    Status.WAIVED: "cyan",
    Status.NOT_APPLICABLE: "dim",
}
_LINKS = {State.HOLDS: "", State.UNPROVED: "yellow", State.BROKEN: "bold red"}


def render(verdict: Verdict) -> str:
    """Plain text, for a pipe or a file."""
    out = io.StringIO()
    show(verdict, Console(file=out, width=160, no_color=True, legacy_windows=False))
    return out.getvalue()


def show(verdict: Verdict, console: Console) -> None:
    """Print to `console`, with colours where it has them."""
    console.print(_headline(verdict))
    for part in (
        _problems(verdict),
        _failures(verdict),
        _removals(verdict),
        _chains(verdict),
        _controls(verdict),
        _waived(verdict),
        _checkov(verdict),
    ):
        if part is not None:
            console.print()
            console.print(part)


def _headline(verdict: Verdict) -> Text:
    colour = {0: "bold green", 1: "bold red", 2: "bold magenta"}[verdict.exit_status]
    text = Text(verdict.headline, style=colour)
    judged = f"{verdict.resources} resources" if verdict.resources else "no plan was judged"
    text.append(f"\n{plain(verdict.source)}, profile {verdict.profile}, {judged}", style="dim")
    return text


def _problems(verdict: Verdict) -> RenderableType | None:
    if not verdict.problems:
        return None
    text = Text("Could not be judged\n", style="bold")
    for one in verdict.problems:
        text.append(f"  {plain(one.where)}\n", style="magenta")
        text.append(f"    {plain(one.seen)}\n    {plain(one.change)}\n", style="")
    return text


def _failures(verdict: Verdict) -> RenderableType | None:
    failing = sections.failures(verdict)
    if not failing:
        return None
    text = Text("What does not hold\n", style="bold")
    for failure in failing:
        one = failure.finding
        text.append(f"  {one.status}", style=_COLOURS[one.status])
        text.append(f" {one.control} {sections.shortened(failure.subjects)} ({one.severity})\n")
        text.append(f"    {plain(one.reason)}\n")
        if place := sections.where(one):
            text.append(f"    at {plain(place)}\n", style="dim")
        if one.chain is not None:
            text.append("    ").append(_chain(one.chain)).append("\n")
        if one.fix:
            text.append(f"    fix: {plain(one.fix)}\n", style="green")
    text.rstrip()
    return text


def _removals(verdict: Verdict) -> RenderableType | None:
    if not verdict.removals:
        return None
    text = Text("This plan takes parts of the watch away\n", style="bold red")
    for one in verdict.removals:
        text.append(f"  {one.action}: {plain(one.address)}\n")
    return text


def _chains(verdict: Verdict) -> RenderableType | None:
    found = sections.rows(verdict)
    if not found:
        return None
    table = _table("Chains by row of the specification", "Row", "Detection", "", "Chain")
    last = ""
    for row in found:
        one = row.finding
        title = sections.row_title(row.row) if row.row != last else ""
        last = row.row
        chain = _chain(one.chain, one.subject) if one.chain else Text("")
        table.add_row(title, plain(one.subject), _status(one), chain)
    return table


def _controls(verdict: Verdict) -> RenderableType | None:
    found = sections.controls(verdict)
    if not found:
        return None
    table = _table("Controls", "Control", "", "Subject", "Why")
    for one in found:
        table.add_row(one.control, _status(one), plain(one.subject), plain(one.reason))
    return table


def _waived(verdict: Verdict) -> RenderableType | None:
    found = sections.waived(verdict)
    if not found:
        return None
    table = _table("Waived", "Control", "Subject", "Owner", "Until", "Reason")
    for one in found:
        if one.waiver is not None:
            until = f"{one.waiver.expires} ({sections.days_left(one, verdict)})"
            table.add_row(
                one.control, plain(one.subject), plain(one.waiver.owner), until, one.waiver.reason
            )
    return table


def _checkov(verdict: Verdict) -> RenderableType | None:
    counts = verdict.counts("checkov")
    if not counts:
        return None
    summary = Text("checkov: ", style="bold").append(sections.tally(counts), style="")
    if counts[Status.SKIPPED]:
        summary.append(" (reasons in the other formats)", style="dim")
    failing = verdict.failing("checkov")
    if not failing:
        return summary
    table = _table("", "Check", "Title", "Resources")
    for group in sections.grouped(failing):
        table.add_row(group.check, plain(group.title), sections.shortened(group.addresses))
    return Group(summary, table)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title or None, title_justify="left", title_style="bold", box=None)
    for column in columns:
        table.add_column(column, header_style="dim", overflow="fold")
    return table


def _status(one: Finding) -> Text:
    return Text(str(one.status), style=_COLOURS[one.status])


def _chain(chain: Chain, subject: str = "") -> Text:
    text = Text()
    for number, link in enumerate(chain.links):
        shown = sections.label(link, subject) if subject else plain(link.label)
        text.append(ARROW if number else "", style="dim")
        text.append(MARKS[link.state] + shown, style=_LINKS[link.state])
    return text
