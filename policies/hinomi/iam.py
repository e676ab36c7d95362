"""Whether a policy lets somebody do something: yes, no, or unsure, never guessed.

Evaluation follows "Policy evaluation logic" of the IAM user guide: a matching Deny wins, then a
matching Allow, else no. What a plan leaves unknown, and condition keys whose value at run time
is not known here, make the answer unsure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from typing import Any


class Answer(IntEnum):
    """Ordered, so that `min` is "and", `max` is "or"."""

    NO = 0
    UNSURE = 1
    YES = 2


NOT_SENT = object()  # a condition key that this kind of request does not carry


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asks to do something.

    The asker is a `service` principal, a `role` by its name, or whoever the account lets in
    (`account_root`); without any of them the policy is the asker's own (identity policy).
    `resource` is an ARN whose unknown parts are None, `address` the resource it belongs to.
    `context` gives condition keys in lower case: a text, the parts of an ARN, NOT_SENT, or None
    where it is sent but not known here.
    """

    action: str
    service: str | None = None
    role: str | None = None
    account_root: bool = False
    resource: tuple[str | None, ...] = ()
    address: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. None stands for what the plan does not know."""

    effect: str | None
    actions: tuple[str, ...] | None
    all_actions_but: tuple[str, ...] | None = ()
    principals: Mapping[str, tuple[str, ...] | None] | None = None
    has_other_principals: bool = False
    resources: tuple[str, ...] | None = ("*",)
    all_resources_but: tuple[str, ...] | None = ()
    resource_addresses: frozenset[str] = frozenset()
    conditions: tuple[tuple[str, str, tuple[str, ...] | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A policy; `gap` says what of it is not known, or is empty."""

    statements: tuple[Statement, ...] = ()
    gap: str = ""

    def answer(self, request: Request) -> Answer:
        """Whether this document alone lets `request` through."""
        allowed = Answer.UNSURE if self.gap else Answer.NO
        for statement in self.statements:
            matches = _matches(statement, request)
            if statement.effect is None and matches is not Answer.NO:
                allowed = max(allowed, Answer.UNSURE)
            elif statement.effect == "Allow":
                allowed = max(allowed, matches)
        denied = max(
            (_matches(one, request) for one in self.statements if one.effect == "Deny"),
            default=Answer.NO,
        )
        return min(allowed, Answer(2 - denied))

    def __add__(self, other: Document) -> Document:
        gap = "; ".join(filter(None, (self.gap, other.gap)))
        return Document(self.statements + other.statements, gap)


def _matches(statement: Statement, request: Request) -> Answer:
    return min(
        _principal_matches(statement, request),
        _action_matches(statement, request),
        _resource_matches(statement, request),
        *(_condition_holds(*condition, request) for condition in statement.conditions),
    )


def _principal_matches(statement: Statement, request: Request) -> Answer:
    if request.service is None and request.role is None and not request.account_root:
        return Answer.YES
    if statement.has_other_principals:
        return Answer.UNSURE
    if statement.principals is None:
        return Answer.NO
    answer = Answer.NO
    for kind, names in statement.principals.items():
        if kind not in ("*", "AWS", "Service", "unknown"):
            continue
        if names is None:
            other = (kind == "AWS" and request.service) or (kind == "Service" and request.role)
            answer = max(answer, Answer.NO if other else Answer.UNSURE)
        elif any(_is_asker(kind, name, request) for name in names):
            answer = Answer.YES
    return answer


def _is_asker(kind: str, name: str, request: Request) -> bool:
    if name == "*":
        return True
    if kind == "Service":
        return name == request.service
    if request.account_root:
        return name.endswith(":root") or name.isdigit()
    return request.role is not None and name.endswith(f"/{request.role}")


def _action_matches(statement: Statement, request: Request) -> Answer:
    wanted = request.action.lower()
    if statement.actions is None or statement.all_actions_but is None:
        return Answer.UNSURE
    if statement.all_actions_but:
        listed = any(glob(one.lower(), wanted) for one in statement.all_actions_but)
        return Answer.NO if listed else Answer.YES
    return _yes_if(any(glob(one.lower(), wanted) for one in statement.actions))


def _resource_matches(statement: Statement, request: Request) -> Answer:
    if statement.all_resources_but is None:
        return Answer.UNSURE
    if statement.all_resources_but:
        matched = [arn_like(one, request.resource) for one in statement.all_resources_but]
        return Answer(2 - max(matched))
    if statement.resources is None:
        named = request.address and statement.resource_addresses == {request.address}
        return Answer.YES if named else Answer.UNSURE
    # a policy without Resource (a key policy of a live key always has one) speaks of its owner
    return max((arn_like(one, request.resource) for one in statement.resources), default=Answer.YES)


def _condition_holds(
    operator: str, key: str, values: tuple[str, ...] | None, request: Request
) -> Answer:
    name = operator.lower()
    optional = name.endswith("ifexists")
    name = name.removesuffix("ifexists")
    actual = request.context.get(key.lower())
    if actual is NOT_SENT:
        return Answer.YES if optional or "not" in name else Answer.NO
    if actual is None or values is None or ":" in name:
        return Answer.UNSURE
    negated = "not" in name
    kind = name.replace("not", "")
    compare = _COMPARISONS.get(kind)
    if compare is None:
        return Answer.UNSURE
    found = max((compare(value, actual) for value in values), default=Answer.NO)
    return Answer(2 - found) if negated else found


def _equals(value: str, actual: Any) -> Answer:
    if isinstance(actual, tuple):
        return _part_by_part(value, actual, exact=True)
    return _yes_if(value == actual)


def _equals_any_case(value: str, actual: Any) -> Answer:
    return _equals(value.lower(), actual.lower() if isinstance(actual, str) else actual)


def _like(value: str, actual: Any) -> Answer:
    return arn_like(value, actual) if isinstance(actual, tuple) else _yes_if(glob(value, actual))


_COMPARISONS = {
    "stringequals": _equals,
    "stringequalsignorecase": _equals_any_case,
    "bool": _equals_any_case,
    "arnequals": _like,  # IAM treats ArnEquals and ArnLike alike
    "arnlike": _like,
    "stringlike": _like,
}


def arn_like(pattern: str, parts: Iterable[str | None]) -> Answer:
    """Compare an ARN pattern with an ARN whose unknown parts are None, part by part."""
    return _part_by_part(pattern, tuple(parts), exact=False)


def _part_by_part(pattern: str, parts: tuple[str | None, ...], *, exact: bool) -> Answer:
    if pattern == "*":
        return Answer.YES
    given = pattern.split(":", 5)
    if not parts:
        return Answer.UNSURE
    if len(given) < 6 and given[-1].endswith("*"):
        given += ["*"] * (6 - len(given))
    if len(given) != len(parts):
        return Answer.NO
    answer = Answer.YES
    for want, have in zip(given, parts, strict=True):
        if have is None:
            answer = min(answer, Answer.YES if want == "*" and not exact else Answer.UNSURE)
        else:
            answer = min(answer, _yes_if(want == have if exact else glob(want, have)))
    return answer


def glob(pattern: str, text: str) -> bool:
    """IAM's wildcards: `*` is any run of characters, `?` any single one, nothing else."""
    return _globbed(pattern).fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _globbed(pattern: str) -> re.Pattern[str]:
    expression = "".join(
        ".*" if char == "*" else "." if char == "?" else re.escape(char) for char in pattern
    )
    return re.compile(expression, re.DOTALL)


def _yes_if(condition: bool) -> Answer:
    return Answer.YES if condition else Answer.NO
