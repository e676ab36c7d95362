"""What every language has to say."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Headings and phrases of one language; {names} are filled in by those who write."""

    severities: Mapping[str, str]
    headings: Mapping[str, str]
    phrases: Mapping[str, str]
    details: Mapping[str, str]
    failures: Mapping[str, str]
    seen: Mapping[str, str]  # what a value in a line is
    actors: Mapping[str, str]
    separator: str  # between points on one line
    label: str  # between a heading word and its value
