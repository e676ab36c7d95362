r"""The regular expressions of filter patterns: their syntax, checked and put into RE2's notation.

    regex   = branch { "|" branch }
    branch  = { item [ repeat ] }
    item    = "^" | "$" | "." | class | escape | character
    repeat  = ( "*" | "+" | "?" | "{" m [ "," n ] "}" | "{" "," n "}" ) [ "?" ]
    class   = "[" [ "^" ] member { member } "]"
    escape  = "\" ( d | D | s | S | w | W | xHH | symbol )

Source: user guide, "Supported regular expressions (regex) syntax".
"""

import string
from typing import NoReturn

from hinomi.filter_pattern.errors import InvalidPattern
from hinomi.filter_pattern.limits import REGEX_REPETITIONS

_LITERALS = frozenset(string.ascii_letters + string.digits + ":_#=@/;,- ")
_OPERATORS = frozenset("^$?[]{}|\\*+.")
_CLASSES = frozenset("dDsSwW")
_CONTROLS = {"n": 0x0A, "r": 0x0D, "t": 0x09}
# RE2 leaves the vertical tab out of \s, so both classes are spelled out.
_SPACES = {"s": r"\x09-\x0d\x20", "S": r"\x00-\x08\x0e-\x1f\x21-\x{10FFFF}"}


class RegexReader:
    """The characters of one regex, and where they stand in the whole pattern."""

    __slots__ = ("at", "offset", "pattern", "source")

    def __init__(self, pattern: str, source: str, offset: int) -> None:
        self.pattern, self.source, self.offset = pattern, source, offset
        self.at = 0

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def next(self) -> str:
        character = self.peek()
        self.at += 1
        return character

    def refuse(self, reason: str, hint: str, at: int) -> NoReturn:
        raise InvalidPattern(self.pattern, self.offset + at, reason, hint)


def translate(reader: RegexReader) -> str:
    """The regex in RE2's notation. Raises InvalidPattern for what AWS refuses."""
    if not reader.source:
        reader.refuse("nothing stands between the % signs", "write %ERROR%", 0)
    _check_characters(reader)
    parts = []
    while reader.peek():
        if reader.peek() == "|":
            parts.append(reader.next())
        else:
            item, repeatable = _item(reader)
            parts.append(item + _repeat(reader, repeatable))
    return "".join(parts)


def _check_characters(reader: RegexReader) -> None:
    for at, character in enumerate(reader.source):
        if character in _LITERALS or character in _OPERATORS:
            continue
        if character in "()":
            hint = "there are no groups; a parenthesis itself is \\x28 or \\x29"
            if reader.source.startswith("(?i", at):
                hint = "there are no flags: write [Ee]rror for either case"
            reader.refuse("a regex takes no parentheses", hint, at)
        if character.isascii():
            reader.refuse(
                f"a regex takes no {character!r}", f"write \\x{ord(character):02x} instead", at
            )
        reader.refuse(
            f"a regex takes ASCII only, not {character!r}", 'match it as a phrase: "..."', at
        )


def _item(reader: RegexReader) -> tuple[str, bool]:
    """One item in RE2's notation, and whether it may be repeated."""
    at = reader.at
    character = reader.next()
    if character in "^$":
        return character, False
    if character == ".":
        return character, True
    if character == "[":
        return _class(reader, at), True
    if character == "\\":
        return _escape(reader, at, in_class=False), True
    if character in "*+?{":
        reader.refuse(
            f"{character!r} has nothing to repeat",
            f"write \\{character} for the character itself",
            at,
        )
    if character in "]}":
        reader.refuse(
            f"{character!r} closes nothing", f"write \\{character} for the character itself", at
        )
    return _quoted(character), True


def _repeat(reader: RegexReader, repeatable: bool) -> str:
    at = reader.at
    character = reader.peek()
    if not character or character not in "*+?{":
        return ""
    if not repeatable:
        reader.refuse(f"{character!r} cannot repeat an anchor", "remove it", at)
    reader.next()
    repeat = _bounds(reader, at) if character == "{" else character
    # Shortest-match marks cannot change whether a text matches, so they are read and dropped.
    if reader.peek() == "?":
        reader.next()
    after = reader.peek()
    if after and after in "*+?{":
        reader.refuse(
            f"{after!r} repeats a repetition", f"write \\{after} for the character", reader.at
        )
    return repeat


def _bounds(reader: RegexReader, at: int) -> str:
    end = reader.source.find("}", reader.at)
    bounds = reader.source[reader.at : end] if end >= 0 else ""
    low, comma, high = bounds.partition(",")
    digits = (low == "" or _is_digits(low)) and (high == "" or _is_digits(high))
    if not digits or not (low or high):
        reader.refuse("a repetition is {m}, {m,}, {m,n} or {,n}", "write \\{ for a brace", at)
    first, last = int(low or "0"), int(high or low or "0")
    if max(first, last) > REGEX_REPETITIONS:
        reader.refuse(f"at most {REGEX_REPETITIONS} repetitions", "use + or *", at)
    if high and first > last:
        reader.refuse(f"the repetition counts down: {first} to {last}", "swap them", at)
    reader.at = end + 1
    return f"{{{first}{comma}{last if high else ''}}}"


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _escape(reader: RegexReader, at: int, *, in_class: bool) -> str:
    character = reader.next()
    if not character:
        reader.refuse(
            "a regex cannot end in a backslash",
            "write \\\\ for a backslash, \\x25 for a percent sign",
            at,
        )
    if character in _CLASSES:
        members = _SPACES.get(character, f"\\{character}")
        return members if in_class else f"[{members}]"
    if character == "x":
        digits = reader.source[reader.at : reader.at + 2]
        if len(digits) != 2 or any(digit not in string.hexdigits for digit in digits):
            reader.refuse("\\x needs two hexadecimal digits", "write \\x28 for '('", at)
        if int(digits, 16) > 0x7F:
            reader.refuse("\\x reaches only ASCII, up to \\x7f", 'use a phrase: "..."', at)
        reader.at += 2
        return f"\\x{digits}"
    if character in _CONTROLS:
        reader.refuse(f"a regex knows no \\{character}", f"write \\x{_CONTROLS[character]:02x}", at)
    if character.isalnum():
        known = "\\d \\D \\s \\S \\w \\W \\xHH"
        reader.refuse(f"a regex knows no \\{character}", f"the classes are {known}", at)
    return _quoted(character)


def _class(reader: RegexReader, at: int) -> str:
    opened = "["
    if reader.peek() == "^":
        opened += reader.next()
    members: list[str] = []
    while reader.peek() != "]":
        start = reader.at
        low = _member(reader, at)
        if reader.peek() == "-" and reader.source[reader.at + 1 : reader.at + 2] not in ("", "]"):
            reader.next()
            high = _member(reader, at)
            if not _in_order(low, high):
                reader.refuse(
                    f"{reader.source[start : reader.at]!r} is no range",
                    "a range goes from a lower to a higher character; write \\- for a hyphen",
                    start,
                )
            members.append(f"{low}-{high}")
        else:
            members.append(low)
    reader.next()
    if not members:
        reader.refuse("an empty character class", "write \\[ for a bracket itself", at)
    return f"{opened}{''.join(members)}]"


def _member(reader: RegexReader, opened_at: int) -> str:
    at = reader.at
    character = reader.next()
    if not character:
        reader.refuse("this [ is never closed", "write \\[ for a bracket itself", opened_at)
    if character == "\\":
        return _escape(reader, at, in_class=True)
    if character == "[":
        # Java's engine would read a class in a class here, others a plain bracket.
        reader.refuse("a '[' inside a class has no sure meaning", "write \\[", at)
    return _quoted(character)


def _in_order(low: str, high: str) -> bool:
    """Both ends are single characters in ascending order (\\d and the like are no ends)."""
    ends = [
        int(end[2:], 16) if end.startswith("\\x") and len(end) == 4 else -1 for end in (low, high)
    ]
    return -1 not in ends and ends[0] <= ends[1]


def _quoted(character: str) -> str:
    """Every literal as \\xHH: nothing in it can mean anything to RE2, in a class or out of it."""
    return f"\\x{ord(character):02x}"
