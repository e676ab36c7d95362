"""The two worlds that the tables are read in: one account, and a log-archive account, in whose
audit bucket everything lies under a prefix."""

from __future__ import annotations

import functools

from tests.modules.planner import CHECKOUT, workspace
from tests.permissions.world import ARCHIVE, HERE, World

ARCHIVES = {"one account": HERE, "log archive": ARCHIVE}
PREFIXES = {HERE: "", ARCHIVE: "watch/"}


@functools.cache
def world_of(name: str) -> World:
    """Planned once in each test process."""
    archive = ARCHIVES[name]
    root = workspace("tests/permissions/root")
    root.take([CHECKOUT / "tests/modules/notification/metric_catalogue"])
    prefix = PREFIXES[archive]
    plan = root.plan([], {"archive_account_id": archive, "audit_prefix": prefix})
    return World(plan, archive, prefix)
