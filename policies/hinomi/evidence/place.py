"""Where a resource stands: two with one name in two regions or accounts are not the same."""

from __future__ import annotations

from dataclasses import dataclass

from ..iam import Answer
from ..resource import Resource


@dataclass(frozen=True, slots=True)
class Place:
    """A provider configuration, and its region where the source carries it."""

    provider: str
    region: str | None

    @classmethod
    def of(cls, resource: Resource) -> Place:
        return cls(resource.provider, resource.region)

    def same_as(self, other: Place) -> Answer:
        """Whether both stand in one region of one account, as far as can be told."""
        if self.provider == other.provider:
            return Answer.YES
        if self.region and other.region and self.region != other.region:
            return Answer.NO
        return Answer.UNSURE
