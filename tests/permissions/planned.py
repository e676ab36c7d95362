"""The two worlds that the tables are read in.

One account, which is the organisation's management account too; and one with a log-archive account,
in whose audit bucket all lies under a prefix, where a delegated administrator makes the trail.
"""

from __future__ import annotations

import functools

from tests.modules.planner import CHECKOUT, workspace
from tests.permissions.world import ARCHIVE, HERE, World

ARCHIVES = {"one account": HERE, "log archive": ARCHIVE}
PREFIXES = {HERE: "", ARCHIVE: "watch/"}
MANAGEMENT = {HERE: HERE, ARCHIVE: "222233334444"}


@functools.cache
def world_of(name: str) -> World:
    """Planned once in each test process."""
    archive = ARCHIVES[name]
    root = workspace("tests/permissions/root")
    root.take([CHECKOUT / "tests/modules/notification/metric_catalogue"])
    prefix, management = PREFIXES[archive], MANAGEMENT[archive]
    variables = {"archive_account_id": archive, "audit_prefix": prefix}
    if management != HERE:
        variables["management_account_id"] = management
    return World(root.plan([], variables), archive, prefix, management)
