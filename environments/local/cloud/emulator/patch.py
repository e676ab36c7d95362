"""Replacing one of ministack's functions, after a look at whether it is the one we know."""

import inspect
import json
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

Function = Callable[..., Any]
Answer = tuple[int, dict[str, str], bytes]


class MendError(Exception):
    """ministack is not what a mend expects; the emulator must not start half mended."""


def replace(module: ModuleType | type, name: str, mended: Function) -> Function:
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


def add_actions(module: ModuleType, actions: Mapping[str, Callable[[Any], Answer]]) -> None:
    """Have a service of a JSON protocol answer `actions`, which ministack does not know.

    Each takes the request's document. A request that is not JSON is left to ministack to refuse.
    """

    async def mended(
        method: str, path: str, headers: dict[str, str], body: bytes, query_params: dict[str, Any]
    ) -> Answer:
        act = actions.get(headers.get("x-amz-target", "").rpartition(".")[2])
        if act is not None and (document := _object(body)) is not None:
            return act(document)
        answer: Answer = await original(method, path, headers, body, query_params)
        return answer

    original = replace(module, "handle_request", mended)


def need(module: ModuleType | type, *names: str) -> None:
    """Raise MendError unless `module` has all `names`, which a mend uses without changing them."""
    for name in names:
        if not hasattr(module, name):
            raise MendError(f"{module.__name__} has no {name}")


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        document = json.loads(body or b"{}")
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


def _same_parameters(where: str, original: Function, mended: Function) -> None:
    expected, found = _parameters(mended), _parameters(original)
    if expected != found:
        raise MendError(f"{where} takes {found}, its mend was written for {expected}")


def _parameters(function: Function) -> list[tuple[str, str]]:
    return [
        (parameter.name, parameter.kind.description)
        for parameter in inspect.signature(function).parameters.values()
    ]
