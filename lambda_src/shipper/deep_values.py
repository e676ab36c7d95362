"""Sub-trees of any shape, made safe for an OpenSearch `flat_object` field.

Tried on OpenSearch 3.8: the field takes an object, an array of objects and null; it refuses the
whole document for a scalar, and for one leaf whose `field.path=value` is longer than Lucene's
longest term (32,766 bytes). It has no `ignore_above`.
"""

import json
from typing import Any

import msgspec

# Escapes only shrink when decoded, so a sub-tree of this many bytes of JSON, with its field's name
# (below 100 bytes), holds no term above the limit: nothing has to be looked at.
SAFE_BYTES = 32_000
# In a larger one, characters that are kept of a key or a value, and of the keys above a leaf. At
# four bytes each, the longest path (22 KB) and value (6 KB) stay below the limit together.
MAX_TEXT = 1_500
MAX_PATH = 4_000

TRUNCATED = "value_truncated"

_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode


def flat_object(subtree: msgspec.Raw) -> tuple[msgspec.Raw | None, bool]:
    """Return the sub-tree to index and whether something was cut off it.

    What fits stays as it is, byte for byte; a scalar, or an array of scalars, becomes the member
    `value` of an object; null becomes None.
    """
    text = bytes(subtree)
    if text == b"null":
        return None, False
    if not _fits_as_it_is(text):
        text = b'{"value":%b}' % text
    if len(text) <= SAFE_BYTES:
        return msgspec.Raw(text), False
    cut = _Cutter()
    tree = json.loads(text, parse_float=str, parse_int=_integer, parse_constant=str)
    return msgspec.Raw(msgspec.json.encode(cut.bounded(tree, 0))), cut.something


def _fits_as_it_is(text: bytes) -> bool:
    if text.startswith(b"["):
        return all(bytes(element).startswith(b"{") for element in _elements(text))
    return text.startswith(b"{")


def _integer(digits: str) -> int | str:
    # Beyond 64 bits the number's own text is what can be searched.
    return int(digits) if len(digits) <= 18 else digits


class _Cutter:
    def __init__(self) -> None:
        self.something = False

    def bounded(self, value: Any, path: int) -> Any:
        if isinstance(value, dict):
            if path > MAX_PATH:
                self.something = True
                return None
            return {
                self._text(key): self.bounded(child, path + min(len(key), MAX_TEXT) + 1)
                for key, child in value.items()
            }
        if isinstance(value, list):
            return [self.bounded(child, path) for child in value]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        if len(text) > MAX_TEXT:
            self.something = True
            return text[:MAX_TEXT]
        return text
