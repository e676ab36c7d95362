"""The compiled filter pattern."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Literal, TypeAlias

from hinomi.filter_pattern import tree
from hinomi.filter_pattern.comparison import reads_number_text
from hinomi.filter_pattern.errors import InvalidPattern
from hinomi.filter_pattern.fields_matcher import compile_fields
from hinomi.filter_pattern.grammar import parse
from hinomi.filter_pattern.json_matcher import compile_expression
from hinomi.filter_pattern.match import MATCHED, Match
from hinomi.filter_pattern.message import parse_message
from hinomi.filter_pattern.printer import print_pattern
from hinomi.filter_pattern.text_matcher import compile_terms

Kind: TypeAlias = Literal["everything", "terms", "fields", "json"]

_KINDS: dict[type[tree.Pattern], Kind] = {
    tree.Everything: "everything",
    tree.Terms: "terms",
    tree.Fields: "fields",
    tree.Json: "json",
}


def compile(text: str) -> "FilterPattern":  # noqa: A001 -- like re.compile
    """The filter pattern of a text. Raises InvalidPattern for what CloudWatch Logs refuses."""
    return FilterPattern(text)


class FilterPattern:
    """A filter pattern, ready to run. Immutable; safe to share between threads.

    Attributes:
        text: the pattern as given.
        tree: its meaning, see `hinomi.filter_pattern.tree`.
        kind: "everything" (blank), "terms", "fields" (space-delimited) or "json".
        match: `match(message)` is the match of one log message, or None. Never raises.
        match_json: `match_json(document)`, whether a parsed event matches; only a dict can.

    `match_json` is for many patterns over one event: parse once with `parse_message`, which keeps
    how numbers are written. Documents of other parsers (json, orjson, msgspec: str, int, float,
    bool, None, list, dict) do as well, unless `reads_number_text` says that spelling may decide.
    It raises InvalidPattern when this is a pattern of terms or fields: those need the message.
    """

    __slots__ = ("kind", "match", "match_json", "text", "tree")

    # Both are the compiled closures themselves: a method around them took longer than most
    # patterns do.
    match: Callable[[str], Match | None]
    match_json: Callable[[object], bool]

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = parse(text)
        self.kind: Kind = _KINDS[type(self.tree)]
        self.match_json = self._not_json
        if isinstance(self.tree, tree.Json):
            self.match, self.match_json = _compile_json(self.tree.expression)
        elif isinstance(self.tree, tree.Fields):
            self.match = compile_fields(self.tree)
        elif isinstance(self.tree, tree.Terms):
            self.match = compile_terms(self.tree)
        else:
            self.match = lambda message: MATCHED
            self.match_json = lambda document: True

    def _not_json(self, document: object) -> bool:
        raise InvalidPattern(
            self.text, 0, f"a pattern of {self.kind} reads text, not JSON", "call match(message)"
        )

    @property
    def reads_number_text(self) -> bool:
        """Whether the result can turn on how a number that is not whole is written (1.0 or 1e0),
        which only `parse_message` keeps."""
        return isinstance(self.tree, tree.Json) and _reads_number_text(self.tree.expression)

    @property
    def has_regex(self) -> bool:
        """Whether any part is a regular expression: a log group takes five filters with one."""
        return any(isinstance(node, tree.Regex) for node in _nodes(self.tree))

    def __str__(self) -> str:
        """An equivalent pattern in one even style."""
        return print_pattern(self.tree)

    def __repr__(self) -> str:
        return f"hinomi.filter_pattern.compile({self.text!r})"

    def __eq__(self, other: object) -> bool:
        """Equal when they mean the same, node by node."""
        return isinstance(other, FilterPattern) and self.tree == other.tree

    def __hash__(self) -> int:
        return hash(self.tree)

    def __reduce__(self) -> tuple[Any, ...]:
        return FilterPattern, (self.text,)  # closures do not pickle; worker processes compile anew


def _compile_json(
    expression: tree.Expression,
) -> tuple[Callable[[str], Match | None], Callable[[object], bool]]:
    holds = compile_expression(expression)

    def match(message: str) -> Match | None:
        document = parse_message(message)
        return MATCHED if document is not None and holds(document) else None

    return match, lambda document: isinstance(document, dict) and holds(document)


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    if isinstance(node, tuple):
        parts: Any = node
    elif is_dataclass(node):
        parts = (getattr(node, each.name) for each in fields(node))
    else:
        return
    for part in parts:
        yield from _nodes(part)


def _reads_number_text(expression: tree.Expression) -> bool:
    if isinstance(expression, (tree.And, tree.Or)):
        return any(_reads_number_text(part) for part in expression.parts)
    return isinstance(expression, tree.Comparison) and reads_number_text(expression.value)
