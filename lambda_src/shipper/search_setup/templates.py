"""Component templates and one index template for `hinomi-*`, from the files in index_templates/.

New indices take a changed mapping; existing ones keep theirs until the month ends.
"""

from pathlib import Path
from typing import Any

import msgspec

from shipper.search_setup.engine import Engine
from shipper.search_setup.wanted import Wanted

TEMPLATES = Path(__file__).parents[1] / "index_templates"
PREFIX = "hinomi-"


def put(engine: Engine, wanted: Wanted) -> dict[str, Any]:
    """Put every template and return their names."""
    components = _component_templates()
    for name, body in components.items():
        engine.ask("PUT", f"/_component_template/{name}", body)
    index_template: dict[str, Any] = {
        "index_patterns": [f"{PREFIX}*"],
        "composed_of": list(components),
        "priority": 200,
        "_meta": {"about": "Put by the search-setup function from its index_templates."},
    }
    if wanted.replicas is not None:
        # Multi-AZ with standby refuses an index whose copies are no multiple of three.
        # https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html
        copies = {"auto_expand_replicas": "false", "number_of_replicas": wanted.replicas}
        index_template["template"] = {"settings": {"index": copies}}
    engine.ask("PUT", f"/_index_template/{PREFIX}logs", index_template)
    return {"component_templates": list(components), "index_template": f"{PREFIX}logs"}


def _component_templates() -> dict[str, Any]:
    """Read the files, the core first: OpenSearch lets a later component override an earlier."""
    paths = sorted(TEMPLATES.glob("*.json"), key=lambda path: (path.stem != "core", path.stem))
    return {f"{PREFIX}{path.stem}": msgspec.json.decode(path.read_bytes()) for path in paths}
