"""The part of a CloudTrail record that one decoding pass reads, as a msgspec Struct.

Its fields follow from the patterns: deciding fields and those that the report names as values, and
everything else that a pattern may want as raw JSON, which costs little until it is looked at; then
only the members that are asked for are decoded. A record that does not fit (an event name that is a
number) does not decode, and goes the general way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET, Raw, UnsetType

from ..filter_pattern import parse_message
from ..filter_pattern.tree import Expression, Selector
from .deciding_fields import deciding_selectors, is_prose
from .decision_tree import Field
from .event_facts import IDENTITY_NAMES, REPORTED, TIME, Facts, event_seconds
from .partial_evaluation import conditions, selector_of

# No two of these values are equal across types, so that they can be keys of one dictionary.
_Value: TypeAlias = str | bool | UnsetType | None
_Add: TypeAlias = Callable[[Any, dict[str, Any]], None]
"""Puts what is asked of one top-level field of an event into a document."""
_decode = msgspec.json.Decoder().decode
_IDENTITY = "userIdentity"
_SESSION = "sessionContext"


class _Issuer(msgspec.Struct, gc=False):
    arn: Any = None


class _Session(msgspec.Struct, gc=False):
    sessionIssuer: _Issuer | None = None  # noqa: N815 -- CloudTrail's name


_session = msgspec.json.Decoder(_Session).decode


class _Shape:
    """The fields to decode of one object: its Struct, and where each of them is."""

    def __init__(
        self, keys: Iterable[str], values: Iterable[str], inner: Mapping[str, _Shape]
    ) -> None:
        # Keys may be anything, attribute names may not: f0, f1 ... stand for them.
        self.attributes = {key: f"f{number}" for number, key in enumerate(dict.fromkeys(keys))}
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
            return self.inner[key].members(value, self.inner[key].attributes, decode)
        return value

    def members(
        self, fields: Any, keys: Iterable[str], decode: Callable[[Raw], Any] = _decode
    ) -> dict[str, Any]:
        """Some of these fields as a dict."""
        read = ((key, self.read(key, fields, decode)) for key in keys)
        return {key: value for key, value in read if value is not UNSET}


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
        opened = {_IDENTITY, *(str(one.steps[0]) for one in deciding if len(one.steps) == 2)}
        # An object that some selector reads as a whole cannot be opened.
        opened -= {
            str(one.steps[0])
            for one in selectors
            if len(one.steps) < 2 or not isinstance(one.steps[1], str)
        }
        inner = {key: _inner_shape(key, deciding, selectors) for key in opened}
        read = [str(one.steps[0]) for one in selectors]
        top = [str(one.steps[0]) for one in deciding if len(one.steps) == 1]
        reported = [key for key in REPORTED if key != _IDENTITY]
        # A field that patterns look into may be an object, so it stays raw.
        looked_into = {str(one.steps[0]) for one in selectors if len(one.steps) > 1}
        values = [key for key in (*reported, *top) if key not in looked_into]
        self._shape = _Shape((*REPORTED, *read), values, inner)
        self.decode: Callable[[bytes], list[Any]] = msgspec.json.Decoder(
            list[self._shape.struct]  # type: ignore[name-defined]
        ).decode
        self.time = attrgetter(self._shape.attributes[TIME])
        self.fields = tuple(self._field(one, is_prose(one, expressions)) for one in deciding)
        self._report = [attrgetter(self._shape.attributes[key]) for key in reported]

    def adder(self, key: str, members: frozenset[str] | None) -> _Add:
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
        decode = _decode if members is None else _member_decoder(members)

        def add(event: Any, document: dict[str, Any]) -> None:
            value = value_of(event)
            if value is not UNSET:
                document[key] = decode(value) if isinstance(value, Raw) else value

        return add

    def exact_document(self, event: Any, keys: Iterable[str]) -> dict[str, Any]:
        """Fields with numbers that keep their text and size, as the engine compares them."""
        return self._shape.members(event, keys, _exactly)

    def facts(self, event: Any) -> Facts:
        """What the report says about an event."""
        time, *texts = (
            value if isinstance(value, str) else _text(value)
            for value in (get(event) for get in self._report)
        )
        source, region, event_id = texts
        return Facts(
            None if time is None else event_seconds(time),
            self._principal(event),
            source or None,
            region or None,
            event_id or None,
        )

    def _principal(self, event: Any) -> str | None:
        """See `cloudtrail_facts`, which reads the same from a dict."""
        identity = getattr(event, self._shape.attributes[_IDENTITY])
        shape = self._shape.inner.get(_IDENTITY)
        if shape is None:
            from .event_facts import principal

            return principal(None if identity is UNSET else _decode(identity))
        session = getattr(identity, shape.attributes[_SESSION])
        if session is not UNSET:
            role = _role(session)
            if role:
                return role
        for name in IDENTITY_NAMES:
            value = getattr(identity, shape.attributes[name])
            text = value if isinstance(value, str) else _text(value)
            if text:
                return text
        return None

    def key(self) -> Callable[[Any], Any]:
        """Gives the values of all deciding fields but prose, as one key of a dictionary."""
        names = [self._path(one.selector) for one in self.fields if not one.is_prose]
        return attrgetter(*names) if names else lambda event: None

    def _path(self, selector: Selector) -> str:
        key, *below = map(str, selector.steps)
        attribute = self._shape.attributes[key]
        return ".".join([attribute, *(self._shape.inner[key].attributes[one] for one in below)])

    def _field(self, selector: Selector, is_prose: bool) -> Field:
        key, *below = map(str, selector.steps)

        def document(value: Any) -> dict[str, Any]:
            if value is UNSET:
                return {}
            return {key: {below[0]: value}} if below else {key: value}

        return Field(selector, attrgetter(self._path(selector)), document, is_prose)


def _inner_shape(key: str, deciding: Iterable[Selector], selectors: Iterable[Selector]) -> _Shape:
    """What to decode of the object at `key`: what patterns read of it, and the report."""
    below = [one.steps for one in selectors if one.steps[0] == key]
    read = [str(steps[1]) for steps in below]
    values = [str(one.steps[1]) for one in deciding if one.steps[0] == key and len(one.steps) == 2]
    reported = REPORTED.get(key, ())
    looked_into = {str(steps[1]) for steps in below if len(steps) > 2} | {_SESSION}
    names = [name for name in (*reported, *values) if name not in looked_into]
    return _Shape((*reported, *read), names, {})


@lru_cache(maxsize=256)
def _member_decoder(members: frozenset[str]) -> Callable[[Raw], Any]:
    """Decodes these members of an object and skips the others; anything else as it is."""
    keys = tuple(members)
    names = [f"f{number}" for number in range(len(keys))]
    struct = msgspec.defstruct(
        "Members",
        [(name, Any, UNSET) for name in names],
        rename=dict(zip(names, keys, strict=True)),
        gc=False,
    )
    decode_object = msgspec.json.Decoder(struct | None).decode

    def decode(raw: Raw) -> Any:
        try:
            value = decode_object(raw)
        except msgspec.ValidationError:  # an array or a scalar
            return _decode(raw)
        if value is None:
            return None
        found = ((key, getattr(value, name)) for key, name in zip(keys, names, strict=True))
        return {key: one for key, one in found if one is not UNSET}

    return decode


def _role(session: Raw) -> str | None:
    try:
        issuer = _session(session).sessionIssuer
    except msgspec.ValidationError:  # not the usual objects
        value = _decode(session)
        value = value.get("sessionIssuer") if isinstance(value, dict) else None
        arn = value.get("arn") if isinstance(value, dict) else None
    else:
        arn = issuer.arn if issuer is not None else None
    return arn if isinstance(arn, str) else None


def _text(value: Any) -> str | None:
    """The text that a field which is not decoded holds, if it is one."""
    decoded = _decode(value) if isinstance(value, Raw) else None
    return decoded if isinstance(decoded, str) else None


def _exactly(raw: Raw) -> Any:
    document = parse_message('{"value":' + str(bytes(raw), "utf-8") + "}")
    if document is None:
        raise msgspec.DecodeError("deeper than the engine reads")
    return document["value"]
