"""The two worlds that the tables are read in: one account, and a log-archive account."""

from __future__ import annotations

import functools

from tests.modules.planner import workspace
from tests.permissions.world import ARCHIVE, HERE, World

ARCHIVES = {"one account": HERE, "log archive": ARCHIVE}


@functools.cache
def world_of(name: str) -> World:
    """Planned once in each test process."""
    archive = ARCHIVES[name]
    plan = workspace("tests/permissions/root").plan([], {"archive_account_id": archive})
    return World(plan, archive)
