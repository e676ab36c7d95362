"""The verdict as Markdown, for a pull request's comment or a job summary."""

from __future__ import annotations

from collections.abc import Iterator

from ..verdict import Verdict
from . import sections
from .sections import Failure, chain_text, plain


def render(verdict: Verdict) -> str:
    return "\n".join(_lines(verdict)) + "\n"


def _lines(verdict: Verdict) -> Iterator[str]:
    yield f"**{_text(verdict.headline)}**"
    yield ""
    yield f"`{_code(verdict.source)}`, profile `{verdict.profile}`, {verdict.resources} resources"
    if verdict.problems:
        yield from ("", "### Could not be judged", "")
        for problem in verdict.problems:
            yield f"- `{_code(problem.where)}`: {_text(problem.seen)}. {_text(problem.change)}"
    if verdict.failing("hinomi"):
        yield from ("", "### What does not hold", "")
        for failure in sections.failures(verdict):
            yield from _failure(failure)
    if verdict.removals:
        yield from ("", "### This plan takes parts of the watch away", "")
        yield from (f"- {one.action}: `{_code(one.address)}`" for one in verdict.removals)
    yield from _chains(verdict)
    yield from _controls(verdict)
    yield from _waived(verdict)
    yield from _checkov(verdict)


def _failure(failure: Failure) -> Iterator[str]:
    one = failure.finding
    subjects = _code(sections.shortened(failure.subjects))
    yield f"- **{one.status}** `{one.control}` `{subjects}` ({one.severity})<br>"
    yield f"  {_text(one.reason)}<br>"
    if place := sections.where(one):
        yield f"  at `{_code(place)}`<br>"
    if one.chain is not None:
        yield f"  `{_code(chain_text(one.chain))}`<br>"
    yield f"  Fix: {_text(one.fix) or 'none known'}"


def _chains(verdict: Verdict) -> Iterator[str]:
    found = sections.rows(verdict)
    if not found:
        return
    yield from ("", "### Chains by row of the specification", "")
    yield from ("| Row | Detection | | Chain |", "|---|---|---|---|")
    for row in found:
        one = row.finding
        chain = chain_text(one.chain) if one.chain else ""
        title = sections.row_title(row.row)
        yield f"| {title} | `{_text(one.subject)}` | {one.status} | {_text(chain)} |"


def _controls(verdict: Verdict) -> Iterator[str]:
    found = sections.controls(verdict)
    if not found:
        return
    yield from ("", "### Controls", "")
    yield from ("| Control | | Subject | Why |", "|---|---|---|---|")
    for one in found:
        yield f"| `{one.control}` | {one.status} | {_text(one.subject)} | {_text(one.reason)} |"


def _waived(verdict: Verdict) -> Iterator[str]:
    found = sections.waived(verdict)
    if not found:
        return
    yield from ("", "### Waived", "")
    yield from ("| Control | Subject | Owner | Until | Reason |", "|---|---|---|---|---|")
    for one in found:
        if one.waiver is not None:
            until = f"{one.waiver.expires} ({sections.days_left(one, verdict)})"
            cells = (one.subject, one.waiver.owner, until, one.waiver.reason)
            yield f"| `{one.control}` | " + " | ".join(map(_text, cells)) + " |"


def _checkov(verdict: Verdict) -> Iterator[str]:
    counts = verdict.counts("checkov")
    if not counts:
        return
    yield from ("", "### checkov", "", sections.tally(counts))
    failing = sections.grouped(verdict.failing("checkov"))
    if failing:
        yield from ("", "| Check | Title | Resources |", "|---|---|---|")
        for group in failing:
            resources = _text(sections.shortened(group.addresses))
            yield f"| `{group.check}` | {_text(group.title)} | {resources} |"
    skipped = sections.skipped(verdict)
    if skipped:
        yield from ("", "<details><summary>Skipped</summary>", "")
        yield from ("| Check | Resources | Why |", "|---|---|---|")
        for group in skipped:
            resources = _text(sections.shortened(group.addresses))
            yield f"| `{group.check}` | {resources} | {_text(group.fix)} |"
        yield from ("", "</details>")


_ESCAPED = {char: f"\\{char}" for char in "\\`*_[]|#~"} | {
    "&": "&amp;",
    "<": "&lt;",
    "@": "@&#8203;",  # nobody is mentioned by a resource's name
}


def _text(text: str) -> str:
    """Text of a plan must not become mark-up, a mention or HTML."""
    return "".join(_ESCAPED.get(char, char) for char in plain(text))


def _code(text: str) -> str:
    return plain(text).replace("`", "'")
