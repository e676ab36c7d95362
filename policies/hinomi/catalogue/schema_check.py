"""Checks a detection file against ``detections/schema.json`` and says what to change.

The advice is the schema's own description of the setting, so that there is one text to keep.
"""

import difflib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError, best_match

from hinomi.catalogue.problems import CatalogueError, Problem
from hinomi.catalogue.yaml_file import Setting, YamlFile

_SEEN_AT_MOST = 120  # characters of a wrong value that a message repeats


@cache
def validator(schema: Path) -> Draft202012Validator:
    """The compiled schema. Raises ``CatalogueError`` where it is missing or not a schema."""
    try:
        document = json.loads(schema.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(document)
    except (OSError, ValueError, SchemaError) as error:
        seen = f"cannot be used as a JSON Schema ({type(error).__name__})"
        change = "Restore the file from the repository."
        raise CatalogueError([Problem(schema, None, "", seen, change)]) from error
    return Draft202012Validator(document)


def schema_problems(source: YamlFile, schema: Path) -> list[Problem]:
    """Every breach of the schema, in file order."""
    checker = validator(schema)
    problems = [
        problem
        for error in checker.iter_errors(source.settings)
        for problem in _problems(source, checker, error)
    ]
    return sorted(problems, key=lambda problem: (problem.line or 0, problem.setting))


def _problems(
    source: YamlFile, checker: Draft202012Validator, error: ValidationError
) -> Iterator[Problem]:
    if error.context:  # anyOf: report the branch that came closest
        error = best_match(error.context) or error
    at: Setting = tuple(error.absolute_path)
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    known: dict[str, Any] = schema.get("properties", {})
    if error.validator == "required":
        # One error for each missing setting; the name stands only in the message.
        missing = next(n for n in schema["required"] if error.message.startswith(f"'{n}'"))
        advice = known[missing].get("description", "")
        yield source.problem((*at, missing), "is missing", f"Add it: {advice}")
    elif error.validator == "additionalProperties" and known:
        instance: Any = error.instance
        for name in (name for name in instance if name not in known):
            close = difflib.get_close_matches(name, known, n=1)
            advice = f"Did you mean {close[0]}?" if close else f"Known here: {', '.join(known)}."
            yield source.problem((*at, name), "is not a setting", advice)
    else:
        advice = schema.get("description") or _description(checker, at)
        yield source.problem(at, _seen(error), advice)


def _seen(error: ValidationError) -> str:
    shown = json.dumps(error.instance, ensure_ascii=False, default=str)
    if len(shown) > _SEEN_AT_MOST:
        shown = f"{shown[: _SEEN_AT_MOST - 3]}..."
    wanted: Any = error.validator_value
    if error.validator == "enum":
        return f"{shown} is not one of {', '.join(map(str, wanted))}"
    if error.validator == "type":
        return f"{shown} is not of type {wanted}"
    if error.validator == "pattern":
        return f"{shown} does not have the form {wanted}"
    return f"{shown} breaks {error.validator} {wanted}"


def _description(checker: Draft202012Validator, at: Setting) -> str:
    """The nearest description above a setting, for a rule that sits behind a ``$ref``."""
    here: Any = checker.schema
    found = str(here.get("description", ""))
    for step in at:
        properties = here.get("properties", {})
        here = properties.get(step) if isinstance(step, str) else here.get("items")
        if not isinstance(here, dict):
            break
        found = str(here.get("description", found))
    return found
