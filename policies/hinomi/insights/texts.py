r"""Texts inside queries: string literals, and regexes over fields and over raw JSON messages.

Regexes keep to what RE2, Hyperscan and Java's engine read alike: no look-around, and `\z` where
the very end is meant, because `$` also stands before a last line break.
"""

import re
import string

# Stand for themselves in a regex, and no JSON writer escapes them.
_PLAIN = frozenset(string.ascii_letters + string.digits + " _-:;,#=@~!%.*?()[]{}|^$")
_META = frozenset(r".*+?()[]{}|^$\/")
VERY_END = r"\z"
_QUOTABLE = re.compile(r'[^"\\\x00-\x1f]*')
# What one character that a JSON writer may escape looks like in the message: itself, \n, \u002f,
# or a pair of those for a character beyond the basic plane.
_MAY_BE_ESCAPED = r"[\s\S]{1,12}"


def quoted(text: str) -> str | None:
    """A string literal; None for a text that would need escapes, which AWS does not document."""
    return f'"{text}"' if _QUOTABLE.fullmatch(text) else None


def literal(text: str) -> str:
    """A regex for exactly this text."""
    return "".join(map(_literal, text))


def json_literal(text: str) -> str:
    """A regex for this text as a JSON writer may have put it into a message."""
    return "".join(map(_in_json, text))


def regex(source: str, *, start: str = "^", end: str = "$") -> str:
    """A filter pattern's own regex between slashes, with `start` and `end` for its anchors."""
    written, at, in_class = "", 0, False
    while at < len(source):
        character = source[at]
        if character == "\\":
            written += source[at : at + 2]
            at += 2
            continue
        if character in "[]":
            in_class = character == "["
        if character == "{" and source[at + 1 : at + 2] == ",":
            written += "{0"  # {,n} means {0,n} to AWS and plain text to other engines
        elif character == "^" and not in_class:
            written += start
        elif character == "$" and not in_class:
            written += end
        else:
            written += "\\/" if character == "/" else character
        at += 1
    return written


def _literal(character: str) -> str:
    if character in _META:
        return f"\\{character}"
    if character.isascii() and not character.isprintable():
        return f"\\x{ord(character):02x}"
    return character


def _in_json(character: str) -> str:
    if character == "/":
        return r"\\?\/"
    return _literal(character) if character in _PLAIN else _MAY_BE_ESCAPED
