"""`hinomi pattern test|explain|eval`: CloudWatch Logs filter patterns, tried offline."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

if TYPE_CHECKING:
    from rich.tree import Tree

    from ..filter_pattern import Explanation, FilterPattern

NO_MATCH, REFUSED = 1, 2
_STDIN = "-"
_CHUNK = 64 * 1024


@click.group("pattern", short_help="Try CloudWatch Logs filter patterns offline.")
def command() -> None:
    """Read filter patterns as CloudWatch Logs reads them, without AWS."""


@command.command("test")
@click.argument("pattern")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON line for each match, then the counts."
)
def test(pattern: str, files: tuple[str, ...], as_json: bool) -> None:
    """Show the log events of FILEs (or of standard input) that PATTERN matches, and what it
    extracts from them.

    An event is a line, or a record of a CloudTrail object; files may be gzipped.

    Exit status: 0 something matches, 1 nothing does, 2 the pattern is refused or a file cannot be
    read to its end.
    """
    compiled = _compiled(pattern)
    events = matched = 0
    unreadable = False
    for name in files or (_STDIN,):
        number = 0
        for number, message in _numbered(name):
            if message is None:
                unreadable = True
                break
            events += 1
            match = compiled.match(message)
            if match is not None:
                matched += 1
                _show_match(name, number, message, match.extracted, as_json=as_json)
    if as_json:
        click.echo(json.dumps({"events": events, "matches": matched}))
    else:
        click.echo(f"{matched:,} of {events:,} events match", err=True)
    sys.exit(REFUSED if unreadable else 0 if matched else NO_MATCH)


@command.command("explain")
@click.argument("pattern")
@click.option(
    "--event", required=True, metavar="FILE", help="Holds one log event; - is standard input."
)
@click.option("--json", "as_json", is_flag=True, help="The tree as JSON.")
def explain(pattern: str, event: str, as_json: bool) -> None:
    """Show which conditions of PATTERN held for one event, which did not, and what was seen.

    The event may be JSON over several lines, or a CloudTrail object of one record.

    Exit status: 0 it matches, 1 it does not, 2 the pattern is refused or the event cannot be read.
    """
    from ..filter_pattern import explain as explained

    explanation = explained(_compiled(pattern), _one_event(event))
    if as_json:
        from dataclasses import asdict

        click.echo(_json(asdict(explanation), indent=2))
    else:
        from rich.console import Console

        width = None if sys.stdout.isatty() else 200
        Console(width=width, highlight=False).print(_tree(explanation))
    sys.exit(0 if explanation.held else NO_MATCH)


@command.command("eval")
def evaluate() -> None:
    """Answer JSON lines on standard input, for other programs.

    Each line {"pattern": ..., "message": ...} gets one line back, in the same order:
    {"matches": true, "extracted": {...}}, or {"error": ...} for a refused pattern or a line that
    is not like that. Answers are written as soon as what was read is answered.

    Exit status: 0, also where answers are errors.
    """
    from ..backtest.evaluation import answers

    stdin = sys.stdin.buffer.raw if hasattr(sys.stdin.buffer, "raw") else sys.stdin.buffer
    try:
        for text in answers(iter(lambda: stdin.read(_CHUNK) or b"", b"")):
            sys.stdout.buffer.write(text)
            sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader has what it wanted
        sys.stderr.close()


def _compiled(pattern: str) -> FilterPattern:
    from ..filter_pattern import InvalidPattern, compile  # noqa: A004

    try:
        return compile(pattern)
    except InvalidPattern as refused:
        click.echo(f"CloudWatch Logs would refuse this pattern: {refused}", err=True)
        sys.exit(REFUSED)


def _numbered(name: str) -> Iterator[tuple[int, str | None]]:
    """The events of a file, counted from 1; None for the place where it cannot be read on."""
    from ..backtest.errors import UnreadableError
    from ..backtest.messages import messages

    number = 0
    try:
        with _opened(name) as file:
            for number, message in enumerate(messages(iter(lambda: file.read(_CHUNK), b"")), 1):
                yield number, message
    except UnreadableError as error:
        click.echo(f"hinomi: {name}: after {number:,} events: {error.reason}", err=True)
        yield number, None
    except OSError as error:
        click.echo(f"hinomi: {name}: it cannot be read ({error.strerror or error})", err=True)
        yield number, None


def _opened(name: str) -> BinaryIO:
    return sys.stdin.buffer if name == _STDIN else Path(name).open("rb")


def _show_match(
    name: str, number: int, message: str, extracted: dict[str, str], *, as_json: bool
) -> None:
    if as_json:
        match = {"file": name, "number": number, "message": message, "extracted": extracted}
        click.echo(_json(match))
        return
    click.echo(click.style(f"{name}:{number}: ", dim=True) + _printable(message))
    for field, value in extracted.items():
        click.echo("    " + click.style(field, fg="cyan") + f" = {_printable(value)}")


def _json(value: dict[str, Any], indent: int | None = None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which JSON may hold and UTF-8 may not
        return json.dumps(value, indent=indent)
    return text


def _one_event(name: str) -> str:
    from ..backtest.compression import decompressed
    from ..backtest.errors import BacktestError, UnreadableError
    from ..backtest.log_kind import CLOUDTRAIL, log_kind
    from ..backtest.messages import messages

    try:
        with _opened(name) as file:
            content = b"".join(decompressed([file.read()]))
        text = content.decode()
        if log_kind(content) == CLOUDTRAIL:
            records = list(messages([content]))
            if len(records) != 1:
                raise BacktestError(
                    f"it holds {len(records)} records", where=name, change="Give a file of one."
                )
            return records[0]
    except (UnreadableError, UnicodeDecodeError, OSError) as error:
        raise BacktestError(
            f"the event cannot be read ({error})",
            where=name,
            change="Give a text file of one event.",
        ) from error
    return text.removesuffix("\n").removesuffix("\r")


def _tree(explanation: Explanation) -> Tree:
    from rich.tree import Tree

    tree = Tree(_label(explanation))
    for part in explanation.parts:
        tree.children.append(_tree(part))
    return tree


def _label(explanation: Explanation) -> str:
    from rich.markup import escape

    joined = {"all": "all of these", "any": "any of these"}
    mark = "[green]✓[/]" if explanation.held else "[red]✗[/]"
    text = joined.get(explanation.node) or escape(_printable(explanation.text))
    label = f"{mark} {text}"
    if explanation.seen:
        label += f"  [dim]saw[/] {escape(_printable(', '.join(explanation.seen)))}"
    if explanation.note:
        label += f"  [yellow]{escape(explanation.note)}[/]"
    return label


def _printable(text: str) -> str:
    """A log may hold anything; a terminal must not obey it."""
    return "".join(one if one.isprintable() or one == "\t" else "�" for one in text)
