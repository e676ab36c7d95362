"""Log messages as JSON documents, with numbers that remember how they were written.

CloudWatch Logs compares an unquoted number by value and a quoted one by the number's own text:
`= "1"` matches 1 and not 1.0. A whole number's text follows from its value, any other's does not
(1.0, 1.00 and 1e0 are one float), so those are floats that carry their text. A document that
another parser made may be matched too; a plain float then stands for its shortest spelling.
"""

import json
from typing import Any, TypeAlias

Document: TypeAlias = dict[str, Any]

# int() is quadratic and refuses more than 4300 digits; no log holds an exact number this long.
_INTEGER_DIGITS = 40


class WrittenFloat(float):
    """A float with the text that the message has for it, in `text`."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> "WrittenFloat":
        number = super().__new__(cls, text)
        number.text = text
        return number


def _integer(text: str) -> int | WrittenFloat:
    if len(text) > _INTEGER_DIGITS or text == "-0":
        return WrittenFloat(text)
    return int(text)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")  # Python's parser would take NaN and Infinity


_decode = json.JSONDecoder(
    parse_float=WrittenFloat, parse_int=_integer, parse_constant=_no_constant
).decode


def parse_message(message: str) -> Document | None:
    """The JSON object that a message is, or None: an array, a scalar, broken JSON and text are
    no event that a JSON pattern could match. Never raises."""
    if message[:1] != "{" and not message.lstrip(" \t\r\n").startswith("{"):
        return None
    try:
        document: Document = _decode(message)  # an object: the text begins with a brace
    except (ValueError, RecursionError):
        return None
    return document


def number_text(number: float) -> str:
    """How the message writes a number; for a plain float its shortest spelling."""
    if isinstance(number, WrittenFloat):
        return number.text
    return str(number)
