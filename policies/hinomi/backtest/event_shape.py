"""What one decoding pass makes of the fields of an object, as a msgspec Struct.

A field in which no selector looks further is a plain value. One that may be opened is a Struct of
its own, where every selector through it names a member. Everything else stays raw JSON, which costs
little until it is looked at; then only the members that are asked for are decoded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET, Raw, UnsetType

from ..filter_pattern.tree import Step

# No two of these values are equal across types, so that they can be keys of one dictionary. What
# does not fit (an event name that is a number) does not decode, and goes the general way.
_Value: TypeAlias = str | bool | UnsetType | None
Path: TypeAlias = tuple[str, ...]
"""The keys that lead to a field."""
decode = msgspec.json.Decoder().decode
UNTOLD: Any = object()
"""Stands for values that make no key of a dictionary."""


class Shape:
    """The fields that `paths` read; those named by `opened` may be opened, at any depth below
    always."""

    def __init__(self, paths: Iterable[tuple[Step, ...]], opened: frozenset[str] | None) -> None:
        below: dict[str, list[tuple[Step, ...]]] = {}
        for first, *rest in paths:
            below.setdefault(str(first), []).append(tuple(rest))
        # Keys may be anything, attribute names may not: f0, f1 ... stand for them.
        self.attributes = {key: f"f{number}" for number, key in enumerate(below)}
        self.values = frozenset(key for key, rests in below.items() if not any(rests))
        self.inner = {
            key: Shape(rests, None)
            for key, rests in below.items()
            if (opened is None or key in opened)
            and all(rest and isinstance(rest[0], str) for rest in rests)
        }
        self.struct = msgspec.defstruct(
            "Fields",
            [(name, *self._type_of(key)) for key, name in self.attributes.items()],
            rename={name: key for key, name in self.attributes.items()},
            frozen=True,
            gc=False,
        )

    def _type_of(self, key: str) -> tuple[Any, Any]:
        """The type of a field and what stands for it where it is missing."""
        if key in self.inner:
            # No selector ends here, so that none can tell a missing object from an empty one.
            struct = self.inner[key].struct
            return struct, struct()
        return (_Value if key in self.values else Raw | UnsetType), UNSET

    def plain(self, before: Path = ()) -> Iterator[Path]:
        """The paths of all plain values."""
        for key in self.attributes:
            if key in self.values:
                yield (*before, key)
            elif key in self.inner:
                yield from self.inner[key].plain((*before, key))

    def attribute(self, path: Path) -> str:
        """The dotted name of the attribute at a path that leads through opened objects."""
        key, *rest = path
        name = self.attributes[key]
        return f"{name}.{self.inner[key].attribute(tuple(rest))}" if rest else name

    def read(self, key: str, fields: Any, decode: Callable[[Raw], Any] = decode) -> Any:
        """One field, decoded; UNSET where it is missing."""
        value = getattr(fields, self.attributes[key])
        if isinstance(value, Raw):
            return decode(value)
        if key in self.inner:
            return self.inner[key].members(value, self.inner[key].attributes, decode)
        return value

    def members(
        self, fields: Any, keys: Iterable[str], decode: Callable[[Raw], Any] = decode
    ) -> dict[str, Any]:
        """Some of these fields as a dict."""
        read = ((key, self.read(key, fields, decode)) for key in keys)
        return {key: value for key, value in read if value is not UNSET}


class Members:
    """Members of raw objects: decoded as they are, or told by their texts alone."""

    def __init__(self, members: Mapping[str, bool]) -> None:
        """`members`: name -> whether something looks into it."""
        names = {name: f"f{number}" for number, name in enumerate(members)}
        rename = {attribute: name for name, attribute in names.items()}
        self._names = names
        whole = [(names[name], Any, UNSET) for name in members]
        self._whole = _decoder(whole, rename)
        apart = [
            (names[name], (Raw | UnsetType) if below else _Value, UNSET)
            for name, below in members.items()
        ]
        self._apart = _decoder(apart, rename)
        self._texts = _values(names[name] for name, below in members.items() if not below)
        self._deeper = _values(names[name] for name, below in members.items() if below)
        nothing = self._apart(b"{}")
        self._no_texts, self._none_deeper = self._texts(nothing), self._deeper(nothing)

    def decode(self, raw: Raw) -> Any:
        """An object with these members alone; anything else as it is."""
        try:
            value = self._whole(raw)
        except msgspec.ValidationError:  # an array or a scalar
            return decode(raw)
        if value is None:
            return None
        found = ((name, getattr(value, attribute)) for name, attribute in self._names.items())
        return {name: one for name, one in found if one is not UNSET}

    def texts(self, raw: Raw | UnsetType) -> Any:
        """The members as one key of a dictionary, where all are texts, constants or missing and
        nothing is there that something looks into; else UNTOLD."""
        if raw is UNSET:
            return self._no_texts
        try:
            value = self._apart(raw)
        except msgspec.ValidationError:
            return UNTOLD
        if value is None:
            return self._no_texts
        return self._texts(value) if self._deeper(value) == self._none_deeper else UNTOLD


def _decoder(fields: list[Any], rename: dict[str, str]) -> Callable[[Any], Any]:
    struct = msgspec.defstruct("Members", fields, rename=rename, gc=False)
    found: Callable[[Any], Any] = msgspec.json.Decoder(struct | None).decode
    return found


def _values(names: Iterable[str]) -> Callable[[Any], Any]:
    attributes = tuple(names)
    return attrgetter(*attributes) if attributes else lambda value: ()


@lru_cache(maxsize=256)
def members_of(members: frozenset[tuple[str, bool]]) -> Members:
    """One for all nodes that read the same: a Struct costs as much as a hundred events."""
    return Members(dict(members))
