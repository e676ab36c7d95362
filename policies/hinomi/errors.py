"""What stops hinomi, drawn as a tree. Each of these ends a command with exit status 2.

HinomiError          what was seen, where, and what to change
├── PlanError        the input is not a whole, readable plan
├── PolicyError      policy.yaml, a profile or a waiver cannot be used as written
├── JudgementError   a control or a check could not be carried out
└── ReportError      a report could not be written
"""

from __future__ import annotations


class HinomiError(Exception):
    """Hinomi could not do what it was asked.

    `seen` is what was found, `where` the file, line or setting it was found in, `change` what
    the reader can do about it. All three are printed, never a traceback.
    """

    def __init__(self, seen: str, *, where: str, change: str) -> None:
        super().__init__(seen)
        self.seen = seen
        self.where = where
        self.change = change

    def __str__(self) -> str:
        return f"{self.where}: {self.seen}. {self.change}"


class PlanError(HinomiError):
    """The input is not a whole plan in a format that is known."""


class PolicyError(HinomiError):
    """policy.yaml, a profile or a waiver cannot be used as written."""


class JudgementError(HinomiError):
    """A control raised, or a check that was expected did not run."""


class ReportError(HinomiError):
    """A report could not be written."""
