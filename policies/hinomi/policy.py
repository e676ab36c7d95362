"""environments/<env>/policy.yaml: which profile, the environment's parameters, the exceptions."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from . import profiles
from .catalogue.yaml_file import YamlFile
from .declared import KINDS, Declaration
from .errors import PolicyError
from .findings import Waiver
from .profiles import Profile, refused
from .rows import ROWS

DEFAULT_PROFILE = "hinomi"


@dataclass(frozen=True, slots=True)
class Policy:
    """What the gate goes by. `skipped` are checkov's check ids with the reason for each, `rows_off`
    the rows of the specification that the environment does without, in the same way."""

    profile: Profile
    file: Path | None = None
    vpcs: tuple[str, ...] = ()
    rows_off: Mapping[str, str] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    skipped: Mapping[str, str] = field(default_factory=dict)
    adopted: tuple[Declaration, ...] = ()


def load(
    file: Path | None, profile: str | None = None, directory: Path = profiles.DIRECTORY
) -> Policy:
    """Read a policy file; `profile` overrides the one that it names.

    Without a file: the given profile (or the default one), no parameters, no exceptions. Raises
    PolicyError for anything that is not to be used as it is written.
    """
    if file is None:
        return Policy(profiles.load(profile or DEFAULT_PROFILE, directory))
    source = _read(file, directory)
    settings = source.settings
    parameters = settings.get("parameters", {})
    chosen = profiles.load(profile or settings["profile"], directory)
    if "presence" in parameters:
        chosen = replace(chosen, required=parameters["presence"] == "required")
    if "readers" in parameters:
        chosen = replace(chosen, readers=frozenset(parameters["readers"]))
    return Policy(
        profile=chosen,
        file=file,
        vpcs=tuple(parameters.get("vpcs", ())),
        rows_off=_rows_off(source),
        waivers=_waivers(source),
        skipped=_skipped(source),
        adopted=_adopted(source),
    )


def _read(file: Path, directory: Path) -> YamlFile:
    if not file.is_file():
        raise PolicyError(
            "there is no such file",
            where=str(file),
            change="Name the environment's policy.yaml with --policy.",
        )
    return profiles.checked(file, directory / "policy.schema.json")


def _rows_off(source: YamlFile) -> Mapping[str, str]:
    off: Mapping[str, str] = source.settings.get("parameters", {}).get("rows_off", {})
    for row in off:
        if row not in ROWS:
            close = difflib.get_close_matches(row, ROWS, n=1)
            change = f"Did you mean {close[0]}?" if close else f"Known: {', '.join(ROWS)}."
            setting = f"parameters.rows_off.{row}"
            line = source.line(("parameters", "rows_off", row))
            raise refused(source, setting, f"no row is called {row}", change, line)
    return off


def _waivers(source: YamlFile) -> tuple[Waiver, ...]:
    found: dict[tuple[str, str], Waiver] = {}
    for index, entry in enumerate(source.settings.get("waivers", [])):
        line = source.line(("waivers", index))
        setting = f"waivers[{index}]"
        key = (entry["control"], entry["subject"])
        if key in found:
            seen = f"a second waiver for {key[0]} of {key[1]}"
            raise refused(source, setting, seen, "Keep one of them.", line)
        found[key] = Waiver(
            **{name: entry[name] for name in ("control", "subject", "owner", "reason")},
            expires=_day(source, setting, entry, line),
            where=f"{source.file}:{line}",
        )
    return tuple(found.values())


def _day(source: YamlFile, setting: str, entry: Mapping[str, Any], line: int) -> date:
    try:
        return date.fromisoformat(entry["expires"])
    except ValueError as error:
        seen = f"{entry['expires']} is no day of the calendar"
        change = "Write the last day on which it holds, as YYYY-MM-DD."
        raise refused(source, f"{setting}.expires", seen, change, line) from error


def _skipped(source: YamlFile) -> dict[str, str]:
    skipped: dict[str, str] = {}
    for index, entry in enumerate(source.settings.get("checkov", {}).get("skip", [])):
        if entry["check"] in skipped:
            line = source.line(("checkov", "skip", index))
            seen = f"{entry['check']} is skipped a second time"
            raise refused(source, f"checkov.skip[{index}]", seen, "Keep one of them.", line)
        skipped[entry["check"]] = entry["reason"]
    return skipped


def _adopted(source: YamlFile) -> tuple[Declaration, ...]:
    found: dict[tuple[str, str], Declaration] = {}
    for index, entry in enumerate(source.settings.get("adopted", [])):
        line = source.line(("adopted", index))
        setting = f"adopted[{index}]"
        key = (entry["kind"], entry["name"])
        facts = entry.get("facts", {})
        known = FACTS[entry["kind"]]
        for name in facts:
            if name not in known:
                close = difflib.get_close_matches(name, known, n=1)
                change = f"Did you mean {close[0]}?" if close else _facts_of(entry["kind"])
                seen = f"{name} is no fact about a {entry['kind']}"
                at = source.line(("adopted", index, "facts", name))
                raise refused(source, f"{setting}.facts.{name}", seen, change, at)
        if key in found:
            seen = f"{key[0]} {key[1]} is declared a second time"
            raise refused(source, setting, seen, "Keep one of them.", line)
        found[key] = Declaration(
            kind=entry["kind"],
            name=entry["name"],
            facts=facts,
            owner=entry["owner"],
            expires=_day(source, setting, entry, line),
            where=f"{source.file}:{line}",
        )
    return tuple(found.values())


def _facts_of(kind: str) -> str:
    return f"Facts of a {kind}: {', '.join(FACTS[kind]) or 'none'}."


# What may be said of each kind; docs/gate.md says what each means.
FACTS: Mapping[str, tuple[str, ...]] = {
    kind: {
        "bucket": (
            "access_logs_to",
            "keep_days",
            "key",
            "lock",
            "lock_days",
            "versioned",
            "writers",
        ),
        "domain": ("endpoint", "https_only"),
        "kms_key": ("services",),
        "log_group": ("class", "key", "retention_days", "source"),
        "topic": ("publishers", "readers"),
        "trail": (
            "bucket",
            "key",
            "log_group",
            "logging",
            "management_events",
            "multi_region",
            "organization",
            "validation",
        ),
    }.get(kind, ())
    for kind in KINDS
}
