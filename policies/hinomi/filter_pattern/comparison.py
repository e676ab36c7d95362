"""Which value satisfies which comparison: all the rules about types, and no others.

    right side            JSON number     JSON string     null, boolean, array, object, missing
    number   = !=         by value        by its text     neither = nor !=
    number   < > <= >=    by value        never           never
    text     = !=         by its text     by its text     neither = nor !=
    regex    = !=         by its text     by its text     neither = nor !=

A field of a space-delimited line is a string; < > <= >= read it as a number where it is one.
"""

import operator as operators
import re
from collections.abc import Callable
from typing import Any, TypeAlias

from hinomi.filter_pattern.message import number_text
from hinomi.filter_pattern.regex import compile_regex
from hinomi.filter_pattern.tree import Constant, Number, Regex, Text, Value

Test: TypeAlias = Callable[[Any], bool]
"""Takes a JSON value as Python has it."""
TextTest: TypeAlias = Callable[[str], bool]

_ORDERINGS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operators.lt,
    ">": operators.gt,
    "<=": operators.le,
    ">=": operators.ge,
}
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NUMBER_CHARACTERS = frozenset("0123456789+-.eE")


def parse_number(text: str) -> float | None:
    """The number that a text is, or None. Whole numbers stay exact."""
    if len(text) < 40 and text.isascii() and text.isdigit():
        return int(text)
    if not _NUMBER.fullmatch(text):
        return None
    return int(text) if len(text) < 40 and text.lstrip("+-").isdigit() else float(text)


def is_comparable(value: object) -> bool:
    """Only strings and numbers satisfy = or !=; a Python bool is no number here."""
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)


def comparison(operator: str, value: Value) -> Test:
    """The test of a JSON value for `operator value`."""
    if operator in _ORDERINGS:
        return _ordering(_ORDERINGS[operator], value)
    equal = _equal(value)
    if operator == "=":
        return equal
    return lambda seen: is_comparable(seen) and not equal(seen)


def text_comparison(operator: str, value: Value) -> TextTest:
    """The test of a space-delimited field for `operator value`."""
    if operator in _ORDERINGS:
        compare, bound = _ORDERINGS[operator], _bound(value)

        def ordered(field: str) -> bool:
            number = parse_number(field)
            return number is not None and compare(number, bound)

        return ordered
    equal = text_equal(value)
    if operator == "=":
        return equal
    return lambda field: not equal(field)


def is_constant(constant: Constant) -> Test:
    """IS NULL, IS TRUE, IS FALSE. AWS lets an array with a null member pass for null."""
    if constant is Constant.TRUE:
        return lambda seen: seen is True
    if constant is Constant.FALSE:
        return lambda seen: seen is False
    return lambda seen: seen is None or (isinstance(seen, list) and None in seen)


def plain_string(value: Value) -> str | None:
    """The string that `= value` stands for when no number and no wildcard can come into it."""
    if isinstance(value, Text) and "*" not in (value.text[:1], value.text[-1:]):
        return None if _may_begin_or_end_number(value.text) else value.text
    return None


def reads_number_text(value: Value) -> bool:
    """Whether `= value` or `!= value` can turn on how the message spells a number that is not
    whole (1.0 or 1e0)."""
    if isinstance(value, Number):
        return False
    if isinstance(value, Regex):
        return True
    middle = value.text.strip("*")
    return bool(middle) and _may_begin_or_end_number(middle)


def _may_begin_or_end_number(text: str) -> bool:
    return bool(text) and _NUMBER_CHARACTERS.issuperset(text)


def _ordering(compare: Callable[[Any, Any], bool], value: Value) -> Test:
    bound = _bound(value)

    def ordered(seen: Any) -> bool:
        return (
            isinstance(seen, (int, float)) and not isinstance(seen, bool) and compare(seen, bound)
        )

    return ordered


def _bound(value: Value) -> float | None:
    assert isinstance(value, Number)  # noqa: S101 -- the grammar takes nothing else here
    return parse_number(value.text)


def _equal(value: Value) -> Test:
    if isinstance(value, Number):
        return _equal_number(value.text)
    literal = plain_string(value)
    if literal is not None:
        return lambda seen: bool(seen == literal)
    equal = text_equal(value)

    def same_text(seen: Any) -> bool:
        if isinstance(seen, str):
            return equal(seen)
        return is_comparable(seen) and equal(number_text(seen))

    return same_text


def _equal_number(text: str) -> Test:
    number = parse_number(text)

    def same_number(seen: Any) -> bool:
        if isinstance(seen, str):
            return seen == text
        return seen == number and not isinstance(seen, bool)

    return same_number


def text_equal(value: Value) -> TextTest:
    """Whether a text is `value`: the same text, with `*` at its ends, or found by the regex."""
    if isinstance(value, Regex):
        return compile_regex(value.source)
    text = value.text
    if isinstance(value, Number) or "*" not in (text[:1], text[-1:]):
        return lambda seen: seen == text
    middle = text[1:] if text.startswith("*") else text
    middle = middle[:-1] if middle.endswith("*") else middle
    if not middle:
        return lambda seen: True
    if text.startswith("*") and text.endswith("*"):
        return lambda seen: middle in seen
    if text.startswith("*"):
        return lambda seen: seen.endswith(middle)
    return lambda seen: seen.startswith(middle)
