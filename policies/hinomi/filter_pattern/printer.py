"""Tree -> text of an equivalent pattern, in one even style.

Values keep the quotation marks that their author gave them or not, so the style differs from the
original only in blanks, doubled backslashes and parentheses that change nothing. Where the blanks
would push a pattern over the length limit they are left out.
"""

import re

from hinomi.filter_pattern.limits import PATTERN_CHARACTERS
from hinomi.filter_pattern.tree import (
    And,
    Comparison,
    Expression,
    Field,
    FieldName,
    Fields,
    Is,
    Json,
    Number,
    Or,
    Pattern,
    Regex,
    Selector,
    Step,
    Terms,
    Value,
    Wildcard,
)

_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]+")
_NEEDS_BACKSLASH = re.compile(r'"|\\(?=["\\]|\Z)')


def print_pattern(pattern: Pattern) -> str:
    """The text of a whole pattern; it compiles to an equal tree."""
    airy = _pattern(pattern, " ")
    return airy if len(airy) <= PATTERN_CHARACTERS else _pattern(pattern, "")


def print_expression(expression: Expression, blank: str = " ") -> str:
    """The text of a JSON expression, or of the condition of one field."""
    if isinstance(expression, Or):
        return f"{blank}||{blank}".join(print_expression(p, blank) for p in expression.parts)
    if isinstance(expression, And):
        parts = (_inside_and(part, blank) for part in expression.parts)
        return f"{blank}&&{blank}".join(parts)
    subject = print_subject(expression.subject)
    if isinstance(expression, Comparison):
        return f"{subject}{blank}{expression.operator}{blank}{print_value(expression.value)}"
    if isinstance(expression, Is):
        return f"{subject} IS {expression.constant.value}"
    return f"{subject} NOT EXISTS"


def print_subject(subject: Selector | FieldName) -> str:
    """`$.a[0].*`, or the bare name of a field."""
    if isinstance(subject, FieldName):
        return subject.name
    return "$" + "".join(_step(step) for step in subject.steps)


def print_value(value: Value) -> str:
    """A value as a pattern writes it."""
    if isinstance(value, Number):
        return value.text
    if isinstance(value, Regex):
        return f"%{value.source}%"
    if not value.quoted:
        return value.text
    return '"' + _NEEDS_BACKSLASH.sub(r"\\\g<0>", value.text) + '"'


def print_field(place: Field, blank: str = " ") -> str:
    """One place of a space-delimited pattern."""
    if place.condition is not None:
        return print_expression(place.condition, blank)
    return place.name or ""


def _pattern(pattern: Pattern, blank: str) -> str:
    if isinstance(pattern, Json):
        return f"{{{blank}{print_expression(pattern.expression, blank)}{blank}}}"
    if isinstance(pattern, Terms):
        return " ".join(t.sign.value + print_value(t.value) for t in pattern.terms)
    if isinstance(pattern, Fields):
        places = [print_field(place, blank) for place in pattern.before]
        if pattern.after is not None:
            places += ["...", *(print_field(place, blank) for place in pattern.after)]
        return f"[{f',{blank}'.join(places)}]"
    return ""


def _inside_and(part: Expression, blank: str) -> str:
    text = print_expression(part, blank)
    return f"({text})" if isinstance(part, Or) else text


def _step(step: Step) -> str:
    if isinstance(step, Wildcard):
        return step.value
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _PLAIN_NAME.fullmatch(step) else f".['{step}']"
