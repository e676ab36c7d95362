"""A JSON pattern's expression as conditions on the fields that Insights discovers in an event.

Insights flattens JSON: `$.a[0].b` is the field `a.0.b`. It has no wildcard, knows no type and
discovers at most 200 fields of an event; those conditions become looser ones here.
"""

import re
from decimal import Decimal, InvalidOperation

from hinomi.filter_pattern.printer import print_expression, print_subject
from hinomi.filter_pattern.tree import (
    And,
    Comparison,
    Constant,
    Expression,
    Is,
    NotExists,
    Number,
    Or,
    Regex,
    Selector,
    Step,
    Text,
    Wildcard,
)
from hinomi.insights.conditions import ANYTHING, Condition, Test, all_of, any_of, one_of
from hinomi.insights.placeholders import Placeholders
from hinomi.insights.texts import VERY_END, json_literal, literal, quoted, regex

# The commands and words of the language: a field of that name stands in backticks.
_WORDS = frozenset({
    "and", "anomaly", "as", "asc", "by", "dedup", "desc", "diff", "display", "fields", "filter",
    "filterindex", "in", "like", "limit", "not", "or", "parse", "pattern", "sort", "source",
    "stats", "unmask", "unnest",
})  # fmt: skip
_PLAIN_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*")
_NUMBER_CHARACTERS = frozenset("0123456789+-.eE")
_ANY_STRING_OR_NUMBER = '["0-9-]'
_INSIDE_STRING = r'(?:[^"\\]|\\.)*'
_LONGEST_NUMBER = 40


class JsonConditions:
    """Translates the expressions of one pattern and collects what became looser, in `notes`.

    early: names of the first fields of every event of this log; None when all fields are taken for
        discovered.
    """

    def __init__(self, placeholders: Placeholders, early: frozenset[str] | None) -> None:
        self.placeholders = placeholders
        self.early = early
        self.notes: list[str] = []

    def condition(self, expression: Expression) -> Condition:
        """The condition that holds for every event for which the expression holds."""
        if isinstance(expression, And):
            return all_of(map(self.condition, expression.parts))
        if isinstance(expression, Or):
            return any_of(map(self.condition, expression.parts))
        subject = expression.subject
        assert isinstance(subject, Selector)  # noqa: S101 -- JSON has no other subject
        field = field_name(subject.steps)
        if isinstance(expression, NotExists):
            return self._not_exists(expression, field)
        if field is None or isinstance(expression, Is):
            self._loose(expression, "is looked for anywhere in the event")
            return _in_message(subject.steps, _value_in_message(expression))
        return self._comparison(expression, field, self._late(subject.steps))

    def _comparison(self, expression: Comparison, field: str, late: bool) -> Condition:
        value = expression.value
        if expression.operator not in ("=", "!="):
            assert isinstance(value, Number)  # noqa: S101 -- orderings take numbers only
            number = plain_number(value.text)
            if number is not None:
                return Test(f"{field} {expression.operator} {number}", late)
            self._loose(expression, "is held for met when the field is there")
            return Test(f"ispresent({field})", late)
        if expression.operator == "!=":
            present = Test(f"ispresent({field})", late)
            return all_of([present, self._different(expression, field, late)])
        if isinstance(value, Regex):
            return Test(f"{field} like /{regex(value.source)}/", late)
        if isinstance(value, Number):
            number = plain_number(value.text)
            if number is not None:
                return one_of(field, [number, f'"{value.text}"'], late=late)
            self._loose(expression, "is held for met when the field is there")
            return Test(f"ispresent({field})", late)
        return self._equal(value, field, late)

    def _equal(self, value: Text, field: str, late: bool) -> Condition:
        starts, ends, middle = stars(value.text)
        given = list(self.placeholders.in_text(middle))
        if given:
            return any_of([_like_given(field, starts or ends, middle, late), *_any_star(given)])
        if not middle and (starts or ends):
            return Test(f"ispresent({field})", late)
        text = quoted(middle)
        if starts and ends and text is not None:
            return Test(f"{field} like {text}", late)
        if starts or ends or text is None:
            start, end = "" if starts else "^", "" if ends else "$"
            return Test(f"{field} like /{start}{literal(middle)}{end}/", late)
        number = [middle] if re.fullmatch(r"-?[0-9]{1,15}", middle) else []
        return one_of(field, [text, *number], late=late)

    def _different(self, expression: Comparison, field: str, late: bool) -> Condition:
        value = expression.value
        if isinstance(value, Regex):
            return Test(f"{field} not like /{regex(value.source, end=VERY_END)}/", late)
        starts, ends, middle = stars(value.text) if isinstance(value, Text) else (False, False, "")
        if isinstance(value, Text) and list(self.placeholders.in_text(middle)):
            same = quoted(middle)
            return ANYTHING if starts or ends or same is None else Test(f"{field} != {same}", late)
        if not starts and not ends and _number_like(value.text):
            # Insights may take "1.0" and 1 for equal; the text of a whole number is beyond doubt.
            if re.fullmatch(r"-?[1-9][0-9]*|0", value.text):
                return Test(f"{field} not like /^{value.text}{VERY_END}/", late)
            self._loose(expression, "is held for met when the field is there")
            return ANYTHING
        same = quoted(middle)
        if not starts and not ends and same is not None:
            return Test(f"{field} != {same}", late)
        start, end = "" if starts else "^", "" if ends else VERY_END
        return Test(f"{field} not like /{start}{literal(middle)}{end}/", late)

    def _not_exists(self, expression: NotExists, field: str | None) -> Condition:
        steps = expression.subject.steps
        if field is None or not all(isinstance(step, str) and "." not in step for step in steps):
            self._loose(expression, "is held for met")
            return ANYTHING
        if self.early is None or self._late(steps):
            # An object or an array is no field itself, only its members are.
            self._loose(expression, "is held for met when the field holds an object or an array")
        return Test(f"not ispresent({field})", self._late(steps))

    def _late(self, steps: tuple[Step, ...]) -> bool:
        return self.early is not None and steps[0] not in self.early

    def _loose(self, expression: Comparison | Is | NotExists, how: str) -> None:
        note = f"{_described(expression)} {how}"
        if note not in self.notes:
            self.notes.append(note)


def field_name(steps: tuple[Step, ...]) -> str | None:
    """The discovered field that a selector means, in backticks where its name needs them; None when
    it means several, or one that a query cannot name."""
    if any(isinstance(step, Wildcard) for step in steps):
        return None
    name = ".".join(str(step) for step in steps)
    if _PLAIN_FIELD.fullmatch(name) and name.partition(".")[0].lower() not in _WORDS:
        return name
    unnamable = "`" in name or "@" in name or "" in steps or not name.isprintable()
    return None if unnamable else f"`{name}`"


def stars(text: str) -> tuple[bool, bool, str]:
    """Whether a value begins and ends with the wildcard, and the text between."""
    starts, ends = text.startswith("*"), text.endswith("*")
    middle = text[1:] if starts else text
    return starts, ends, middle.removesuffix("*") if ends else middle


def _like_given(field: str, open_ended: bool, text: str, late: bool) -> Test:
    """A comparison with a value that the environment gives: no regex can hold it unread."""
    return Test(f'{field} {"like" if open_ended else "="} "{text}"', late)


def _any_star(words: list[str]) -> list[Test]:
    """Holds when the environment's value has a wildcard, which a query does not know."""
    return [Test(f'strcontains("{word}", "*") = 1') for word in words]


def _in_message(steps: tuple[Step, ...], value: str) -> Test:
    """The value after the selector's last name, anywhere in the event's text."""
    names = [position for position, step in enumerate(steps) if isinstance(step, str)]
    if not names:
        return Test(f"@message like /{value}/")
    name = json_literal(str(steps[names[-1]]))
    between = r"\s*:\s*" if names[-1] == len(steps) - 1 else r"\s*:[\s\S]*"
    return Test(f'@message like /"{name}"{between}{value}/')


def _value_in_message(expression: Comparison | Is) -> str:
    """A regex for a value that satisfies the condition, as JSON writes it."""
    if isinstance(expression, Is):
        text = expression.constant.value.lower()
        return r"(?:null|\[[\s\S]*null)" if expression.constant is Constant.NULL else text
    if expression.operator in ("<", ">", "<=", ">="):
        return "-?[0-9]"
    value = expression.value
    if expression.operator == "!=" or not isinstance(value, Text) or _number_like(value.text):
        return _ANY_STRING_OR_NUMBER
    starts, ends, middle = stars(value.text)
    if not middle and (starts or ends):
        return _ANY_STRING_OR_NUMBER
    opened = f'"{_INSIDE_STRING}' if starts else '"'
    return f"{opened}{json_literal(middle)}{'' if ends else chr(34)}"


def _number_like(text: str) -> bool:
    """Whether the text, with or without stars, can be (part of) a number's own text."""
    return bool(text.strip("*")) and _NUMBER_CHARACTERS.issuperset(text.strip("*"))


def plain_number(text: str) -> str | None:
    """A number without exponent and sign of plus, which AWS does not document for queries; None
    when it would be endless."""
    try:
        plain = format(Decimal(text), "f")
    except InvalidOperation:  # an exponent beyond what Decimal takes
        return None
    return plain if len(plain) <= _LONGEST_NUMBER else None


def _described(expression: Comparison | Is | NotExists) -> str:
    text = print_expression(expression)
    return text if len(text) <= 120 else f"the condition on {print_subject(expression.subject)}"
