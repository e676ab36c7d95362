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
from .event_facts import REPORTED, TIME, Facts, cloudtrail_facts
from .partial_evaluation import conditions, selector_of

# No two of these values are equal across types, so that they can be keys of one dictionary.
_Value: TypeAlias = str | bool | UnsetType | None
_decode = msgspec.json.Decoder().decode


class _Shape:
    """The fields to decode of one object: its Struct, and how to make a dict of it again."""

    def __init__(
        self,
        patterns_read: Iterable[str],
        reported: Iterable[str],
        values: Iterable[str],
        inner: Mapping[str, _Shape],
    ) -> None:
        self._patterns_read = tuple(dict.fromkeys(patterns_read))
        keys = dict.fromkeys([*reported, *self._patterns_read])
        # Keys may be anything, attribute names may not: f0, f1 ... stand for them.
        self.attributes = {key: f"f{number}" for number, key in enumerate(keys)}
        self._values = frozenset(values)
        self.inner = inner
        self.struct = msgspec.defstruct(
            "Fields",
            [(name, *self._type_of(key)) for key, name in self.attributes.items()],
            rename={name: key for key, name in self.attributes.items()},
            gc=False,
        )

    def _type_of(self, key: str) -> tuple[Any, Any]:
        """The type of a field and what stands for it where it is missing."""
        if key in self.inner:
            # No selector ends here, so that none can tell a missing object from an empty one.
            struct = self.inner[key].struct
            return struct, msgspec.field(default_factory=struct)
        return (_Value if key in self._values else Raw | UnsetType), UNSET

    def read(self, key: str, fields: Any, decode: Callable[[Raw], Any] = _decode) -> Any:
        """One field, decoded; UNSET where it is missing."""
        value = getattr(fields, self.attributes[key])
        if isinstance(value, Raw):
            return decode(value)
        if key in self.inner:
            return self.inner[key].document(value, decode)
        return value

    def document(self, fields: Any, decode: Callable[[Raw], Any]) -> dict[str, Any]:
        """What patterns read of these fields, as a dict."""
        read = ((key, self.read(key, fields, decode)) for key in self._patterns_read)
        return {key: value for key, value in read if value is not UNSET}


class _View:
    """Fields as the report reads them, each decoded when it is asked for."""

    __slots__ = ("_fields", "_shape")

    def __init__(self, shape: _Shape, fields: Any) -> None:
        self._shape = shape
        self._fields = fields

    def get(self, key: str) -> Any:
        if key in self._shape.inner:
            return _View(self._shape.inner[key], getattr(self._fields, self._shape.attributes[key]))
        value = self._shape.read(key, self._fields)
        return None if value is UNSET else value


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
        read = [str(one.steps[0]) for one in selectors]
        top = [TIME, *(str(one.steps[0]) for one in deciding if len(one.steps) == 1)]
        self._shape = _Shape(read, (TIME, *REPORTED), top, inner)
        self.decode: Callable[[bytes | bytearray], list[Any]] = msgspec.json.Decoder(
            list[self._shape.struct]  # type: ignore[name-defined]
        ).decode
        self.time = attrgetter(self._shape.attributes[TIME])
        self.fields = tuple(map(self._field, deciding))

    def add(self, key: str, event: Any, document: dict[str, Any]) -> None:
        """Decode one top-level field of an event into a document, unless it is missing.

        Raises DecodeError where msgspec cannot read what Python's parser can (1e999).
        """
        value = self._shape.read(key, event)
        if value is not UNSET:
            document[key] = value

    def exact_document(self, event: Any, keys: Iterable[str]) -> dict[str, Any]:
        """Fields with numbers that keep their text and size, as the engine compares them."""
        read = ((key, self._shape.read(key, event, _exactly)) for key in keys)
        return {key: value for key, value in read if value is not UNSET}

    def facts(self, event: Any) -> Facts:
        """What the report says about an event."""
        return cloudtrail_facts(_View(self._shape, event))

    def _field(self, selector: Selector) -> Field:
        key, *below = map(str, selector.steps)
        attribute = self._shape.attributes[key]
        if not below:
            return Field(
                selector,
                attrgetter(attribute),
                lambda value: {} if value is UNSET else {key: value},
            )
        (name,) = below
        return Field(
            selector,
            attrgetter(f"{attribute}.{self._shape.inner[key].attributes[name]}"),
            lambda value: {} if value is UNSET else {key: {name: value}},
        )


def _inner_shape(key: str, deciding: Iterable[Selector], selectors: Iterable[Selector]) -> _Shape:
    """What to decode of the object at `key`: what patterns read of it, and the report."""
    read = [str(one.steps[1]) for one in selectors if one.steps[0] == key]
    values = [str(one.steps[1]) for one in deciding if one.steps[0] == key and len(one.steps) == 2]
    return _Shape(read, REPORTED.get(key, ()), values, {})


def _exactly(raw: Raw) -> Any:
    document = parse_message('{"value":' + str(bytes(raw), "utf-8") + "}")
    if document is None:
        raise msgspec.DecodeError("deeper than the engine reads")
    return document["value"]
