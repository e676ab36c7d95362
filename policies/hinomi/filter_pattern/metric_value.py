"""What a metric filter publishes for one event.

A matching event publishes the metric value: the literal number, or what the selector finds in the
event when that is a number or a numeric string. Where it finds nothing numeric, or a dimension has
no value, there is no data point. The default value is published once for each event that does
*not* match (so anything but 0 counts the other traffic). The data point has the event's own time.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from hinomi.filter_pattern.comparison import is_comparable, parse_number
from hinomi.filter_pattern.errors import InvalidPattern
from hinomi.filter_pattern.grammar.selectors import read_selector
from hinomi.filter_pattern.json_path import found
from hinomi.filter_pattern.limits import (
    DIMENSION_NAME_CHARACTERS,
    DIMENSIONS,
    METRIC_VALUE_CHARACTERS,
)
from hinomi.filter_pattern.message import number_text, parse_message
from hinomi.filter_pattern.pattern import FilterPattern
from hinomi.filter_pattern.pattern import compile as compile_pattern
from hinomi.filter_pattern.tokens import Tokenizer
from hinomi.filter_pattern.tree import Wildcard


@dataclass(frozen=True, slots=True)
class DataPoint:
    """One published value; `dimensions` maps names to values, empty for most metrics."""

    value: float
    dimensions: Mapping[str, str]


_Event: TypeAlias = Any  # a parsed document or the extracted fields, by the pattern's kind
_Reader: TypeAlias = Callable[[_Event], "str | None"]


class MetricTransformation:
    """A metric filter's transformation, checked once, for many events.

    value: a number such as "1", a selector `$.latency` (JSON patterns) or a field `$bytes`
        (space-delimited patterns).
    default_value: published for each event that does not match.
    dimensions: at most 3, name -> selector or field; not together with a default value.

    Raises InvalidPattern for what PutMetricFilter refuses.
    """

    __slots__ = ("_dimensions", "_value", "default_value", "pattern")

    def __init__(
        self,
        pattern: FilterPattern | str,
        value: str = "1",
        default_value: float | None = None,
        dimensions: Mapping[str, str] | None = None,
    ) -> None:
        self.pattern = compile_pattern(pattern) if isinstance(pattern, str) else pattern
        self.default_value = default_value
        _check_dimensions(self.pattern, default_value, dimensions or {})
        self._value = _value_reader(self.pattern, value)
        self._dimensions = {
            name: _reader(self.pattern, selector, f"the value of dimension {name}")
            for name, selector in (dimensions or {}).items()
        }

    def data_point(self, message: str) -> DataPoint | None:
        """What one event publishes, or None."""
        event: _Event
        if self.pattern.kind == "json":
            event = parse_message(message)
            matched = self.pattern.match_json(event)
        else:
            match = self.pattern.match(message)
            matched, event = match is not None, match.extracted if match else None
        if not matched:
            return None if self.default_value is None else DataPoint(float(self.default_value), {})
        return self._published(event)

    def _published(self, event: _Event) -> DataPoint | None:
        text = self._value(event)
        value = None if text is None else _finite(text)
        if value is None:
            return None
        dimensions = {}
        for name, read in self._dimensions.items():
            dimension = read(event)
            if not dimension:  # CloudWatch takes no empty dimension value either
                return None
            dimensions[name] = dimension
        return DataPoint(value, dimensions)


def metric_value(
    pattern: FilterPattern | str,
    message: str,
    *,
    value: str = "1",
    default_value: float | None = None,
    dimensions: Mapping[str, str] | None = None,
) -> DataPoint | None:
    """What one event publishes; see MetricTransformation, which is for many events."""
    return MetricTransformation(pattern, value, default_value, dimensions).data_point(message)


def _check_dimensions(
    pattern: FilterPattern, default_value: float | None, dimensions: Mapping[str, str]
) -> None:
    if not dimensions:
        return
    if len(dimensions) > DIMENSIONS:
        raise InvalidPattern(
            ", ".join(dimensions),
            0,
            f"a metric has at most {DIMENSIONS} dimensions, this one {len(dimensions)}",
            "leave out the ones no alarm watches",
        )
    for name in dimensions:
        if not 1 <= len(name) <= DIMENSION_NAME_CHARACTERS:
            raise InvalidPattern(
                name,
                min(len(name), DIMENSION_NAME_CHARACTERS),
                f"a dimension's name has 1 to {DIMENSION_NAME_CHARACTERS} characters,"
                f" this one {len(name)}",
                "name the dimension for what it tells apart",
            )
    if default_value is not None:
        raise InvalidPattern(
            str(default_value),
            0,
            "a metric with dimensions takes no default value",
            "remove the default value, or the dimensions",
        )
    if pattern.kind not in ("json", "fields"):
        raise InvalidPattern(
            pattern.text,
            0,
            f"a pattern of kind {pattern.kind} extracts nothing, so it takes no dimensions",
            "write a JSON or a space-delimited pattern",
        )


def _value_reader(pattern: FilterPattern, value: str) -> _Reader:
    if len(value) > METRIC_VALUE_CHARACTERS:
        raise InvalidPattern(
            value,
            METRIC_VALUE_CHARACTERS,
            f"a metric value has at most {METRIC_VALUE_CHARACTERS} characters,"
            f" this one {len(value)}",
            "shorten the keys in the log, or publish 1 and search for the value",
        )
    if value.startswith("$"):
        return _reader(pattern, value, "the metric value")
    number = _finite(value)
    if number is None:
        raise InvalidPattern(
            value,
            0,
            "a metric value is a number, a selector or a field",
            'write "1", "$.latency" or "$bytes"',
        )
    return lambda event: value


def _reader(pattern: FilterPattern, selector: str, what: str) -> _Reader:
    """Reads what a selector or a field names from a matched event, as text."""
    if selector.startswith("$") and pattern.kind == "json":
        return _json_reader(selector, what)
    tokens = Tokenizer(selector)
    named = tokens.take("$") is not None and tokens.read("name") is not None
    if pattern.kind == "fields" and named and tokens.at_end:
        return lambda event: event.get(selector)
    kinds = {"json": "a selector such as $.latency", "fields": "a field such as $bytes"}
    wanted = kinds.get(pattern.kind, "a number, for this pattern extracts nothing")
    raise InvalidPattern(selector, 0, f"{what} is no selector of this pattern", f"write {wanted}")


def _json_reader(selector: str, what: str) -> _Reader:
    tokens = Tokenizer(selector)
    steps = read_selector(tokens).steps
    if not tokens.at_end:
        tokens.refuse(f"{what} goes on after its selector", "write one selector only")
    if any(isinstance(step, Wildcard) for step in steps):
        raise InvalidPattern(
            selector,
            min(selector.find(mark) for mark in (".*", "[*]") if mark in selector),
            f"{what} names one place, so it takes no wildcard",
            "use an index: [0]",
        )

    def read(document: _Event) -> str | None:
        for seen in found(steps, document):
            if is_comparable(seen):
                return seen if isinstance(seen, str) else number_text(seen)
        return None

    return read


def _finite(text: str) -> float | None:
    number = parse_number(text)
    return float(number) if number is not None and math.isfinite(number) else None
