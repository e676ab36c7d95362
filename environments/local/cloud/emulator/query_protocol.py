"""CloudWatch's query protocol: parameters in, XML out, as documents of a JSON request and answer.

`Alarms.member.2.Name=x` is `{"Alarms": [..., {"Name": "x"}]}`. All values stay text.
https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
"""

from typing import Any
from xml.sax.saxutils import escape

from cloud.alarms.message import iso

_MOMENTS = ("Timestamp", "Date")


class QueryError(ValueError):
    """A parameter that fits in nowhere."""


def document_of(params: dict[str, Any]) -> dict[str, Any]:
    """The document of a request. Raises ValueError (QueryError)."""
    tree: dict[str, Any] = {}
    for name, value in params.items():
        *way, last = name.split(".")
        node = tree
        for part in way:
            node = node.setdefault(part, {})
            if not isinstance(node, dict):
                raise QueryError(f"{name} is a member of what is no structure")
        node[last] = value[0] if isinstance(value, list) else value
    return {name: _folded(value) for name, value in tree.items()}


def elements_of(document: dict[str, Any]) -> str:
    """The XML elements of an answer; what is null or empty text is left out."""
    return "".join(
        f"<{name}>{_text(name, value)}</{name}>"
        for name, value in document.items()
        if value is not None and value != ""
    )


def _folded(value: Any) -> Any:
    """A node of the tree, with its numbered members as a list."""
    if not isinstance(value, dict):
        return value
    if set(value) == {"member"} and isinstance(value["member"], dict):
        members = value["member"]
        return [_folded(members[number]) for number in sorted(members, key=int)]
    return {name: _folded(part) for name, part in value.items()}


def _text(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(f"<member>{_text(name, item)}</member>" for item in value)
    if isinstance(value, dict):
        return elements_of(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if name.endswith(_MOMENTS):
        return iso(value)
    return escape(str(value))
