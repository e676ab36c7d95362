"""The compiled filter pattern."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal, TypeAlias

from hinomi.filter_pattern import tree
from hinomi.filter_pattern.comparison import reads_number_text
from hinomi.filter_pattern.errors import InvalidPattern
from hinomi.filter_pattern.fields_matcher import compile_fields
from hinomi.filter_pattern.grammar import parse
from hinomi.filter_pattern.json_matcher import compile_expression
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


@dataclass(slots=True)  # not frozen: that would triple the cost of a match
class Match:
    """A message that matched.

    extracted: the fields of a space-delimited pattern as TestMetricFilter gives them, `$name`, or
        `$position` counted from 1 where the pattern gives no name; empty for other patterns.
    """

    extracted: dict[str, str]


def compile(text: str) -> "FilterPattern":  # noqa: A001 -- like re.compile
    """The filter pattern of a text. Raises InvalidPattern for what CloudWatch Logs refuses."""
    return FilterPattern(text)


class FilterPattern:
    """A filter pattern, ready to run. Immutable; safe to share between threads.

    Attributes:
        text: the pattern as given.
        tree: its meaning, see `hinomi.filter_pattern.tree`.
        kind: "everything" (blank), "terms", "fields" (space-delimited) or "json".
    """

    __slots__ = ("_extract", "_holds", "kind", "text", "tree")

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = parse(text)
        self.kind: Kind = _KINDS[type(self.tree)]
        self._holds: Callable[[Any], bool] = _predicate(self.tree)
        self._extract = compile_fields(self.tree) if isinstance(self.tree, tree.Fields) else None

    def match(self, message: str) -> Match | None:
        """The match of one log message, or None. Never raises."""
        if self.kind == "json":
            document = parse_message(message)
            return Match({}) if document is not None and self._holds(document) else None
        if self._extract is None:
            return Match({}) if self._holds(message) else None
        extracted = self._extract(message)
        return None if extracted is None else Match(extracted)

    def match_json(self, document: object) -> bool:
        """Whether a parsed event matches; only a dict can.

        For many patterns over one event: parse once with `parse_message`, which keeps how numbers
        are written. Documents of other parsers (json, orjson, msgspec: str, int, float, bool, None,
        list, dict) do as well, unless `reads_number_text` says that spelling may decide.

        Raises InvalidPattern when this is a pattern of terms or fields: those need the message.
        """
        if self.kind == "json":
            return isinstance(document, dict) and self._holds(document)
        if self.kind == "everything":
            return True
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


def _predicate(pattern: tree.Pattern) -> Callable[[Any], bool]:
    if isinstance(pattern, tree.Json):
        return compile_expression(pattern.expression)
    if isinstance(pattern, tree.Terms):
        return compile_terms(pattern)
    return lambda message: True


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
