"""Compiles a detection's pattern with its parameters' values and checks what it reads."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hinomi import filter_pattern
from hinomi.catalogue.detection import Parameter, Sample, Value
from hinomi.catalogue.flow_log_fields import FLOW_LOG_FIELDS
from hinomi.catalogue.problems import Problem
from hinomi.catalogue.yaml_file import YamlFile
from hinomi.filter_pattern import FilterPattern, InvalidPattern
from hinomi.filter_pattern.tree import And, Fields, Json, Or, Selector, Wildcard

_PLACEHOLDER = re.compile(r"\$\{([^}]*)\}")
# What a value may hold without ending the quoted string, the field or the regex that it stands in.
_SAFE_TEXT = re.compile(r"[A-Za-z0-9_.:/@+=,*-]+")


def filled_pattern(
    source: YamlFile, parameters: Mapping[str, Parameter], values: Mapping[str, Value]
) -> tuple[str, list[Problem]]:
    """The pattern with each ``${name}`` replaced by the environment's value or the default."""
    template: str = source.settings["pattern"]
    used = set(_PLACEHOLDER.findall(template))
    problems = [
        source.problem(("pattern",), f"${{{name}}} is not a parameter", "Declare it or mend it.")
        for name in sorted(used - parameters.keys())
    ]
    problems += [
        source.problem(
            ("parameters", name),
            "is not used",
            f"Write ${{{name}}} in the pattern or drop the parameter.",
        )
        for name in sorted(parameters.keys() - used)
    ]
    problems += [
        source.problem(("parameters",), f"{name} is given a value but is not declared", "Drop it.")
        for name in sorted(values.keys() - parameters.keys())
    ]
    texts: dict[str, str] = {}
    for name, parameter in parameters.items():
        value = values.get(name, parameter.default)
        wrong = _wrong_value(parameter, value)
        if wrong:
            problems.append(source.problem(("parameters", name, "default"), *wrong))
        texts[name] = str(value)
    filled = _PLACEHOLDER.sub(lambda found: texts.get(found[1], found[0]), template)
    return filled, problems


def compiled_pattern(source: YamlFile, text: str) -> FilterPattern | Problem:
    """The compiled pattern, or what CloudWatch Logs would refuse about it."""
    try:
        return filter_pattern.compile(text)
    except InvalidPattern as error:
        around = text[max(0, error.position - 20) : error.position + 20]
        seen = f"{error.reason}, at character {error.position + 1} (near {around!r})"
        return source.problem(("pattern",), seen, error.hint or "Mend the pattern here.")


def unread_selectors(
    source: YamlFile, pattern: FilterPattern, samples: Iterable[Sample]
) -> list[Problem]:
    """A problem for each selector that leads nowhere in every sample of the log.

    A misspelt field never matches (or, under NOT EXISTS, always does), and nothing else would
    say so.
    """
    documents = [sample.document for sample in samples if sample.document is not None]
    return [
        source.problem(
            ("pattern",),
            f"no sample of this log has {_shown(selector)}",
            "Correct the field's name, or add a sample (a whole real-shaped record) that has it.",
        )
        for selector in _selectors(pattern)
        if not any(_leads_somewhere(document, selector.steps) for document in documents)
    ]


def misplaced_fields(source: YamlFile, pattern: FilterPattern) -> list[Problem]:
    """A problem where a flow log pattern's places are not those of the default format, in order.

    Their order says which field each means, so that the pattern can be written for another list.
    """
    places = pattern.tree.before if isinstance(pattern.tree, Fields) else ()
    whole = isinstance(pattern.tree, Fields) and pattern.tree.after is None
    if whole and len(places) == len(FLOW_LOG_FIELDS) and all(place.name for place in places):
        return []
    return [
        source.problem(
            ("pattern",),
            f"it has {len(places)} places, and the default format has {len(FLOW_LOG_FIELDS)}",
            f"Name each, and use no `...`: {', '.join(FLOW_LOG_FIELDS)}.",
        )
    ]


def _wrong_value(parameter: Parameter, value: Value) -> tuple[str, str] | None:
    if parameter.type == "number":
        if isinstance(value, bool) or not isinstance(value, int | float):
            return f"{value!r} is not a number", "Give a number without quotes."
        return None
    if not isinstance(value, str) or not _SAFE_TEXT.fullmatch(value):
        return (
            f"{value!r} cannot stand in a pattern",
            "Use letters, digits and _ . : / @ + = , * - only.",
        )
    if not value.strip("*"):
        return f"{value!r} matches everything", "Give a value that narrows the match."
    return None


def _selectors(pattern: FilterPattern) -> Iterator[Selector]:
    if isinstance(pattern.tree, Json):
        yield from dict.fromkeys(_below(pattern.tree.expression))


def _below(expression: Any) -> Iterator[Selector]:
    if isinstance(expression, And | Or):
        for part in expression.parts:
            yield from _below(part)
    else:
        yield expression.subject


def _leads_somewhere(value: Any, steps: tuple[Any, ...]) -> bool:
    if not steps:
        return True
    step, rest = steps[0], steps[1:]
    if isinstance(step, Wildcard):
        children = value.values() if isinstance(value, dict) else value
        return isinstance(value, dict | list) and any(
            _leads_somewhere(child, rest) for child in children
        )
    if isinstance(step, int):
        return isinstance(value, list) and step < len(value) and _leads_somewhere(value[step], rest)
    return isinstance(value, dict) and step in value and _leads_somewhere(value[step], rest)


def _shown(selector: Selector) -> str:
    shown = "$"
    for step in selector.steps:
        if isinstance(step, Wildcard):
            shown += step.value
        else:
            shown += f"[{step}]" if isinstance(step, int) else f".{step}"
    return shown
