"""Roles inside an engine with fine-grained access control, and who has them.

The function's own role is the domain's master. It maps the shipper to a role that may index, and
the readers to one that may search.
API: https://docs.opensearch.org/latest/security/access-control/api/
"""

from typing import Any

from shipper.search_setup.engine import NOT_FOUND, Engine
from shipper.search_setup.wanted import Wanted

API = "/_plugins/_security/api"
SHIPPER, READER = "hinomi_shipper", "hinomi_reader"
# What lets a person use Dashboards at all. Amazon OpenSearch Service and the project name it
# differently; one of them is there.
DASHBOARDS_USERS = ("opensearch_dashboards_user", "kibana_user")
MISSING = (
    "Does the engine have fine-grained access control, and is this role its master or mapped to "
    "all_access? If it has none, take `roles` out of search.features."
)
ROLES: dict[str, dict[str, Any]] = {
    SHIPPER: {
        "cluster_permissions": ["indices:data/write/bulk"],
        "index_permissions": [
            {
                "index_patterns": ["hinomi-*"],
                # It creates documents and, with the first of a month, their index. No deletion.
                "allowed_actions": [
                    "create_index",
                    "indices:admin/auto_create",
                    "indices:data/write/bulk*",
                    "indices:data/write/index",
                ],
            }
        ],
        "tenant_permissions": [],
    },
    READER: {
        "cluster_permissions": ["cluster_composite_ops_ro"],
        "index_permissions": [
            {
                "index_patterns": ["hinomi-*"],
                "allowed_actions": ["read", "indices:admin/get", "indices:admin/mappings/get"],
            }
        ],
        "tenant_permissions": [
            {"tenant_patterns": ["global_tenant"], "allowed_actions": ["kibana_all_read"]}
        ],
    },
}


def put(engine: Engine, wanted: Wanted) -> dict[str, Any]:
    """Put both roles and who has them; turn the audit log on where that is asked for."""
    members = {SHIPPER: [wanted.shipper_role], READER: wanted.readers}
    for name, role in ROLES.items():
        engine.ask("PUT", f"{API}/roles/{name}", role, hint=MISSING)
        mapping = {"backend_roles": members[name]}
        engine.ask("PUT", f"{API}/rolesmapping/{name}", mapping, hint=MISSING)
    done: dict[str, Any] = {**members, "dashboards_role": _let_into_dashboards(engine, wanted)}
    if wanted.audit:
        done["audit_log"] = _audit(engine)
    return done


def _let_into_dashboards(engine: Engine, wanted: Wanted) -> str | None:
    """Add the readers to the engine's own role for it, beside whoever else has it."""
    if not wanted.readers:
        return None
    for name in DASHBOARDS_USERS:
        status, _ = engine.ask("GET", f"{API}/roles/{name}", allowed=(NOT_FOUND,), hint=MISSING)
        if status == NOT_FOUND:
            continue
        path = f"{API}/rolesmapping/{name}"
        status, answer = engine.ask("GET", path, allowed=(NOT_FOUND,), hint=MISSING)
        there = {} if status == NOT_FOUND else answer[name]
        kept = {kind: there.get(kind) or [] for kind in ("backend_roles", "hosts", "users")}
        if missing := [one for one in wanted.readers if one not in kept["backend_roles"]]:
            kept["backend_roles"] = [*kept["backend_roles"], *missing]
            engine.ask("PUT", path, kept, hint=MISSING)
        return name
    return None


def _audit(engine: Engine) -> str:
    """Turn the engine's audit log on; the domain publishes it, but the engine has to write it.

    https://docs.aws.amazon.com/opensearch-service/latest/developerguide/audit-logs.html
    """
    _, answer = engine.ask("GET", f"{API}/audit", hint=MISSING)
    if answer["config"]["enabled"]:
        return "on already"
    change = [{"op": "replace", "path": "/config/enabled", "value": True}]
    engine.ask("PATCH", f"{API}/audit", change, hint=MISSING)
    return "turned on"
