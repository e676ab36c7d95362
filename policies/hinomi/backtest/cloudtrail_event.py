"""The part of a CloudTrail record that one decoding pass reads, as a msgspec Struct.

Its fields follow from the patterns: deciding fields as values, everything else that a pattern or
the report may want as raw JSON, which costs little until it is looked at. A record that does not
fit (an event name that is a number) does not decode, and goes the general way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET, Raw, UnsetType

from ..filter_pattern import parse_message
from ..filter_pattern.tree import Expression, Selector
from .deciding_fields import deciding_selectors
from .decision_tree import Field
from .event_facts import REPORTED, TIME
from .partial_evaluation import conditions, selector_of

# No two of these values are equal across types, so that they can be keys of one dictionary.
_Value: TypeAlias = str | bool | None | UnsetType
_decode = msgspec.json.Decoder().decode


class _Shape:
    """The fields to decode of one object: its Struct, and how to make a dict of it again."""

    def __init__(
        self, keys: Iterable[str], values: Iterable[str], inner: Mapping[str, _Shape]
    ) -> None:
        # Keys may be anything, attribute names may not: f0, f1 ... stand for them.
        self.attributes = {key: f"f{number}" for number, key in enumerate(dict.fromkeys(keys))}
        self._values = frozenset(values)
        self._inner = inner
        self.struct = msgspec.defstruct(
            "Fields",
            [(name, self._type_of(key), UNSET) for key, name in self.attributes.items()],
            rename={name: key for key, name in self.attributes.items()},
            gc=False,
        )

    def _type_of(self, key: str) -> Any:
        if key in self._inner:
            return self._inner[key].struct | None | UnsetType
        return _Value if key in self._values else Raw | UnsetType

    def add(self, key: str, fields: Any, document: dict[str, Any], decode: Any) -> None:
        """Put one field into a document, decoded, unless it is missing."""
        value = getattr(fields, self.attributes[key])
        if value is UNSET:
            return
        if value is not None and key in self._inner:
            document[key] = below = {}
            for inner_key in self._inner[key].attributes:
                self._inner[key].add(inner_key, value, below, decode)
        else:
            document[key] = decode(value) if isinstance(value, Raw) else value


class EventType:
    """The Struct for a set of JSON patterns, its decoder, and how to read its fields.

    `expressions` read nothing but what lies under top-level keys that they name.
    """

    def __init__(self, expressions: Iterable[Expression]) -> None:
        expressions = tuple(expressions)
        selectors = {
            selector_of(one): None for expression in expressions for one in conditions(expression)
        }
        deciding = deciding_selectors(expressions)
        opened = {str(one.steps[0]) for one in deciding if len(one.steps) == 2}
        inner = {key: _inner_shape(key, deciding, selectors) for key in opened}
        keys = [TIME, *REPORTED, *(str(one.steps[0]) for one in selectors)]
        top = [TIME, *(str(one.steps[0]) for one in deciding if len(one.steps) == 1)]
        self._shape = _Shape(keys, top, inner)
        self._inner = inner
        self.decode: Callable[[bytes], list[Any]] = msgspec.json.Decoder(
            list[self._shape.struct]  # type: ignore[name-defined]
        ).decode
        self.time = attrgetter(self._shape.attributes[TIME])
        self.fields = tuple(map(self._field, deciding))

    def add(self, key: str, event: Any, document: dict[str, Any]) -> None:
        """Decode one top-level field of an event into a document, unless it is missing.

        Raises DecodeError where msgspec cannot read what Python's parser can (1e999).
        """
        self._shape.add(key, event, document, _decode)

    def exact_document(self, event: Any, keys: Iterable[str]) -> dict[str, Any]:
        """Fields with numbers that keep their text and size, as the engine compares them."""
        document: dict[str, Any] = {}
        for key in keys:
            self._shape.add(key, event, document, _exactly)
        return document

    def _field(self, selector: Selector) -> Field:
        key, *below = map(str, selector.steps)
        read = attrgetter(self._shape.attributes[key])
        if not below:
            return Field(selector, read, lambda value: {} if value is UNSET else {key: value})
        (name,) = below
        attribute = self._inner[key].attributes[name]

        def read_below(event: Any) -> Any:
            return getattr(read(event), attribute, UNSET)  # None and UNSET have no such attribute

        return Field(
            selector,
            read_below,
            lambda value: {} if value is UNSET else {key: {name: value}},
        )


def _inner_shape(key: str, deciding: Iterable[Selector], selectors: Iterable[Selector]) -> _Shape:
    """What to decode of the object at `key`: what patterns read of it, and the report."""
    read = [str(one.steps[1]) for one in selectors if one.steps[0] == key]
    values = [str(one.steps[1]) for one in deciding if one.steps[0] == key and len(one.steps) == 2]
    return _Shape([*values, *read, *REPORTED.get(key, ())], values, {})


def _exactly(raw: Raw) -> Any:
    document = parse_message('{"value":' + str(bytes(raw), "utf-8") + "}")
    if document is None:
        raise msgspec.DecodeError("deeper than the engine reads")
    return document["value"]
