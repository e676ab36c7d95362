"""What is wrong with a detection file, said so that the reader can mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hinomi.errors import HinomiError


@dataclass(frozen=True)
class Problem:
    """One mistake: where it stands, what was seen there and what to write instead."""

    file: Path
    line: int | None  # 1-based; None where the whole file is meant
    setting: str  # a path such as ``alarm.period``; "" where the whole file is meant
    seen: str
    change: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else f"{self.file}"
        setting = f"{self.setting}: " if self.setting else ""
        return f"{place}: {setting}{self.seen}. {self.change}"


class CatalogueError(HinomiError):
    """The detections cannot be used. ``problems`` holds every mistake found, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(first.seen, where=str(first.file), change=first.change)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def setting_name(path: Sequence[str | int]) -> str:
    """``("fires", 0, "sample")`` -> ``fires[0].sample``."""
    name = ""
    for step in path:
        name += f"[{step}]" if isinstance(step, int) else f".{step}" if name else step
    return name
