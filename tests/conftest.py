"""How the suite is spread over workers: what shares something slow stays together."""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
SLOW = ("cloud", "terraform")
# Begun in this order, so that nothing long is left for one worker at the end.
LONGEST_FIRST = ("end_to_end", "environments/local/cloud/test_probe.py", "environments/local/cloud")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file that applies or plans something does it once, in one worker.

    First of all: xdist writes the groups into the items' names in a hook of its own, and a group
    that is given after that is none.
    """
    for item in items:
        if item.get_closest_marker("xdist_group") is None and any(
            item.get_closest_marker(marker) for marker in SLOW
        ):
            item.add_marker(pytest.mark.xdist_group(str(item.path.relative_to(TESTS))))
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    place = item.path.relative_to(TESTS).as_posix()
    for turn, prefix in enumerate(LONGEST_FIRST):
        if place.startswith(prefix):
            return turn
    return len(LONGEST_FIRST)
