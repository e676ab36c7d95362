"""What a source says about one resource: every attribute is Known, Unknown or Absent.

`null`, a missing key and a missing block are all Absent: AWS sees no difference. A value that
the plan will only know after apply is Unknown and says what it is made from, as far as the
source carries that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Step = str | int
Path = tuple[Step, ...]

DEPENDS_ON: Path = ("depends_on",)
"""The path under which `Resource.origin` tells what a block waits for."""


@dataclass(frozen=True, slots=True)
class Target:
    """A resource instance that an expression refers to.

    `attribute` is what follows the address in the reference: ("arn",), or () where the source
    does not say (an index that is itself an expression hides what comes after it).
    """

    address: str
    attribute: Path = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """What a value is made from: resource instances, and references that cannot be followed.

    `written` is False where the configuration does not set the attribute at all: an unknown value
    is then the provider's own default. `by_name` says that an object's members were told apart by
    their names (see resolve).
    """

    targets: tuple[Target, ...] = ()
    opaque: tuple[str, ...] = ()
    written: bool = True
    by_name: bool = False

    def __or__(self, other: Origin) -> Origin:
        return Origin(
            tuple(dict.fromkeys(self.targets + other.targets)),
            tuple(dict.fromkeys(self.opaque + other.opaque)),
            by_name=self.by_name or other.by_name,
        )

    def __str__(self) -> str:
        names = [".".join([t.address, *map(str, t.attribute)]) for t in self.targets]
        return ", ".join([*names, *self.opaque])


@dataclass(frozen=True, slots=True)
class Known:
    """A value that the source carries. A sensitive one is compared, and never printed."""

    value: Any
    sensitive: bool = field(default=False, compare=False)
    origin: Origin = field(default=Origin(), compare=False)

    @property
    def shown(self) -> str:
        return "(sensitive)" if self.sensitive else str(self.value)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that only the apply will settle."""

    origin: Origin = Origin()
    sensitive: bool = False

    @property
    def shown(self) -> str:
        made_from = str(self.origin)
        return f"known after apply, from {made_from}" if made_from else "known after apply"


@dataclass(frozen=True, slots=True)
class Absent:
    """Not set: a missing key, a missing block or null; in what was applied before, also "".

    The provider writes "" into its state for a text that nobody set, so a plan over a state shows
    `threshold_metric_id = ""` where a first plan shows null.
    """

    @property
    def shown(self) -> str:
        return "not set"


Value = Known | Unknown | Absent

# An empty filter pattern matches every event.
EMPTY_MEANS_SOMETHING = ("pattern", "filter_pattern")


@dataclass(frozen=True, slots=True)
class ModuleStep:
    """One step of a module path: its name, and its instance key under count or for_each."""

    name: str
    key: Step | None = None


def no_origin(_path: Path) -> Origin:
    """What a source without a configuration (a state, an account) says of every value."""
    return Origin()


def as_it_is(value: Value) -> Value:
    """How a source without a configuration settles a value: not at all."""
    return value


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource instance.

    `values` holds what is known, `unknown` and `sensitive` are trees of the same shape with
    True where it applies (the shape of after_unknown and after_sensitive in a plan).
    `provider` tells apart the regions and accounts of one plan; `region` and `account` are None
    where the plan does not carry them. `origin` says what an attribute is made from, `settle`
    gives the known value that an unknown one must be equal to, where there is one (see resolve).
    """

    address: str
    type: str
    name: str
    mode: str = "managed"
    module: tuple[ModuleStep, ...] = ()
    key: Step | None = None
    provider: str = "aws"
    region: str | None = None
    account: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    unknown: Any = False
    sensitive: Any = False
    origin: Callable[[Path], Origin] = no_origin
    settle: Callable[[Value], Value] = as_it_is

    def value(self, *path: Step) -> Value:
        """The attribute at `path`, such as ("metric_transformation", 0, "name")."""
        origin = self.origin(path)
        sensitive = _marked(self.sensitive, path)
        if _marked(self.unknown, path):
            return self.settle(Unknown(origin, sensitive))
        found = _at(self.values, path)
        if found == "" and path[-1] not in EMPTY_MEANS_SOMETHING:
            found = None
        if found is None:
            # a list that holds an unknown member may be left out as a whole
            return Unknown(origin, sensitive) if _marks_below(self.unknown, path) else Absent()
        return Known(found, sensitive, origin)

    def members(self, *path: Step) -> tuple[Value, ...] | None:
        """The members of a list attribute one by one; None where even their number is unknown."""
        found = self.value(*path)
        if isinstance(found, Absent):
            return ()
        if isinstance(found, Unknown) or not _is_list(found.value):
            return None
        return tuple(self.value(*path, index) for index in range(len(found.value)))

    def blocks(self, *path: Step) -> int | None:
        """How many blocks stand at `path`; None where the plan does not know that yet."""
        found = self.value(*path)
        if isinstance(found, Unknown):
            return None
        return len(found.value) if isinstance(found, Known) and _is_list(found.value) else 0

    def partly_unknown(self, *path: Step) -> bool:
        """Whether anything at or below `path` is only known after apply."""
        return _marked(self.unknown, path) or _marks_below(self.unknown, path)


@dataclass(frozen=True, slots=True)
class Removal:
    """A resource that the plan deletes, replaces or lets go of."""

    address: str
    type: str
    action: str


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _at(tree: Any, path: Path) -> Any:
    for step in path:
        if isinstance(tree, Mapping):
            tree = tree.get(str(step))
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            return None
    return tree


def _marked(tree: Any, path: Path) -> bool:
    """Whether `path`, or anything above it, is marked True in a tree of marks."""
    for step in path:
        if tree is True:
            return True
        tree = _at(tree, (step,))
    return tree is True


def _marks_below(tree: Any, path: Path) -> bool:
    return _any_mark(_at(tree, path))


def _any_mark(tree: Any) -> bool:
    if isinstance(tree, Mapping):
        return any(_any_mark(value) for value in tree.values())
    if isinstance(tree, list):
        return any(_any_mark(value) for value in tree)
    return tree is True
