"""Finds the pieces that a value means, of any kind: by reference, or by equal known name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..evidence import Evidence, Piece
from ..evidence.pieces import name_in
from ..iam import Answer
from ..resource import Absent, Known, Value
from .joins import SHOW_THE_VALUE, Join, called
from .links import NONE, Check, Link, broken, holds, unproved


@dataclass(frozen=True, slots=True)
class Met:
    """A piece that a value means, and how sure that is."""

    piece: Piece
    joined: Join

    def link(self, kind: str, *checks: Check) -> Link:
        name = called(self.piece.name, self.piece.address)
        return Link(kind, name, self.piece.address, (self.joined.check(""), *checks))


def meant(evidence: Evidence, value: Value, *kinds: str) -> list[Met]:
    """The pieces of `kinds` that `value` means, surely or perhaps; none where it means none."""
    if isinstance(value, Absent):
        return []
    named = _by_reference(evidence, value, kinds)
    if isinstance(value, Known):
        found = list(_by_name(evidence, value, kinds))
        if len(named) == 1 and not found and not _says_another(named[0], value):
            return [Met(named[0], Join(Answer.YES, "by reference"))]
        return found
    if len(named) == 1:
        beside = f", beside {', '.join(value.origin.opaque)}" if value.origin.opaque else ""
        return [Met(named[0], Join(Answer.YES, f"by reference{beside}"))]
    several = ", ".join(one.address for one in named)
    return [Met(one, Join(Answer.UNSURE, f"known after apply: one of {several}")) for one in named]


def missing(value: Value, kind: str, what: str, fix: str) -> Link:
    """The link for a value that means no piece of the plan."""
    if isinstance(value, Absent):
        return Link(kind, NONE, "", (broken(f"{what} is not set", fix),))
    if not isinstance(value, Known):
        check = unproved(f"{what} is {value.shown}", SHOW_THE_VALUE)
        return Link(kind, NONE, "", (check,))
    declare = "Make it in the same configuration, or declare it under adopted in policy.yaml."
    seen = f"{value.shown} is not in this plan, and policy.yaml does not declare it"
    return Link(kind, value.shown, "", (unproved(seen, declare),))


def _by_reference(evidence: Evidence, value: Value, kinds: tuple[str, ...]) -> list[Piece]:
    targets = (
        dict.fromkeys(target.address for target in value.origin.targets)
        if not isinstance(value, Absent)
        else {}
    )
    found = (evidence.by_address.get(address) for address in targets)
    return [one for one in found if one is not None and one.type in kinds]


def _by_name(evidence: Evidence, value: Known, kinds: tuple[str, ...]) -> Iterator[Met]:
    for kind in kinds:
        name, region = name_in(value.value, kind)
        for piece in evidence.by_name.get((kind, name), ()) if name else ():
            if region and piece.place.region and region != piece.place.region:
                continue
            yield Met(piece, Join(Answer.YES, f"by equal name {value.shown}"))


def _says_another(piece: Piece, value: Known) -> bool:
    """Whether a known value contradicts the piece that it was made from."""
    name, _ = name_in(value.value, piece.type)
    return isinstance(piece.name, Known) and str(piece.name.value) != name


def there(evidence: Evidence, *kinds: str) -> list[Piece]:
    """All pieces of some kinds."""
    return [piece for kind in kinds for piece in evidence.pieces.get(kind, ())]


def holds_link(kind: str, piece: Piece, *checks: Check) -> Link:
    """The first link of a chain: the piece that it is about."""
    name = called(piece.name, piece.address)
    return Link(kind, name, piece.address, checks or (holds("in the plan"),))
