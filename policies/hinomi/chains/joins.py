"""Whether a value of one piece means another piece: by reference, or by equal known value."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from ..iam import Answer
from ..resource import Absent, Known, Unknown, Value
from ..sources.addresses import module_path
from .links import Check, broken, holds, unproved

SHOW_THE_VALUE = (
    "Pass the module's output or the resource's attribute straight on, or build the value from "
    "known names, so that the plan shows it."
)


@dataclass(frozen=True, slots=True)
class Join:
    """The answer, and the words for it: why it holds, or what stands in the way."""

    answer: Answer
    why: str

    def check(self, fix: str) -> Check:
        """The join as the first check of a link; `fix` mends a broken one."""
        if self.answer is Answer.YES:
            return holds(self.why)
        if self.answer is Answer.UNSURE:
            return unproved(self.why, SHOW_THE_VALUE)
        return broken(self.why, fix)


def join(
    value: Value,
    address: str,
    kind: Collection[str],
    equal: Callable[[object], Answer],
) -> Join:
    """Whether `value` means the piece at `address`.

    `kind` are the addresses of all pieces of its kind: an unknown value that refers to another
    one of them does not mean this one. `equal` compares a known value with the piece's identity.
    """
    if isinstance(value, Absent):
        return Join(Answer.NO, "not set")
    targets = value.origin.targets
    named = list(dict.fromkeys(t.address for t in targets if t.address in kind)) if targets else []
    if isinstance(value, Known):
        answer = equal(value.value)
        if answer is not Answer.NO and named == [address]:
            return Join(Answer.YES, "by reference")
        if answer is Answer.YES:
            return Join(answer, f"by equal name {value.shown}")
        return Join(answer, value.shown)
    return _by_reference(value, address, named)


def _by_reference(value: Unknown, address: str, named: list[str]) -> Join:
    if address in named:
        if len(named) > 1:
            return Join(Answer.UNSURE, f"known after apply: one of {', '.join(named)}")
        beside = f", beside {', '.join(value.origin.opaque)}" if value.origin.opaque else ""
        apart = ", told apart by its name" if value.origin.by_name else ""
        return Join(Answer.YES, f"by reference{apart}{beside}")
    if named:
        return Join(Answer.NO, f"refers to {', '.join(named)}")
    return Join(Answer.UNSURE, value.shown)


def same_name(identity: Value) -> Callable[[object], Answer]:
    """Compare a known value with a piece's name. A known text never is a name still unknown."""

    def equal(value: object) -> Answer:
        same = isinstance(identity, Known) and str(identity.value) == str(value)
        return Answer.YES if same else Answer.NO

    return equal


def text(value: Value) -> str:
    """A value to print in a sentence."""
    return value.shown if isinstance(value, Known) else f"({value.shown})"


def called(name: Value, address: str) -> str:
    """What to call a piece: its name, or the end of its address where the name is not known."""
    if isinstance(name, Known):
        return name.shown
    _, local = module_path(address)
    return local.partition(".")[2] or address
