"""policies/profiles/<name>.yaml: what one standard asks of a plan."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .catalogue.schema_check import schema_problems
from .catalogue.yaml_file import YamlFile, read_yaml
from .chains.readers import PEOPLE
from .controls import REGISTER
from .controls.control import Control
from .errors import PolicyError

DIRECTORY = Path(__file__).resolve().parents[1] / "profiles"
"""`policies/profiles` of the checkout that holds this package."""


@dataclass(frozen=True, slots=True)
class AskedControl:
    """One line of a profile: the id that findings carry, the control, and its settings."""

    name: str
    title: str
    severity: str
    control: Control
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CheckovChecks:
    """`checks` is None for all of them; `expect` are ids that must have run."""

    checks: tuple[str, ...] | None
    expect: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What a standard asks. `unknown_fails`: UNKNOWN counts as a failure."""

    name: str
    title: str
    unknown_fails: bool
    required: bool
    readers: frozenset[str]
    controls: tuple[AskedControl, ...]
    checkov: CheckovChecks


def load(name: str, directory: Path = DIRECTORY) -> Profile:
    """Read a profile. Raises PolicyError (or CatalogueError for bad YAML) and judges nothing."""
    file = directory / f"{name}.yaml"
    known = sorted(path.stem for path in directory.glob("*.yaml"))
    if name not in known:
        raise PolicyError(
            f"there is no profile {name!r}",
            where=str(directory),
            change=f"Known here: {', '.join(known)}.",
        )
    source = checked(file, directory / "profile.schema.json")
    settings = source.settings
    checks = settings["checkov"]["checks"]
    return Profile(
        name=name,
        title=settings["title"],
        unknown_fails=settings["unknown"] == "fail",
        required=settings["presence"] == "required",
        readers=frozenset(settings.get("readers", PEOPLE)),
        controls=tuple(
            _asked(source, control, given) for control, given in settings["controls"].items()
        ),
        checkov=CheckovChecks(
            checks=None if checks == "all" else tuple(checks),
            expect=tuple(settings["checkov"]["expect"]),
        ),
    )


def checked(file: Path, schema: Path) -> YamlFile:
    """A YAML file that holds to a schema; PolicyError with its first problem otherwise."""
    source = read_yaml(file, file)
    problems = schema_problems(source, schema)
    if problems:
        first = problems[0]
        more = f" ({len(problems) - 1} more below it)" if len(problems) > 1 else ""
        raise refused(source, first.setting, f"{first.seen}{more}", first.change, first.line)
    return source


def refused(
    source: YamlFile, setting: str, seen: str, change: str, line: int | None
) -> PolicyError:
    """The error for one setting of a file."""
    where = f"{source.file}:{line}" if line else str(source.file)
    return PolicyError(seen, where=f"{where}: {setting}" if setting else where, change=change)


def _asked(source: YamlFile, name: str, given: Mapping[str, Any]) -> AskedControl:
    judged_by = given.get("control", name)
    control = REGISTER.get(judged_by)
    line = source.line(("controls", name))
    if control is None:
        close = difflib.get_close_matches(judged_by, REGISTER, n=1)
        change = f"Did you mean {close[0]}?" if close else f"Known: {', '.join(sorted(REGISTER))}."
        raise refused(source, f"controls.{name}", f"no control is called {judged_by}", change, line)
    options = given.get("options", {})
    unknown = sorted(options.keys() - control.options.keys())
    if unknown:
        known = ", ".join(sorted(control.options)) or "none"
        seen = f"control {control.id} has no option {unknown[0]}"
        raise refused(source, f"controls.{name}.options", seen, f"Its options: {known}.", line)
    return AskedControl(
        name=name,
        title=given.get("title", control.title),
        severity=given.get("severity", control.severity),
        control=control,
        options={**control.options, **options},
    )
