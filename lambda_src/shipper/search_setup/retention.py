"""Retention by Index State Management: an index is deleted once all of it is old enough.

An index holds a month of events and its age counts from its creation, so the days asked for begin
when the month has passed: no document goes before its time, and none lives a month longer.
API: "ISM API" of the OpenSearch documentation, https://docs.opensearch.org/latest/im-plugin/ism/api/
"""

from typing import Any

import msgspec

from shipper.search_setup.engine import NOT_FOUND, Engine
from shipper.search_setup.wanted import Wanted

POLICIES = "/_plugins/_ism/policies"
DEFAULT = "default"
LONGEST_MONTH = 31
# Names of indices go into the path, which takes 4 KB.
INDICES_A_REQUEST = 40
MISSING = (
    "Does the engine have Index State Management, and may this role manage it? "
    "If it has none, take `retention` out of search.features."
)


class Policy(msgspec.Struct):
    """A policy as it is there, and the place of its document, which an update has to name."""

    policy: dict[str, Any]
    seq_no: int = msgspec.field(name="_seq_no", default=0)
    primary_term: int = msgspec.field(name="_primary_term", default=0)
    id: str = msgspec.field(name="_id", default="")


class _Policies(msgspec.Struct):
    policies: list[Policy] = []


def put(engine: Engine, wanted: Wanted) -> dict[str, Any]:
    """Put one policy for each data set with days of its own and one for the rest.

    Returns the days by data set, and the indices that did not take their policy, with the reason.
    """
    there = _policies(engine)
    days = {DEFAULT: wanted.retention_days.default, **wanted.retention_days.sources}
    # One that is no longer asked for falls back to the default: nothing here deletes.
    days |= {name: days[DEFAULT] for name in there if name not in days}
    refused: dict[str, str] = {}
    indices = _indices(engine)
    for name, number in days.items():
        changed = _put(engine, name, number, there.get(name))
        own = [index for index in indices if _data_set(index, days) == name]
        refused |= _attach(engine, name, own, changed=changed)
    return {"days": days, "refused": refused}


def policy_of(name: str, days: int) -> dict[str, Any]:
    """The policy of one data set, as it is sent."""
    pattern, priority = ("hinomi-*", 50) if name == DEFAULT else (f"hinomi-{name}-*", 100)
    old_enough = {"min_index_age": f"{days + LONGEST_MONTH}d"}
    return {
        "description": f"Documents are kept for {days} days after their month. Put by Hinomi.",
        "default_state": "kept",
        "states": [
            {
                "name": "kept",
                "actions": [],
                "transitions": [{"state_name": "deleted", "conditions": old_enough}],
            },
            {"name": "deleted", "actions": [{"delete": {}}], "transitions": []},
        ],
        "ism_template": [{"index_patterns": [pattern], "priority": priority}],
    }


def _policies(engine: Engine) -> dict[str, Policy]:
    status, answer = engine.ask(
        "GET", POLICIES, parameters={"size": "1000"}, allowed=(NOT_FOUND,), hint=MISSING
    )
    # Before the first policy there may be no index of policies, and then no answer either.
    found = _Policies() if status == NOT_FOUND else msgspec.convert(answer, _Policies)
    ours = [one for one in found.policies if one.id.startswith("hinomi-")]
    return {one.id.removeprefix("hinomi-"): one for one in ours}


def _put(engine: Engine, name: str, days: int, there: Policy | None) -> bool:
    """Make or change one policy; tells whether it was there and is another one now."""
    wanted = policy_of(name, days)
    if there is not None and _same(wanted, there.policy):
        return False
    place = {}
    if there is not None:
        place = {"if_seq_no": str(there.seq_no), "if_primary_term": str(there.primary_term)}
    engine.ask(
        "PUT", f"{POLICIES}/hinomi-{name}", {"policy": wanted}, parameters=place, hint=MISSING
    )
    return there is not None


def _same(wanted: Any, there: Any) -> bool:
    """Tell whether `there` says all of `wanted`; the engine adds times, ids and retries."""
    if isinstance(wanted, dict) and isinstance(there, dict):
        return all(name in there and _same(one, there[name]) for name, one in wanted.items())
    if isinstance(wanted, list) and isinstance(there, list):
        return len(wanted) == len(there) and all(map(_same, wanted, there))
    return bool(wanted == there)


def _indices(engine: Engine) -> list[str]:
    _, answer = engine.ask(
        "GET", "/_cat/indices/hinomi-*", parameters={"h": "index", "format": "json"}
    )
    return sorted(one["index"] for one in answer)


def _data_set(index: str, days: dict[str, int]) -> str:
    # hinomi-<data set>-YYYY.MM; no name of a data set holds a hyphen.
    name = index.removeprefix("hinomi-").partition("-")[0]
    return name if name in days else DEFAULT


def _attach(engine: Engine, name: str, indices: list[str], *, changed: bool) -> dict[str, str]:
    """Give the policy to indices that are older than it, and its new text to all of them."""
    refused: dict[str, str] = {}
    for start in range(0, len(indices), INDICES_A_REQUEST):
        names = ",".join(indices[start : start + INDICES_A_REQUEST])
        body = {"policy_id": f"hinomi-{name}"}
        # An index that has a policy refuses another one, and takes a change of it.
        engine.ask("POST", f"/_plugins/_ism/add/{names}", body, hint=MISSING)
        if changed:
            path = f"/_plugins/_ism/change_policy/{names}"
            _, answer = engine.ask("POST", path, body, hint=MISSING)
            refused |= {
                one["index_name"]: one["reason"] for one in answer.get("failed_indices") or []
            }
    return refused
