r"""Runs the part of the Logs Insights language that our queries use, over single events.

AWS documents the language without its corners: what a missing field does under `!=`, whether "1.0"
equals 1, how a boolean reads. A `Reading` is one answer to all of them; a query must find its
events under each. `and` beside `or` without parentheses raises: no precedence is documented.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

DISCOVERED = 200  # fields of one JSON event

Event = dict[str, Any]  # field -> value, @message among them
Predicate = Callable[[Event], bool]


@dataclass(frozen=True)
class Reading:
    """One way to understand what AWS's documentation leaves open."""

    booleans_are_numbers: bool
    nulls_are_there: bool
    containers_are_there: bool
    missing_differs: bool  # != and `not like` hold for a missing field
    numbers_are_loose: bool  # "1.0" = 1


READINGS = [Reading(*answers) for answers in product([False, True], repeat=5)]
STRICTEST, LOOSEST = READINGS[0], READINGS[-1]


def finds(query: str, message: str, reading: Reading) -> bool:
    """Whether the query's result holds the event."""
    commands = "\n".join(line for line in query.splitlines() if not line.startswith("#"))
    event: Event = {"@message": message, **dict(_discovered(message, reading))}
    for command in commands.split("\n| "):
        name, _, rest = command.partition(" ")
        if name == "filter":
            if not _Parser(rest, reading).whole()(event):
                return False
        elif name == "parse":
            event |= _parsed(rest, message)
        else:
            assert name in {"fields", "sort", "limit"}, command
    return True


def _discovered(message: str, reading: Reading) -> list[tuple[str, Any]]:
    try:
        document = json.loads(message)
    except ValueError:
        return []
    return list(_flat(document, "", reading))[:DISCOVERED] if isinstance(document, dict) else []


def _flat(value: Any, name: str, reading: Reading) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict | list):
        if name and reading.containers_are_there:
            yield name, json.dumps(value)
        children = value.items() if isinstance(value, dict) else enumerate(value)
        for key, child in children:
            yield from _flat(child, f"{name}.{key}" if name else str(key), reading)
    elif isinstance(value, bool):
        yield name, int(value) if reading.booleans_are_numbers else str(value).lower()
    elif value is not None or reading.nulls_are_there:
        yield name, "null" if value is None else value


def _parsed(rest: str, message: str) -> Event:
    found = re.fullmatch(r"@message /(.*)/", rest)
    assert found, rest
    match = _compiled(found[1]).search(message)
    return match.groupdict() if match else {}


def _compiled(regex: str) -> re.Pattern[str]:
    """A regex of the query as Python's; look-around is not in every engine, so it is refused."""
    assert not re.search(r"\(\?[=!<][=!]?(?![A-Za-z])", regex), regex
    python = re.sub(r"\(\?<([A-Za-z][A-Za-z0-9]*)>", r"(?P<\1>", regex)
    return re.compile(python.replace(r"\/", "/").replace(r"\z", r"\Z"))


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>"[^"]*") | (?P<regex>/(?:[^/\\]|\\.)+/) | (?P<quoted>`[^`]+`)
    | (?P<number>-?[0-9]+(?:\.[0-9]+)?(?![A-Za-z0-9.])) | (?P<name>@?[A-Za-z][A-Za-z0-9.]*)
    | (?P<sign><=|>=|!=|[=<>()\[\],])
    )""",
    re.VERBOSE,
)


class _Parser:
    """Recursive descent over the tokens of one filter expression."""

    def __init__(self, text: str, reading: Reading) -> None:
        self.reading = reading
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            assert found, f"not a token: {text[at:]}"
            self.tokens.append((str(found.lastgroup), found[str(found.lastgroup)]))
            at = found.end()

    def whole(self) -> Predicate:
        predicate = self._joined()
        assert not self.tokens, f"left over: {self.tokens}"
        return predicate

    def _joined(self) -> Predicate:
        parts, joints = [self._one()], set()
        while self.tokens and self.tokens[0][1] in ("and", "or"):
            joints.add(self._take())
            parts.append(self._one())
        assert len(joints) < 2, "`and` beside `or` without parentheses"
        every = joints == {"and"}
        return lambda event: (all if every else any)(part(event) for part in parts)

    def _one(self) -> Predicate:
        if self._next("("):
            inner = self._joined()
            assert self._next(")")
            return inner
        if self._next("not"):
            negated = self._one()
            return lambda event: not negated(event)
        if self._next("ispresent"):
            field = self._argument()
            return lambda event: field in event
        if self._next("strcontains"):
            return self._contains()
        trimmed = self._next("trim")
        field = self._argument() if trimmed else self._field()
        return self._test(field, trimmed)

    def _test(self, field: str, trimmed: bool) -> Predicate:
        negative = self._next("not")
        if self._next("like"):
            return self._like(field, negative)
        assert not negative
        if self._next("in"):
            assert self._next("[")
            wanted = [self._value()]
            while self._next(","):
                wanted.append(self._value())
            assert self._next("]")
            return lambda event: any(self._equal(event.get(field), value) for value in wanted)
        operator, value = self._take(), self._value()
        if operator == "=":
            return lambda event: self._equal(event.get(field), value)
        if operator == "!=":
            missing = self.reading.missing_differs
            return lambda event: not self._equal(event[field], value) if field in event else missing
        return lambda event: _ordered(event.get(field), operator, value, trimmed)

    def _like(self, field: str, negative: bool) -> Predicate:
        kind, text = self.tokens.pop(0)
        assert kind in ("string", "regex")
        regex = _compiled(re.escape(text[1:-1]) if kind == "string" else text[1:-1])
        missing = negative and self.reading.missing_differs

        def like(event: Event) -> bool:
            if field not in event:
                return missing
            return (regex.search(_text(event[field])) is None) is negative

        return like

    def _contains(self) -> Predicate:
        assert self._next("(")
        text = self._value()
        assert self._next(",")
        wanted = self._value()
        assert self._next(")")
        assert self._next("=")
        assert self._value() == 1
        return lambda event: wanted in text

    def _equal(self, seen: Any, value: Any) -> bool:
        if seen is None:
            return False
        if isinstance(seen, str) is isinstance(value, str) and seen == value:
            return True
        if self.reading.numbers_are_loose:
            numbers = [_number(seen), _number(value)]
            return None not in numbers and numbers[0] == numbers[1]
        return isinstance(value, str) and not isinstance(seen, str) and _text(seen) == value

    def _argument(self) -> str:
        assert self._next("(")
        field = self._field()
        assert self._next(")")
        return field

    def _field(self) -> str:
        kind, text = self.tokens.pop(0)
        assert kind in ("name", "quoted"), text
        return text.strip("`")

    def _value(self) -> Any:
        kind, text = self.tokens.pop(0)
        if kind == "string":
            return text[1:-1]
        assert kind == "number", text
        return json.loads(text)

    def _take(self) -> str:
        return self.tokens.pop(0)[1]

    def _next(self, text: str) -> bool:
        if self.tokens and self.tokens[0][1] == text:
            self.tokens.pop(0)
            return True
        return False


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _ordered(seen: Any, operator: str, value: Any, trimmed: bool) -> bool:
    if seen is None:
        return False
    number = _number(str(seen).strip(" \t") if trimmed else seen)
    if number is None:
        return False
    return {
        "<": number < value,
        ">": number > value,
        "<=": number <= value,
        ">=": number >= value,
    }[operator]
