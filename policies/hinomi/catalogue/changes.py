"""What a near miss does to its sample, and the mistakes that it may hold."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class UnknownFieldError(Exception):
    """A change names a field that is not (or already) in the sample; the text says what to do."""


@dataclass(frozen=True)
class Changes:
    """What a near miss does to a sample."""

    change: Mapping[str, Any] = field(default_factory=dict)
    add: Mapping[str, Any] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    replace: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        parts = [f"{path} = {_short(value)}" for path, value in self.change.items()]
        parts += [f"{path} = {_short(value)} added" for path, value in self.add.items()]
        parts += [f"{path} removed" for path in self.remove]
        parts += [f"{_short(new)} for {_short(old)}" for old, new in self.replace.items()]
        return ", ".join(parts)


def require(holds: bool, path: str, otherwise: str) -> None:
    """Raises ``UnknownFieldError`` where a change does not fit its sample."""
    if not holds:
        raise UnknownFieldError(f"{path} {otherwise}")


def replaced(text: str, changes: Changes) -> str:
    """The text with each `replace` made: for logs whose lines have no named fields."""
    for old, new in changes.replace.items():
        found = text.count(old)
        require(found > 0, _short(old), "is not in the sample, so replacing it proves nothing")
        require(found == 1, _short(old), f"is in the sample {found} times; take more around it")
        text = text.replace(old, new)
    return text


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:37]}..."
