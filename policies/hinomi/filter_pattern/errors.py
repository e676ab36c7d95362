"""The one error of the package."""

import unicodedata

WINDOW = 60  # characters of the pattern shown on each side of the caret


class InvalidPattern(ValueError):  # noqa: N818 -- named for what is wrong, like packaging's InvalidMarker
    """CloudWatch Logs would refuse this text, or its reading is unknown and we refuse it.

    Attributes:
        pattern: the whole text that was refused (a filter pattern, a selector, a metric value).
        position: 0-based index into `pattern` where reading stopped; may equal `len(pattern)`.
        reason: what was seen there, one line.
        hint: how to write it instead, one line; empty when there is nothing to suggest.
    """

    def __init__(self, pattern: str, position: int, reason: str, hint: str = "") -> None:
        super().__init__(pattern, position, reason, hint)  # all four, so that it pickles
        self.pattern = pattern
        self.position = position
        self.reason = reason
        self.hint = hint

    def __str__(self) -> str:
        lines = [
            f"{self.reason} (at character {self.position + 1})",
            *_caret(self.pattern, self.position),
        ]
        if self.hint:
            lines.append(f"hint: {self.hint}")
        return "\n".join(lines)


def _caret(pattern: str, position: int) -> tuple[str, str]:
    """The part of the pattern around `position` on one line, and a caret under it."""
    start, end = max(0, position - WINDOW), position + WINDOW
    before = ("..." if start else "") + _printable(pattern[start:position])
    after = _printable(pattern[position:end]) + ("..." if end < len(pattern) else "")
    return f"    {before}{after}", f"    {' ' * _columns(before)}^"


def _printable(text: str) -> str:
    """Line breaks and other control characters as one blank, so that the caret stays in place."""
    return "".join(character if character.isprintable() else " " for character in text)


def _columns(text: str) -> int:
    """Terminal columns of a text: East Asian wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
