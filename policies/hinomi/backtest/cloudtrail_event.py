"""The part of a CloudTrail record that one decoding pass reads, and how to read it.

It follows from the patterns: what decides early and what the report names as plain values,
everything else that a pattern may want as raw JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET, Raw

from ..filter_pattern import parse_message
from ..filter_pattern.tree import Expression, Selector
from .deciding_fields import deciding_selectors, is_prose
from .decision_tree import Field
from .event_facts import PLACES, PRINCIPALS, REPORTED, TIME, Facts, cloudtrail_facts, event_seconds
from .event_shape import UNTOLD, Path, Shape, decode, members_of
from .partial_evaluation import conditions, selector_of

_Add: TypeAlias = Callable[[Any, dict[str, Any]], None]
"""Puts what is asked of one top-level field of an event into a document."""
_IDENTITY = "userIdentity"


class EventType:
    """The Struct for a set of JSON patterns, its decoder, and how to read its fields.

    `expressions` read nothing but what lies under top-level keys that they name.
    """

    def __init__(self, expressions: Iterable[Expression]) -> None:
        expressions = tuple(expressions)
        read = dict.fromkeys(
            selector_of(one) for expression in expressions for one in conditions(expression)
        )
        deciding = deciding_selectors(expressions)
        opened = {_IDENTITY, *(str(one.steps[0]) for one in deciding if len(one.steps) > 1)}
        self._shape = Shape((*REPORTED, *(one.steps for one in read)), frozenset(opened))
        self.decode: Callable[[bytes], list[Any]] = msgspec.json.Decoder(
            list[self._shape.struct]  # type: ignore[name-defined]
        ).decode
        self.time = attrgetter(self._shape.attribute((TIME,)))
        plain = frozenset(self._shape.plain())
        in_key = [one for one in deciding if not is_prose(one, expressions)]
        late = [one for one in read if one.steps in plain and one not in in_key]
        self.fields = tuple(
            [self._field(one, in_key=True) for one in in_key]
            + [self._field(one, in_key=False) for one in late]
        )
        names = [self._shape.attribute(field.path) for field in self.fields if field.in_key]
        self.key: Callable[[Any], Any] = attrgetter(*names) if names else lambda event: None
        """The values of the fields that make an event's key."""
        is_usual = plain.issuperset(REPORTED)
        self._places = attrgetter(*map(self._shape.attribute, PLACES)) if is_usual else None
        self._principals: list[Callable[[Any], Any]] = (
            [attrgetter(self._shape.attribute(path)) for path in PRINCIPALS] if is_usual else []
        )

    def _field(self, selector: Selector, *, in_key: bool) -> Field:
        path: Path = tuple(map(str, selector.steps))

        def document(value: Any) -> dict[str, Any]:
            if value is UNSET:
                return {}
            for key in reversed(path):
                value = {key: value}
            found: dict[str, Any] = value
            return found

        return Field(selector, path, attrgetter(self._shape.attribute(path)), document, in_key)

    def adder(self, key: str, members: Mapping[str, bool] | None) -> _Add:
        """What puts one top-level field into a document: these members of it where it is an
        object, all of it where they are None. The field is left out where it is missing.

        It raises DecodeError where msgspec cannot read what Python's parser can (1e999).
        """
        value_of = attrgetter(self._shape.attributes[key])
        inner = self._shape.inner.get(key)
        if inner is not None:
            names = tuple(inner.attributes if members is None else members)
            shape = inner

            def add_members(event: Any, document: dict[str, Any]) -> None:
                document[key] = shape.members(value_of(event), names)

            return add_members
        read = decode if members is None else members_of(frozenset(members.items())).decode

        def add(event: Any, document: dict[str, Any]) -> None:
            value = value_of(event)
            if value is not UNSET:
                document[key] = read(value) if isinstance(value, Raw) else value

        return add

    def teller(
        self, members: Mapping[str, Mapping[str, bool] | None]
    ) -> Callable[[Any], Any] | None:
        """What gives these members of raw objects as one key of a dictionary, or UNTOLD; None
        where something else is read. See `Members.texts`."""
        tellers = []
        for key, below in members.items():
            if below is None or key in self._shape.inner or key in self._shape.values:
                return None
            texts = members_of(frozenset(below.items())).texts
            tellers.append((attrgetter(self._shape.attributes[key]), texts))
        if len(tellers) == 1:
            ((value_of, texts),) = tellers
            return lambda event: texts(value_of(event))

        def told(event: Any) -> Any:
            values = tuple(texts(value_of(event)) for value_of, texts in tellers)
            return UNTOLD if UNTOLD in values else values

        return told

    def exact_document(self, event: Any, keys: Iterable[str]) -> dict[str, Any]:
        """Fields with numbers that keep their text and size, as the engine compares them."""
        return self._shape.members(event, keys, _exactly)

    def facts(self, event: Any) -> Facts:
        """What the report says about an event: `cloudtrail_facts`, and in the usual case at a
        sixth of its cost (measured)."""
        if self._places is not None:
            time, source, region, event_id = self._places(event)
            who = None
            for principal in self._principals:
                who = principal(event)
                if who:
                    break
            if str is type(time) is type(source) is type(region) is type(event_id) is type(who):
                seconds = event_seconds(time)
                return Facts(seconds, who, source or None, region or None, event_id or None)
        keys = dict.fromkeys(path[0] for path in REPORTED)
        return cloudtrail_facts(self._shape.members(event, keys))


def _exactly(raw: Raw) -> Any:
    document = parse_message('{"value":' + str(bytes(raw), "utf-8") + "}")
    if document is None:
        raise msgspec.DecodeError("deeper than the engine reads")
    return document["value"]
