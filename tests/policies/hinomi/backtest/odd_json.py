"""JSON as nobody writes it and every parser must read it: escapes, blanks, equal keys."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

# Of equal value and different text; the engine tells them apart where a pattern quotes them.
NUMBERS = ["1", "1.0", "1e0", "10E-1", "-0", "0", "0.0", "90", "12345678901234567890123", "1e999"]
NAMES = [
    "StopLogging",
    "ConsoleLogin",
    "RunInstances",
    "PutRetentionPolicy",
    "CreateTags",
    "}]}",
    '},{"eventVersion":"1.08"',
    '"},{"eventVersion":',
    "\\",
    "キー",
    "1",
    "1.0",
]
SOURCES = ["cloudtrail.amazonaws.com", "ec2.amazonaws.com", "logs.amazonaws.com", "x"]
KEYS = [
    "eventVersion",
    "eventName",
    "userIdentity",
    "requestParameters",
    "a",
    "Records",
    "",
    "キー",
]

scalars = st.one_of(
    st.sampled_from(NUMBERS).map(lambda text: Written(text)),
    st.sampled_from(NAMES),
    st.sampled_from([None, True, False]),
    st.text(max_size=4),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(st.tuples(st.sampled_from(KEYS), inner), max_size=3).map(lambda m: Members(m)),
    ),
    max_leaves=6,
)


class Written:
    """A number with the spelling that it gets."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


class Members:
    """An object in which a key may occur twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        self.pairs = pairs

    def __repr__(self) -> str:
        return f"Members({self.pairs!r})"


def _mostly(usual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A field as it should be, or of any other type."""
    return st.one_of(usual, usual, usual, values)


_ROLES = ["arn:aws:iam::000000000000:role/none", "arn:aws:iam::123456789012:role/app", ""]
_SESSIONS = _mostly(
    _mostly(
        _mostly(st.sampled_from(_ROLES)).map(lambda arn: Members([("arn", arn)])),
    ).map(lambda issuer: Members([("sessionIssuer", issuer)]))
)
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "eventVersion": _mostly(st.just("1.08")),
    "eventName": _mostly(st.sampled_from(NAMES)),
    "eventSource": _mostly(st.sampled_from(SOURCES)),
    "eventTime": _mostly(st.sampled_from(["2026-07-01T00:00:00Z", "2026-07-01T00:05:00Z"])),
    "eventID": st.uuids().map(str),
    "errorCode": _mostly(st.sampled_from(["AccessDenied", "Client.UnauthorizedOperation"])),
    "awsRegion": _mostly(st.sampled_from(["eu-west-1", "us-east-1"])),
    "userIdentity": _mostly(
        st.lists(
            st.one_of(
                st.tuples(
                    st.just("type"), _mostly(st.sampled_from(["Root", "IAMUser", "AssumedRole"]))
                ),
                st.tuples(st.sampled_from(["invokedBy", "arn", "sessionContext"]), values),
                st.tuples(st.just("sessionContext"), _SESSIONS),
            ),
            max_size=3,
        ).map(Members)
    ),
    "requestParameters": st.one_of(
        values,
        st.tuples(
            st.sampled_from(["retentionInDays", "instanceType", "attribute", "items"]), values
        ).map(lambda pair: Members([pair])),
        st.lists(st.tuples(st.sampled_from(["a", "instanceType"]), scalars), max_size=3).map(
            lambda pairs: Members(pairs)
        ),
    ),
}
records = st.lists(
    st.sampled_from(list(_FIELDS)).flatmap(lambda key: st.tuples(st.just(key), _FIELDS[key])),
    min_size=1,
    max_size=8,
).map(lambda pairs: Members(pairs))
usual_records = st.permutations(list(_FIELDS)).flatmap(
    lambda keys: st.tuples(*(st.tuples(st.just(key), _FIELDS[key]) for key in keys)).map(
        lambda pairs: Members(list(pairs))
    )
)


@st.composite
def written(draw: st.DrawFn, value: Any, odd: bool) -> str:
    """The JSON text of a value; where it may be odd, with blanks and escapes nobody needs."""
    blank = st.sampled_from(["", "", " ", "\n", "\t \r\n"]) if odd else st.just("")

    def text(one: Any) -> str:
        if isinstance(one, Written):
            return one.text
        if isinstance(one, str):
            plain = json.dumps(one, ensure_ascii=draw(st.booleans()))
            if odd and one.isascii() and draw(st.booleans()):
                return '"' + "".join(f"\\u{ord(character):04X}" for character in one) + '"'
            return plain
        if isinstance(one, list):
            return "[" + ",".join(draw(blank) + text(each) + draw(blank) for each in one) + "]"
        if isinstance(one, Members):
            pairs = (
                f"{draw(blank)}{text(key)}{draw(blank)}:{draw(blank)}{text(each)}{draw(blank)}"
                for key, each in one.pairs
            )
            return "{" + ",".join(pairs) + "}"
        return json.dumps(one)

    return text(value)
