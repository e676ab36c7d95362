"""What a filter pattern means, as data. Nodes are immutable and compare by meaning.

pattern     Everything | Terms | Fields | Json
expression  Or | And | Comparison | Is | NotExists          (Json)
            Or | And | Comparison                           (the condition of one field)
value       Number | Text | Regex
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias


class Wildcard(Enum):
    """A selector step that stands for every child; both walk arrays and objects alike."""

    ELEMENT = "[*]"
    PROPERTY = ".*"


class Constant(Enum):
    NULL = "NULL"
    TRUE = "TRUE"
    FALSE = "FALSE"


Step: TypeAlias = str | int | Wildcard
"""A key, an array index or a wildcard."""


@dataclass(frozen=True, slots=True)
class Selector:
    """`$.a[0].*` as the steps `("a", 0, Wildcard.PROPERTY)`."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class FieldName:
    """A field of a space-delimited pattern, as the subject of a comparison."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """An unquoted number, as written: strings are compared with this very text."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A word or a quoted string, unescaped; `*` at an end is a wildcard, elsewhere itself."""

    text: str
    quoted: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Regex:
    """What stands between two `%` signs, in AWS's notation."""

    source: str


Value: TypeAlias = Number | Text | Regex


@dataclass(frozen=True, slots=True)
class Comparison:
    """`operator` is one of = != < > <= >=."""

    subject: Selector | FieldName
    operator: str
    value: Value


@dataclass(frozen=True, slots=True)
class Is:
    subject: Selector
    constant: Constant


@dataclass(frozen=True, slots=True)
class NotExists:
    subject: Selector


@dataclass(frozen=True, slots=True)
class And:
    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    parts: "tuple[Expression, ...]"


Expression: TypeAlias = Comparison | Is | NotExists | And | Or


class Sign(Enum):
    """What stands before a term."""

    REQUIRED = ""
    OPTIONAL = "?"
    EXCLUDED = "-"


@dataclass(frozen=True, slots=True)
class Term:
    value: Text | Regex
    sign: Sign = Sign.REQUIRED


@dataclass(frozen=True, slots=True)
class Field:
    """One place of a space-delimited pattern; `name` is None for an empty place."""

    name: str | None = None
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class Everything:
    """The blank pattern."""


@dataclass(frozen=True, slots=True)
class Terms:
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """`after` is None when there is no `...`; `before` and `after` are both empty for `[...]`."""

    before: tuple[Field, ...]
    after: tuple[Field, ...] | None = None


@dataclass(frozen=True, slots=True)
class Json:
    expression: Expression


Pattern: TypeAlias = Everything | Terms | Fields | Json
