"""`${parameter}` in a query.

A pattern compiles only with values in it. Each parameter is therefore given a value that stands for
itself alone (a word, or a number that no pattern holds), and the finished query has the placeholder
again in its place.
"""

from collections.abc import Iterable, Mapping

_WORD = "hinomiParameter"
_FIRST_NUMBER = 987_650_001


class Placeholders:
    """Values to compile a pattern with, and the way back."""

    def __init__(self, types: Mapping[str, str] | None = None) -> None:
        """types: parameter -> "string" or "number"."""
        self.values: dict[str, str | int] = {
            name: f"{_WORD}{position:02d}x" if kind == "string" else _FIRST_NUMBER + position
            for position, (name, kind) in enumerate(sorted((types or {}).items()))
        }

    def in_text(self, text: str) -> Iterable[str]:
        """The words of the string parameters that a text holds."""
        return [word for word in self.values.values() if isinstance(word, str) and word in text]

    def restored(self, query: str) -> str:
        """The query with each value as its placeholder again."""
        for name, value in self.values.items():
            query = query.replace(str(value), f"${{{name}}}")
        return query
