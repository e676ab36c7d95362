"""The set-up function on an engine that has everything, on one that lacks a part, and again."""

from typing import Any

import pytest

from shipper.deadline import Deadline
from shipper.search_client import SearchClient
from shipper.search_setup import SetUpError, set_up
from shipper.search_setup.dashboards import boards
from shipper.search_setup.retention import policy_of
from shipper.search_setup.wanted import wanted_of
from shipper.settings import SearchSettings
from tests.faults import search_administration
from tests.faults.search_administration import AdministrationServer

SHIPPER = "arn:aws:iam::111122223333:role/hinomi-test-shipper"
ANALYSTS = "arn:aws:iam::111122223333:role/analysts"
EVERYTHING: dict[str, Any] = {
    "audit": True,
    "features": ["dashboards", "retention", "roles"],
    "package": "a hash",
    "readers": [ANALYSTS],
    "replicas": None,
    "retention_days": {"default": 365, "sources": {"vpc_flow_logs": 90}},
    "shipper_role": SHIPPER,
}
INDICES = ["hinomi-cloudtrail-2026.06", "hinomi-cloudtrail-2026.07", "hinomi-vpc_flow_logs-2026.07"]


def run(server: AdministrationServer, **changes: Any) -> dict[str, Any]:
    client = SearchClient(SearchSettings(server.endpoint, "none", ""))
    return set_up(client, wanted_of(EVERYTHING | changes), Deadline(20.0), lambda _: None)


def age(server: AdministrationServer, name: str) -> str:
    kept = server.policies[f"hinomi-{name}"]["policy"]["states"][0]
    return str(kept["transitions"][0]["conditions"]["min_index_age"])


def test_everything_is_there_once_and_a_second_run_changes_nothing() -> None:
    with search_administration.running(indices=INDICES) as server:
        done = run(server)
        assert done["without"] == []
        assert done["retention"] == {"days": {"default": 365, "vpc_flow_logs": 90}, "refused": {}}
        assert server.managed == {
            "hinomi-cloudtrail-2026.06": "hinomi-default",
            "hinomi-cloudtrail-2026.07": "hinomi-default",
            "hinomi-vpc_flow_logs-2026.07": "hinomi-vpc_flow_logs",
        }
        # The last day of a month is kept for as long as was asked.
        assert age(server, "vpc_flow_logs") == "121d"
        assert server.mappings["hinomi_shipper"] == {"backend_roles": [SHIPPER]}
        assert server.mappings["hinomi_reader"] == {"backend_roles": [ANALYSTS]}
        assert server.mappings["kibana_user"]["backend_roles"] == ["arn:others", ANALYSTS]
        assert done["roles"]["audit_log"] == "turned on"
        assert done["dashboards"]["dashboards"] == sorted(boards())

        before = server.changes
        again = run(server)
        assert server.changes == before
        assert again["roles"]["audit_log"] == "on already"


def test_other_days_reach_the_indices_that_are_there_already() -> None:
    with search_administration.running(indices=[*INDICES, "hinomi-cloudtrail-2020.01"]) as server:
        run(server)
        server.asked.clear()
        done = run(server, retention_days={"default": 400, "sources": {"vpc_flow_logs": 90}})
        assert age(server, "default") == "431d"
        changed = [path for _, path in server.asked if "change_policy" in path]
        months = [f"hinomi-cloudtrail-{month}" for month in ("2020.01", "2026.06", "2026.07")]
        assert changed == ["/_plugins/_ism/change_policy/" + ",".join(months)]
        assert done["retention"]["refused"] == {"hinomi-cloudtrail-2020.01": "it is being deleted"}


def test_days_that_are_no_longer_asked_for_become_the_default() -> None:
    with search_administration.running() as server:
        run(server)
        done = run(server, retention_days={"default": 400})
        assert done["retention"]["days"] == {"default": 400, "vpc_flow_logs": 400}
        assert age(server, "vpc_flow_logs") == "431d"


def test_a_data_set_of_its_own_comes_before_the_rest() -> None:
    own, rest = policy_of("cloudtrail", 1), policy_of("default", 1)
    assert own["ism_template"][0]["priority"] > rest["ism_template"][0]["priority"]


def test_what_is_not_asked_for_is_not_touched_and_is_named() -> None:
    with search_administration.running(lacks={"dashboards", "retention", "roles"}) as server:
        done = run(server, features=[])
        assert done["without"] == ["retention", "roles", "dashboards"]
        assert {path for _, path in server.asked} == set(server.templates)


@pytest.mark.parametrize(
    ("feature", "said"),
    [
        ("retention", "Index State Management.*take `retention` out of search.features"),
        ("roles", "fine-grained access control.*take `roles` out of search.features"),
        ("dashboards", "Dashboards under /_dashboards.*take `dashboards` out of search.features"),
    ],
)
def test_a_feature_that_is_asked_for_and_missing_is_an_error(feature: str, said: str) -> None:
    with (
        search_administration.running(lacks={feature}) as server,
        pytest.raises(SetUpError, match=rf"no handler found.*{said}"),
    ):
        run(server)


def test_an_engine_that_is_still_starting_is_waited_for() -> None:
    with search_administration.running() as server:
        server.away = 3
        assert run(server)["without"] == []


def test_with_standby_an_index_has_three_copies() -> None:
    with search_administration.running() as server:
        run(server, replicas=2)
        settings = server.templates["/_index_template/hinomi-logs"]["template"]["settings"]
        assert settings["index"] == {"auto_expand_replicas": "false", "number_of_replicas": 2}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"features": ["ism"]}, "features"),
        ({"retention_days": {"defualt": 1}}, "defualt"),
        ({"shipper_role": ""}, "shipper_role is empty"),
    ],
)
def test_an_input_that_is_misspelt_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(SetUpError, match=said):
        wanted_of(EVERYTHING | changes)


def test_a_saved_object_that_is_not_taken_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shipper.search_setup.dashboards._placed", lambda _: {})
    monkeypatch.setattr(
        "shipper.search_setup.dashboards.saved_objects",
        lambda name, _: [
            {
                "type": "dashboard",
                "id": name,
                "references": [{"type": "visualization", "id": "nowhere"}],
            }
        ],
    )
    with (
        search_administration.running() as server,
        pytest.raises(SetUpError, match=r"not every object was taken.*missing_references"),
    ):
        run(server)
