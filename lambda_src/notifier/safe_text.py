"""Makes text from outside safe to stand in a message: one line, visible, bounded.

Whoever can make an API call can write into a log event: user agents, session names, tags, rule
descriptions. Such text must not begin a line of its own, hide characters, turn the reading
direction or fill the mail.
"""

import json
import unicodedata
from typing import Any

# Cc and Cf hold line feeds, terminal escapes, bidirectional and zero-width characters;
# Zl and Zp break lines; Cs cannot be encoded as UTF-8; Co and Cn have no agreed shape.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_ELLIPSIS = "…"


def line(value: Any, limit: int = 300) -> str:
    r"""One visible line of at most `limit` characters; hidden characters become `\uXXXX`.

    Anything that is not text is shown as compact JSON. Never raises.
    """
    text = value if isinstance(value, str) else _compact(value, limit)
    shown: list[str] = []
    length = 0
    for character in text:
        piece = _visible(character)
        length += len(piece)
        if length > limit:
            return _cut("".join(shown), limit)
        shown.append(piece)
    return "".join(shown)


def ascii_line(value: str, limit: int) -> str:
    """`line`, with everything outside ASCII replaced by `?` (for mail subjects)."""
    text = value.replace(_ELLIPSIS, "...").encode("ascii", "replace").decode("ascii")
    if len(text) > limit:
        text = text[: limit - 3] + "..."
    return line(text, limit)


def without_live_links(text: str) -> str:
    """Text in which no mail client makes a link of an address that came out of a log event."""
    return text.replace("://", "[:]//")


def _visible(character: str) -> str:
    if " " <= character <= "~":
        return character
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category not in _HIDDEN:
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _cut(text: str, limit: int) -> str:
    return text[: max(limit - 1, 0)] + _ELLIPSIS


def _compact(value: Any, limit: int) -> str:
    if value is None:
        return ""
    if value is True or value is False:
        return "true" if value else "false"
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    except (TypeError, ValueError, RecursionError):
        return type(value).__name__[:limit]
