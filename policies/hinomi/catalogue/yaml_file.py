"""Reads a YAML file so that each setting knows its line.

Plain scalars follow YAML 1.2, as Terraform's ``yamldecode`` reads the same files: ``Yes`` and
``on`` are text, a date is text, a number with a leading zero (an account id) is text. PyYAML's own
YAML 1.1 rules would turn ``MFAUsed: Yes`` into a boolean and make a near miss match nothing.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from hinomi.catalogue.problems import CatalogueError, Problem, setting_name

Setting = tuple[str | int, ...]

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where PyYAML was built with it


class _Yaml12Loader(_Base):  # type: ignore[misc]
    """SafeLoader with the plain scalars of YAML 1.2's core schema only."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
):
    _Yaml12Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


@dataclass(frozen=True)
class YamlFile:
    """A mapping read from YAML, and the line of each of its settings."""

    file: Path  # as errors name it
    settings: dict[str, Any]
    lines: dict[Setting, int]

    def line(self, setting: Setting) -> int:
        """The 1-based line of a setting; of what holds it where the setting is missing."""
        while setting and setting not in self.lines:
            setting = setting[:-1]
        return self.lines.get(setting, 1)

    def problem(self, setting: Setting, seen: str, change: str) -> Problem:
        """A problem at a setting of this file."""
        return Problem(self.file, self.line(setting), setting_name(setting), seen, change)


def read_yaml(path: Path, shown_as: Path) -> YamlFile:
    """Reads one file that holds one mapping.

    Raises ``CatalogueError`` for text that is not UTF-8 or not YAML, for a key given twice (PyYAML
    keeps the last, Terraform refuses), and for anything but a mapping.
    """
    try:
        loader = _Yaml12Loader(path.read_text(encoding="utf-8"))
        try:
            node = loader.get_single_node()
            lines: dict[Setting, int] = {}
            problems = _note_lines(node, (), lines, shown_as) if node else []
            settings = loader.construct_document(node) if node and not problems else None
        finally:
            loader.dispose()
    except UnicodeDecodeError as error:
        raise CatalogueError(
            [Problem(shown_as, None, "", f"not UTF-8 ({error.reason})", "Save it as UTF-8.")]
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        line = mark.line + 1 if mark else None
        raise CatalogueError(
            [Problem(shown_as, line, "", f"not YAML: {reason}", "Correct the YAML here or above.")]
        ) from error
    if problems:
        raise CatalogueError(problems)
    if not isinstance(settings, dict):
        seen = "empty" if settings is None else f"a {type(settings).__name__}, not a mapping"
        raise CatalogueError(
            [Problem(shown_as, 1, "", seen, "Write `setting: value` lines, as the others do.")]
        )
    return YamlFile(shown_as, settings, lines)


def _note_lines(
    node: yaml.Node, at: Setting, lines: dict[Setting, int], file: Path
) -> list[Problem]:
    """Fills ``lines`` for everything below ``node``; gives keys that stand twice."""
    problems: list[Problem] = []
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            setting = (*at, str(key_node.value))
            line = key_node.start_mark.line + 1
            if setting in lines:
                seen = f"given a second time (first on line {lines[setting]})"
                problems.append(Problem(file, line, setting_name(setting), seen, "Keep one."))
            lines[setting] = line
            problems += _note_lines(value_node, setting, lines, file)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            lines[(*at, position)] = item.start_mark.line + 1
            problems += _note_lines(item, (*at, position), lines, file)
    return problems
