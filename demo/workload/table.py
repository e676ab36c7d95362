"""The table that the command ends with: one line for each log."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from demo.workload.arrival import Arrival, Arrivals


def show(console: Console, found: Arrivals) -> None:
    table = Table(title="Logs of the workload", title_justify="left", show_lines=False)
    table.add_column("")
    table.add_column("log", no_wrap=True)
    table.add_column("sent", justify="right")
    table.add_column("found", justify="right")
    table.add_column("index", no_wrap=True)
    table.add_column("first, by its time", no_wrap=True)
    for log in found.logs:
        mark = "[green]✓[/]" if log.once else "[red]✗[/]"
        table.add_row(
            mark,
            escape(log.log),
            str(log.sent),
            str(log.found),
            "\n".join(log.indices),
            log.time,
        )
    console.print(table)
    console.print("Read from")
    for log in found.logs:
        if log.source:
            console.print(f"  {escape(log.log)}: [dim]{escape(log.source)}[/]", soft_wrap=True)
    for log in found.logs:
        for problem in _problems(log):
            console.print(f"[red]✗[/] {escape(f'{log.log}: {problem}')}")
    if found.strangers:
        console.print(f"[red]✗[/] {found.strangers} documents are none of what was sent")
    if found.hold:
        total = sum(log.sent for log in found.logs)
        console.print(
            f"[bold green]Every log has arrived:[/] {len(found.logs)} logs, {total} records, each "
            "found exactly once"
        )
    else:
        missing = [log.log for log in found.logs if not log.once]
        console.print(f"[bold red]Not every log has arrived:[/] {escape(', '.join(missing))}")


def _problems(log: Arrival) -> list[str]:
    problems = [f"nothing was written: {reason}" for reason in log.reasons]
    if log.missing:
        problems.append(
            f"{log.missing} of {log.sent} records were not found; look at the shipper's log group "
            "and its dead letters"
        )
    if log.surplus:
        problems.append(f"{log.surplus} documents too many; look for a second entrance")
    return problems
