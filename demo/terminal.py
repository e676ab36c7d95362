"""What the demo says while it plays and when it is over."""

from __future__ import annotations

import re
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.rule import Rule
from rich.status import Status
from rich.table import Table

from demo.evidence import Evidence
from demo.receiver.alerts import Alert
from demo.scene import Play, Scene
from demo.sender.sent import SentScene
from demo.summary import once_warm, statistics
from demo.verdict import Verdict
from demo.watch import Wait

WIDTH = 100
WIDEST = 112
"""Columns of a page that nobody watches, such as a log of CI."""
SEVERITY_STYLES = {"critical": "bold white on red", "high": "bold red", "medium": "yellow"}


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDEST)


class Terminal:
    """Writes to a terminal with colours and a moving line, to a file without both."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or _console()
        self.seconds: dict[str, float] = {}
        self._moving: Status | None = None
        self._tenths = 0

    @contextmanager
    def stage(self, name: str, title: str) -> Iterator[None]:
        """A long step: its title, then its progress, then how long it took."""
        self.console.print(f"[bold cyan]{escape(title)}[/]")
        began = time.monotonic()
        try:
            yield
        finally:
            self.seconds[name] = time.monotonic() - began
            self._stand_still()
        self.say(f"done in {self.seconds[name]:.1f} s")

    def failed(self, reason: str) -> None:
        self.console.print(f"[bold red]could not be played:[/] {escape(reason)}")

    def progress(self, line: str) -> None:
        """A step of many (`7 of 201: what`): a moving line, or every tenth part where none moves.

        Any other line is said as it is.
        """
        counted = re.match(r"(\d+) of (\d+): ", line)
        if counted is None:
            self._stand_still()
            self.say(line)
        elif self.console.is_terminal:
            if self._moving is None:
                self._moving = self.console.status("")
                self._moving.start()
            self._moving.update(f"[dim]{escape(line)}[/]")
        else:
            done, total = (int(number) for number in counted.groups())
            tenths = done * 10 // max(total, 1)
            if tenths != self._tenths:
                self._tenths = tenths
                self.say(f"{done} of {total}")

    def _stand_still(self) -> None:
        if self._moving is not None:
            self._moving.stop()
            self._moving = None

    def say(self, line: str) -> None:
        self.console.print(f"  [dim]{escape(line)}[/]")

    def warn(self, line: str) -> None:
        self.console.print(f"  [yellow]{escape(line)}[/]")

    def opening(self, play: Play) -> None:
        events = sum(len(d.drafts) for scene in play.scenes for d in scene.deliveries)
        flows = sum(len(scene.flows) for scene in play.scenes)
        self.console.print(
            Panel(
                f"[bold]Hinomi  火の見[/]   {escape(play.name)}: {events:,} CloudTrail records, "
                f"{flows:,} flow records, {len(play.scenes)} scenes",
                width=WIDTH,
                border_style="red",
            )
        )

    def scene(self, number: int, scene: Scene) -> None:
        title = f"{number}. {scene.title['en']}  {scene.title['ja']}"
        self.console.print(Rule(escape(title), align="left", style="red" if scene.hostile else ""))
        self.console.print(escape(textwrap.fill(scene.caption["en"], WIDTH - 2)), style="italic")
        if scene.hostile:
            for line in scene.told:
                self.console.print(f"    [red]›[/] {escape(line)}")

    def sent(self, sent: SentScene) -> None:
        trail = len(sent.event_ids) + sent.nameless
        self.say(
            f"sent {trail:,} CloudTrail records in {len(sent.objects)} objects and to the log "
            f"group, {len(sent.flow_lines):,} flow records"
        )
        for event_id in sent.oversized:
            self.warn(f"{event_id} is over 256 KB: sent to S3 only, as CloudTrail does")

    def bell(self, detection: str, wait: float, actor: str, source: str) -> None:
        who = f"{actor} from {source}" if actor else source
        self.console.print(f"    [bold red]🔔 {escape(detection)}[/]  {escape(who)}  +{wait:.2f} s")

    def notifications(self, alerts: tuple[Alert, ...], mail_directory: Path) -> None:
        """The first one whole, in every language, of the others what they say happened."""
        self.console.print(Rule("Notifications as received", align="left"))
        for place, alert in enumerate(alerts):
            severity = str(alert.document.get("severity", ""))
            names = alert.document["title"]
            text = alert.mail.body if alert.mail else "\n".join(alert.document["text"].values())
            self.console.print(
                Panel(
                    escape(facts(alert) if place else text.strip()),
                    title=escape(f"{severity}  {names['en']}  ·  {names['ja']}"),
                    title_align="left",
                    subtitle=escape("to " + "; ".join(alert.delivered_to)),
                    subtitle_align="left",
                    border_style=SEVERITY_STYLES.get(severity, "white").split(" on ")[0],
                    width=WIDEST,
                )
            )
        self.say(f"whole mails, in every language: {mail_directory}, and in the report")

    def closing(self, evidence: Evidence, verdict: Verdict, files: list[Path]) -> None:
        self._rows(evidence, verdict)
        self._documents(evidence)
        self._waits("event to notification", evidence.alert_waits)
        self._waits("event to document", evidence.document_waits)
        self._waits("event to document, once warm", once_warm(evidence))
        if evidence.expected is None:
            self.warn(
                "no hand-written list belongs to these events, so what rang was only listed, not "
                "judged; give one with --expect FILE"
            )
        for file in files:
            self.console.print(f"  {file}")
        if verdict.holds:
            judged = "it rang for all it should, and only that" if evidence.expected else "no loss"
            self.console.print(f"[bold green]HOLDS[/]  {judged}")
            return
        self.console.print(f"[bold red]DOES NOT HOLD[/]  {len(verdict.problems)} problems")
        for problem in verdict.problems:
            self.console.print(f"  [red]✗[/] {escape(problem.what)}")
            self.console.print(f"    [dim]next: {escape(problem.next)}[/]")

    def _rows(self, evidence: Evidence, verdict: Verdict) -> None:
        table = Table(title="The table of alerts", title_justify="left", width=WIDEST)
        for column in ("", "row", "detection", "actor", "from", "events"):
            table.add_column(
                column,
                justify="right" if column == "events" else "left",
                no_wrap=column in ("detection", "from"),
                min_width=41 if column == "detection" else None,
            )
        for row in (*verdict.rows, verdict.beyond):
            mark = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[dim]·[/]"}[row.holds]
            names = list(dict.fromkeys((*row.expected, *row.seen))) or [""]
            for place, name in enumerate(names):
                alert = next((a for a in evidence.alerts if a.detection == name), None)
                seen = (alert.actor or "-", alert.source, str(alert.count)) if alert else ("",) * 3
                if name and not alert:
                    seen = ("[red]did not ring[/]", "", "")
                head = (mark, row.title["en"]) if place == 0 else ("", "")
                table.add_row(*head, name, *seen, end_section=place == len(names) - 1)
        self.console.print(table)

    def _documents(self, evidence: Evidence) -> None:
        table = Table(title="Documents", title_justify="left", width=WIDTH)
        table.add_column("index")
        table.add_column("documents", justify="right")
        for index, count in evidence.documents.items():
            table.add_row(index, f"{count:,}")
        table.add_row("[bold]all[/]", f"[bold]{sum(evidence.documents.values()):,}[/]")
        self.console.print(table)
        total = evidence.ledger.total
        self.console.print(
            f"  ledger: read {total.read:,} = indexed {total.indexed:,} + duplicate "
            f"{total.duplicate:,} + filtered {total.filtered:,} + quarantined "
            f"{total.quarantined:,} + deferred {total.deferred:,}"
            + ("" if total.balanced else "  [bold red]does not balance[/]")
        )
        if evidence.strays:
            self.console.print(
                f"  {evidence.strays:,} documents more: the shipper could read further into a "
                "broken file than the demo"
            )
        self.console.print(
            f"  {evidence.events_sent:,} events sent, {evidence.duplicates:,} found more than once"
        )

    def _waits(self, name: str, waits: tuple[Wait, ...]) -> None:
        figures = statistics(waits)
        if figures:
            self.console.print(
                f"  {name}: p50 {figures['p50']:.2f} s, max {figures['max']:.2f} s "
                f"({figures['measured']:,} measured)"
            )


def facts(alert: Alert) -> str:
    """The notification's first language up to its runbook, which says the same each time."""
    language, text = next(iter(alert.document["text"].items()))
    means = alert.document.get("runbook", {}).get(language, {}).get("means", "")
    blocks = str(text).strip().split("\n\n")
    said = [block for block in blocks if means and means[:60] in " ".join(block.split())]
    return "\n\n".join(blocks[: blocks.index(said[0])] if said else blocks)
