"""Lambda and application logs: the log group is there first, and a writer may write there alone."""

from __future__ import annotations

from collections.abc import Iterator

from ..chains.buckets import best_of
from ..chains.find import holds_link, meant, there
from ..chains.joins import SHOW_THE_VALUE
from ..chains.links import NONE, Chain, Check, Link, broken, holds, unproved
from ..chains.writers import group_of, may_write
from ..evidence import Evidence, Piece
from ..findings import Finding
from ..iam import Statement
from ..policy_documents import read
from ..resource import Absent, Known, Unknown
from .control import Asked, Control

_WRITES = ("logs:PutLogEvents", "logs:CreateLogStream")


def _functions(asked: Asked) -> Iterator[Finding]:
    functions = there(asked.evidence, "aws_lambda_function")
    for function in functions:
        yield asked.from_chain(function.address, _chain(asked.evidence, function))
    if not functions:
        yield asked.nothing("aws_lambda_function", "Add lambda_logs for the account's functions.")


def _chain(evidence: Evidence, function: Piece) -> Chain:
    value = group_of(function)
    start = Chain((holds_link("function", function),))
    met = best_of(meant(evidence, value, "aws_cloudwatch_log_group"))
    if met is None:
        fix = f"Add an aws_cloudwatch_log_group {value.shown} with retention and key."
        seen = f"{value.shown} is not in this plan: Lambda makes it without retention and key"
        check = broken(seen, fix) if isinstance(value, Known) else unproved(seen, SHOW_THE_VALUE)
        return start + Link("log group", NONE, "", (check,))
    group = met.piece
    return start + met.link("log group", _retention(group), _key(group))


def _retention(group: Piece) -> Check:
    days = group.value("retention_in_days")
    if isinstance(days, Unknown):
        return unproved(f"its retention_in_days is {days.shown}", SHOW_THE_VALUE)
    if isinstance(days, Absent) or days.value == 0:
        return broken("it keeps events for ever", f"Set retention_in_days on {group.address}.")
    return holds(f"kept {days.value} days")


def _key(group: Piece) -> Check:
    key = group.value("kms_key_id")
    if isinstance(key, Absent):
        return broken("it has no customer key", f"Set kms_key_id on {group.address}.")
    return holds("encrypted with a customer key")


def _writers(asked: Asked) -> Iterator[Finding]:
    """Policies made for others to write logs with: each lets them write to log groups by name."""
    found = False
    for policy in there(asked.evidence, "aws_iam_policy"):
        document = read(policy.value("policy"), asked.evidence.documents)
        if document is None:
            continue
        statements = [one for one in document.statements if may_write(one)]
        if statements or document.gap:
            found = found or bool(statements)
            check = _limited(policy, statements, document.gap)
            if statements:
                yield asked.from_check(policy.address, check)
    if not found:
        fix = "Name the applications under application_logs of the collection module."
        yield asked.nothing("policy that lets an application write its logs", fix)


def _limited(policy: Piece, statements: list[Statement], gap: str) -> Check:
    fix = f"Allow {' and '.join(_WRITES)} on the log group's streams alone in {policy.address}."
    if gap:
        return unproved(gap, fix)
    for one in statements:
        wide = [action for action in one.actions or () if "*" in action]
        if wide:
            return broken(f"it allows {', '.join(wide)}", fix)
        if one.resources is None:
            if one.resource_addresses:
                continue
            return unproved("on which log groups is known after apply", SHOW_THE_VALUE)
        everywhere = [r for r in one.resources if r == "*" or ":log-group:*" in r]
        if everywhere:
            return broken(f"it allows writing to {everywhere[0]}, which is every log group", fix)
    return holds("writes to its own log groups alone")


CONTROLS = (
    Control(
        "function_log_groups",
        "The log group of every function is there first, with retention and key",
        "medium",
        _functions,
        row="lambda_logs",
    ),
    Control(
        "log_writers_limited",
        "Who is given a policy to write logs may write to its own log group alone",
        "medium",
        _writers,
        row="application_logs",
    ),
)
