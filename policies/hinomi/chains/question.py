"""What a chain is asked: which events must ring, which must not, and how many make an incident."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ..catalogue import FLOW_LOG_FIELDS, Incident, Sample, Unreadable, pattern_for_fields
from ..filter_pattern import FilterPattern, InvalidPattern, parse_message
from ..filter_pattern import compile as compile_pattern

_FIELD = re.compile(r"\$\{([a-z0-9-]+)\}")


@dataclass(frozen=True, slots=True)
class Question:
    """Samples and the incident that must cross the alarm's threshold.

    `quiet` is empty where near misses are not asked about, `incident` None where the threshold
    is not. `others` are the names of the catalogue's other detections: a filter that is named for
    one of them is no answer to this question, though it may match the same few samples. `pattern`
    is the detection's own for flow logs of the default format.
    """

    name: str
    fires: tuple[Sample, ...]
    quiet: tuple[Sample, ...] = ()
    incident: Incident | None = None
    others: frozenset[str] = frozenset()
    pattern: str = ""
    answers: dict[str, Behaviour] = field(default_factory=dict, compare=False, repr=False)

    def owner(self, *names: str) -> str | None:
        """The detection in whose name one of `names` ends, the longest where there are several."""
        found = [_owner(name, self.others | {self.name}) for name in names]
        return max(filter(None, found), key=len, default=None)

    def unreadable(self, flow_format: str | None) -> str | None:
        """Why no filter can ask this of a flow log with that format, if none can."""
        fields = _FIELD.findall(flow_format or "")
        if not self.pattern or not fields:
            return None
        written = pattern_for_fields(self.pattern, fields)
        return written.reason if isinstance(written, Unreadable) else None

    def behaviour(self, pattern: str, flow_format: str | None = None) -> Behaviour:
        """How a pattern answers the samples, written in the flow log's own format if it has one."""
        key = f"{pattern}\n{flow_format or ''}"
        if key not in self.answers:
            self.answers[key] = self._ask(pattern, flow_format)
        return self.answers[key]

    def _ask(self, pattern: str, flow_format: str | None) -> Behaviour:
        try:
            compiled = compiled_pattern(pattern)
        except InvalidPattern as error:
            hint = f" ({error.hint})" if error.hint else ""
            return Behaviour(refused=f"{error.reason} at character {error.position + 1}{hint}")
        missed = _not_matched(compiled, self.fires, flow_format)
        silent = set(map(id, _not_matched(compiled, self.quiet, flow_format)))
        false_alarms = tuple(sample for sample in self.quiet if id(sample) not in silent)
        return Behaviour(missed=missed, false_alarms=false_alarms)


def owner_of(name: str, detections: frozenset[str]) -> str | None:
    """The detection in whose name `name` ends."""
    return _owner(name, detections)


@lru_cache(maxsize=4096)
def _owner(name: str, detections: frozenset[str]) -> str | None:
    """`hinomi-local-root-user-used` and `root-user-used` both end in `root-user-used`."""
    ends = (name[at:] for at in range(len(name)) if at == 0 or name[at - 1] in "-/_")
    return next((end for end in ends if end in detections), None)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a pattern does with the samples; `refused` says why AWS would not take it at all."""

    missed: tuple[Sample, ...] = ()
    false_alarms: tuple[Sample, ...] = ()
    refused: str = ""


@lru_cache(maxsize=1024)
def compiled_pattern(text: str) -> FilterPattern:
    """A pattern compiled once for all questions. Raises InvalidPattern."""
    return compile_pattern(text)


@lru_cache(maxsize=4096)
def _parsed(message: str) -> Any:
    return parse_message(message)


def _not_matched(
    pattern: FilterPattern, samples: Iterable[Sample], flow_format: str | None
) -> tuple[Sample, ...]:
    if pattern.kind == "json":
        return tuple(one for one in samples if not pattern.match_json(_parsed(one.message)))
    lines = ((one, in_format(one.message, flow_format)) for one in samples)
    return tuple(one for one, line in lines if line is None or pattern.match(line) is None)


def in_format(message: str, flow_format: str | None) -> str | None:
    """A default-format flow record, rewritten in the field order of `flow_format`.

    Fields that the default format does not have become `-`, as VPC writes them where a field
    does not apply (VPC user guide, "Flow log records"). None for a line that is no record of the
    default format (a near miss with a field taken out): in another format it cannot be told.
    """
    fields = _FIELD.findall(flow_format or "")
    if not fields:
        return message
    values = message.split(" ")
    if len(values) != len(FLOW_LOG_FIELDS):
        return None
    record = dict(zip(FLOW_LOG_FIELDS, values, strict=True))
    return " ".join(record.get(name, "-") for name in fields)
