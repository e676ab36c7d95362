"""The whole query: what is looser, which fields are shown, the filters, the order."""

from hinomi.errors import HinomiError
from hinomi.filter_pattern import FilterPattern
from hinomi.filter_pattern.tree import Fields, Json, Terms
from hinomi.insights.conditions import All, Condition, Test, guarded, shown
from hinomi.insights.json_conditions import JsonConditions
from hinomi.insights.line_conditions import LineConditions, terms_condition
from hinomi.insights.placeholders import Placeholders

QUERY_CHARACTERS = 10_000
"""https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_QueryDefinition.html"""

ROWS = 1000

# CloudTrail writes these first, so they are among the 200 fields that Insights discovers at most;
# requestParameters and responseElements may hold any number. eventType comes behind those and is in
# every record: where it is not discovered, something else may be missing, too.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
_CLOUDTRAIL_FIRST = frozenset({
    "eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion",
    "sourceIPAddress", "userAgent", "errorCode", "errorMessage",
})  # fmt: skip
_UNDISCOVERED = Test("not ispresent(eventType)")
_UNDISCOVERED_NOTE = (
    "a record of more than 200 fields is shown whatever its later fields hold, because Insights"
    " does not discover them all"
)

# Time, who, what, from where, region, account; then the whole event.
_CLOUDTRAIL_SHOWN = (
    "coalesce(userIdentity.arn, userIdentity.principalId, userIdentity.invokedBy) as who",
    "eventName",
    "eventSource",
    "sourceIPAddress",
    "awsRegion",
    "recipientAccountId",
    "errorCode",
)
# What a person looks for first in a line, by the name that the pattern gives it.
_LINE_FIRST = (
    "user", "client", "source", "ip", "destination", "srcport", "destport", "protocol", "action",
    "method", "path", "request", "status", "status_code", "event_id", "provider",
)  # fmt: skip
_WORDS_ONLY = frozenset({"vpc_flow_logs"})


class QueryTooLongError(HinomiError):
    """The query of a pattern is longer than CloudWatch Logs takes."""


def query(
    pattern: FilterPattern,
    log_source: str,
    *,
    title: str = "",
    placeholders: Placeholders | None = None,
) -> str:
    """A query that finds every event of that log that the pattern matches.

    title: a comment line on top.
    placeholders: the values that stand for `${parameter}` in this pattern, see its module.

    Raises QueryTooLongError beyond 10,000 characters.
    """
    placeholders = placeholders or Placeholders()
    comments, commands = _commands(pattern, log_source, placeholders)
    lines = [f"# {line}" for line in (title, *map(_sentence, comments)) if line]
    lines.append("\n| ".join([*commands, "sort @timestamp desc", f"limit {ROWS}"]))
    text = placeholders.restored("\n".join(lines))
    if len(text) > QUERY_CHARACTERS:
        raise QueryTooLongError(
            f"the query has {len(text)} characters and may have {QUERY_CHARACTERS}",
            where=title or pattern.text[:60],
            change="Split the pattern into two detections.",
        )
    return text


def _commands(
    pattern: FilterPattern, log_source: str, placeholders: Placeholders
) -> tuple[list[str], list[str]]:
    tree = pattern.tree
    if isinstance(tree, Fields):
        line = LineConditions(tree, placeholders, plain=log_source in _WORDS_ONLY)
        parse = [f"parse @message /{line.parse}/"] if line.parse else []
        first = [line.names[name] for name in _LINE_FIRST if name in line.names]
        others = [name for name in line.names.values() if name not in first]
        names = ", ".join(["@timestamp", *first, *others, "@log", "@message"])
        return line.notes, [*parse, f"fields {names}", *_filters(line.condition)]
    if log_source == "cloudtrail" and isinstance(tree, Json):
        return _cloudtrail(tree, placeholders)
    notes: list[str] = []
    filters: list[str] = []
    if isinstance(tree, Json):
        conditions = JsonConditions(placeholders, None)
        filters = _filters(conditions.condition(tree.expression))
        notes = [*conditions.notes, "Insights discovers no more than 200 fields of an event"]
    elif isinstance(tree, Terms):
        filters = _filters(terms_condition(tree))
    return notes, ["fields @timestamp, @log, @logStream, @message", *filters]


def _cloudtrail(tree: Json, placeholders: Placeholders) -> tuple[list[str], list[str]]:
    conditions = JsonConditions(placeholders, _CLOUDTRAIL_FIRST)
    condition = conditions.condition(tree.expression)
    safe = guarded(condition, _UNDISCOVERED)
    notes = conditions.notes
    if safe != condition:
        notes = [*notes, _UNDISCOVERED_NOTE]
    fields = ", ".join(["@timestamp", *_CLOUDTRAIL_SHOWN, "@message"])
    return notes, [f"fields {fields}", *_filters(safe)]


def _filters(condition: Condition) -> list[str]:
    """One filter command for each condition that must hold."""
    parts = condition.parts if isinstance(condition, All) else (condition,)
    return [f"filter {shown(part)}" for part in parts]


def _sentence(note: str) -> str:
    return f"Looser than the pattern: {note}."
