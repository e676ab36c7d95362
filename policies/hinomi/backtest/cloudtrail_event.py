"""The part of a CloudTrail record that one decoding pass reads, as a msgspec Struct.

Its fields follow from the patterns: deciding top-level fields as values, everything else that a
pattern or the report may want as raw JSON, which costs nothing until it is looked at. A record
that does not fit (an event name that is a number) does not decode, and goes the general way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET, Raw, UnsetType

from ..filter_pattern import parse_message
from ..filter_pattern.tree import Selector
from .decision_tree import Field
from .event_facts import REPORTED

# One type is enough for all of them, and no two of these values are equal across types.
_Value: TypeAlias = str | bool | None | UnsetType
_Raw: TypeAlias = Raw | UnsetType
_decode = msgspec.json.Decoder().decode
TIME = "eventTime"


class EventType:
    """The Struct for a set of patterns, its decoder, and how to read its fields."""

    def __init__(self, keys: Iterable[str], deciding: tuple[Selector, ...]) -> None:
        top = {str(one.steps[0]) for one in deciding if len(one.steps) == 1}
        names = dict.fromkeys([TIME, *REPORTED, *keys])
        # Keys may be anything, attribute names may not: f0, f1 ... stand for them.
        self._attributes = {key: f"f{number}" for number, key in enumerate(names)}
        self._values = top | {TIME}
        fields: list[tuple[str, Any, Any]] = [
            (self._attributes[key], _Value if key in self._values else _Raw, UNSET) for key in names
        ]
        struct = msgspec.defstruct(
            "Event",
            fields,
            rename={attribute: key for key, attribute in self._attributes.items()},
            gc=False,
        )
        self.decode: Callable[[bytes], list[Any]] = msgspec.json.Decoder(list[struct]).decode  # type: ignore[valid-type]
        self.time = attrgetter(self._attributes[TIME])
        self.fields = tuple(map(self._field, deciding))

    def add(self, key: str, event: Any, document: dict[str, Any]) -> None:
        """Decode one field of an event into a document, unless it is missing."""
        value = getattr(event, self._attributes[key])
        if value is not UNSET:
            document[key] = value if key in self._values else _decode(value)

    def exact_document(self, event: Any, keys: Iterable[str]) -> dict[str, Any]:
        """Fields with numbers that keep their text and size, as the engine compares them."""
        document = {}
        for key in keys:
            value = getattr(event, self._attributes[key])
            if value is not UNSET:
                document[key] = value if key in self._values else _exactly(value)
        return document

    def _field(self, selector: Selector) -> Field:
        key, *inner = map(str, selector.steps)
        read = attrgetter(self._attributes[key])
        if not inner:
            return Field(selector, read, lambda value: {} if value is UNSET else {key: value})
        (name,) = inner
        return Field(selector, _inner_reader(read, name), _inner_document(key, name))


def _inner_reader(read: Callable[[Any], Any], name: str) -> Callable[[Any], Any]:
    """Reads `name` out of the raw object that `read` gives. Not an object: raises DecodeError."""
    struct = msgspec.defstruct("Inner", [("value", _Value, UNSET)], rename={"value": name}, gc=False)
    decode = msgspec.json.Decoder(struct | None).decode

    def inner(event: Any) -> Any:
        raw = read(event)
        found = None if raw is UNSET else decode(raw)
        return UNSET if found is None else found.value

    return inner


def _inner_document(key: str, name: str) -> Callable[[Any], Mapping[str, Any]]:
    return lambda value: {} if value is UNSET else {key: {name: value}}


def _exactly(raw: Raw) -> Any:
    """Decoded with numbers that keep their text and size, as the engine compares them."""
    document = parse_message('{"value":' + str(bytes(raw), "utf-8") + "}")
    if document is None:
        raise msgspec.DecodeError("deeper than the engine reads")
    return document["value"]
