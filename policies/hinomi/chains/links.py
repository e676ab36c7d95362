"""A chain: link after link from what is watched to who is told, and why each link holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum

NONE = "(none)"  # the name of a link that is missing


class State(IntEnum):
    """Ordered from worst to best, so that `min` over links is the state of the chain."""

    BROKEN = 0
    UNPROVED = 1
    HOLDS = 2


@dataclass(frozen=True, slots=True)
class Check:
    """One thing asked of a link: how it stands, why, and what would mend it."""

    state: State
    why: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One link: what it is (`kind`, `name`, `address`) and the checks that it stood or failed.

    The first check says how the link hangs on the one before it. `effort` ranks broken links
    of one kind: the higher, the more of the link was right.
    """

    kind: str
    name: str
    address: str
    checks: tuple[Check, ...]
    effort: float = 0.0

    @property
    def worst(self) -> Check:
        """The first check of the lowest state: what a finding speaks of."""
        return min(self.checks, key=lambda check: check.state)

    @property
    def state(self) -> State:
        return self.worst.state

    @property
    def label(self) -> str:
        return f"{self.kind} {self.name}".strip()

    def with_checks(self, *checks: Check) -> Link:
        return replace(self, checks=(*self.checks, *checks))


@dataclass(frozen=True, slots=True)
class Chain:
    """Links in the order of the way that an event takes. A broken link is the last one."""

    links: tuple[Link, ...] = ()

    @property
    def state(self) -> State:
        return min((link.state for link in self.links), default=State.BROKEN)

    @property
    def weakest(self) -> Link | None:
        """The first link of the lowest state; None where every link holds."""
        if self.state is State.HOLDS or not self.links:
            return None
        return min(self.links, key=lambda link: link.state)

    def __add__(self, link: Link) -> Chain:
        return Chain((*self.links, link))

    @property
    def reason(self) -> str:
        """What a finding says of it: whom it reaches, or which link does not hold, and why."""
        weakest = self.weakest
        if weakest is None:
            return f"reaches {self.links[-1].label}" if self.links else "there is no chain"
        why = weakest.worst.why
        if weakest.name != NONE:
            address = f" ({weakest.address})" if weakest.address else ""
            return f"{weakest.label}{address}: {why}"
        before = self.links[self.links.index(weakest) - 1] if len(self.links) > 1 else None
        after = f" after {before.label} ({before.address})" if before and before.address else ""
        return f"{weakest.kind} missing{after}: {why}"

    @property
    def address(self) -> str:
        """The resource to look at: the weak link's, else the last one on the way to it."""
        links = self.links
        if (weakest := self.weakest) is not None:
            links = links[: links.index(weakest) + 1]
        return next((link.address for link in reversed(links) if link.address), "")


def best(chains: Iterable[Chain]) -> Chain:
    """The chain to show: a proved one, else an unproved whole one, else the one that gets furthest.

    Among broken ones that get equally far, the one with fewer doubts before the break, then
    the one whose broken link was nearest to right.
    """
    return max(chains, key=_rank, default=Chain())


def _rank(chain: Chain) -> tuple[int, int, int, float]:
    doubts = sum(1 for link in chain.links if link.state is State.UNPROVED)
    effort = chain.links[-1].effort if chain.links else 0.0
    return (chain.state, len(chain.links), -doubts, effort)


def holds(why: str) -> Check:
    return Check(State.HOLDS, why)


def unproved(why: str, fix: str) -> Check:
    return Check(State.UNPROVED, why, fix)


def broken(why: str, fix: str) -> Check:
    return Check(State.BROKEN, why, fix)
