from __future__ import annotations

import pytest

from tests.permissions.planned import ARCHIVES, world_of
from tests.permissions.world import World


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        asks = {"where", "world"} & set(getattr(item, "fixturenames", ()))
        if asks and item.path.parent.name == "permissions":
            item.add_marker("terraform")
            item.add_marker(pytest.mark.xdist_group("permissions"))  # so that it is planned once


@pytest.fixture(params=ARCHIVES)
def world(request: pytest.FixtureRequest) -> World:
    return world_of(request.param)
