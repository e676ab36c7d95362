"""A tokenizer that is asked for tokens by name, because `-`, `*` and `.` change their meaning
between terms, selectors, field names and values."""

import re
from typing import NamedTuple, NoReturn

from hinomi.filter_pattern.errors import InvalidPattern

_WORD = r"[A-Za-z0-9_.*+-]"

RULES: dict[str, re.Pattern[str]] = {
    name: re.compile(expression, re.DOTALL)
    for name, expression in {
        "blank": r"[ \t\r\n]+",
        "string": r'"(?:[^"\\]|\\.)*"',
        "regex": r"%[^%]*%",
        "almost number": rf"[+-]?(?:\.[0-9]+|[0-9]+\.)(?:[eE][+-]?[0-9]+)?(?!{_WORD})",
        "number": rf"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?!{_WORD})",
        "word": rf"{_WORD}+",
        "term": r"[A-Za-z0-9_-]+",
        "name": r"[A-Za-z0-9_-]+",
        "ellipsis": r"\.\.\.",
        "operator": r"[!<>=]=|[<>=]",
        "and": r"&&",
        "or": r"\|\|",
        "keyword": r"[A-Z]+(?![A-Za-z0-9_.*+-])",
        "key in quotes": r"\['[^']*'\]",
        "index": r"\[[0-9]+\]",
        "any element": r"\[\*\]",
        "any property": r"\.\*",
    }.items()
}


class Token(NamedTuple):
    text: str
    position: int


class Tokenizer:
    """Where we are in one pattern. `position` only moves forward."""

    __slots__ = ("position", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0

    @property
    def at_end(self) -> bool:
        return self.position >= len(self.source)

    @property
    def character(self) -> str:
        """The next character, empty at the end."""
        return self.source[self.position : self.position + 1]

    def skip_blanks(self) -> bool:
        """Pass spaces, tabs and line breaks; True if there were any."""
        return self.read("blank") is not None

    def starts_with(self, text: str) -> bool:
        return self.source.startswith(text, self.position)

    def take(self, text: str) -> Token | None:
        """This very text, or None without moving."""
        if not self.starts_with(text):
            return None
        token = Token(text, self.position)
        self.position += len(text)
        return token

    def peek(self, rule: str) -> Token | None:
        found = RULES[rule].match(self.source, self.position)
        return Token(found.group(), self.position) if found else None

    def read(self, rule: str) -> Token | None:
        """The token of that rule, or None without moving."""
        token = self.peek(rule)
        if token is not None:
            self.position += len(token.text)
        return token

    def rest(self, length: int = 20) -> str:
        """The next characters up to a blank or the end of a value, for messages."""
        text = self.source[self.position : self.position + length + 1].split(maxsplit=1)
        word = text[0] if text else ""
        if word[:1].isalnum() or word[:1] in "$.-+":
            word = re.split(r"[]),}]", word)[0] or word
        return word if len(word) <= length else word[:length] + "..."

    def whole_word(self, separators: str = "") -> str:
        """The unquoted text around here, between blanks or `separators`, for hints."""
        stops = " \t\r\n" + separators
        start = end = self.position
        while start > 0 and self.source[start - 1] not in stops:
            start -= 1
        while end < len(self.source) and self.source[end] not in stops:
            end += 1
        return self.source[start:end].replace('"', "")

    def refuse(self, reason: str, hint: str = "", position: int | None = None) -> NoReturn:
        """Raise InvalidPattern here, or at `position`."""
        where = self.position if position is None else position
        raise InvalidPattern(self.source, where, reason, hint)
