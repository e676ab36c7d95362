"""Replacing one of ministack's functions, after a look at whether it is the one we know."""

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

Function = Callable[..., Any]


class MendError(Exception):
    """ministack is not what a mend expects; the emulator must not start half mended."""


def replace(module: ModuleType, name: str, mended: Function) -> Function:
    """Put `mended` in the place of `module.name`; returns what stood there.

    Raises MendError unless both take parameters of the same names and kinds.
    """
    need(module, name)
    original: Function = getattr(module, name)
    _same_parameters(f"{module.__name__}.{name}", original, mended)
    setattr(module, name, mended)
    return original


def replace_action(module: ModuleType, table: str, action: str, mended: Function) -> Function:
    """The same for an entry of a module's table of actions (`{"CreateTrail": function}`)."""
    actions = getattr(module, table, None)
    if not isinstance(actions, dict) or not callable(actions.get(action)):
        raise MendError(f"{module.__name__}.{table} has no action {action}")
    original: Function = actions[action]
    _same_parameters(f"{module.__name__}.{table}[{action!r}]", original, mended)
    actions[action] = mended
    return original


def need(module: ModuleType, *names: str) -> None:
    """Raise MendError unless `module` has all `names`, which a mend uses without changing them."""
    for name in names:
        if not hasattr(module, name):
            raise MendError(f"{module.__name__} has no {name}")


def _same_parameters(where: str, original: Function, mended: Function) -> None:
    expected, found = _parameters(mended), _parameters(original)
    if expected != found:
        raise MendError(f"{where} takes {found}, its mend was written for {expected}")


def _parameters(function: Function) -> list[tuple[str, str]]:
    return [
        (parameter.name, parameter.kind.description)
        for parameter in inspect.signature(function).parameters.values()
    ]
