"""OpenSearch Dashboards: an index pattern and a dashboard for each file in saved_objects/.

The files say what is shown (`panels`: a title, a kind, what is counted and by which field); the
long form that Dashboards stores is made here. Where a panel stands is computed.
API: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/dashboards.html and
"Saved objects" of OpenSearch Dashboards, POST api/saved_objects/_import.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from shipper.search_setup.engine import Engine, SetUpError
from shipper.search_setup.panel_state import state_of
from shipper.search_setup.wanted import Wanted

SAVED_OBJECTS = Path(__file__).parents[1] / "saved_objects"
IMPORT = "/_dashboards/api/saved_objects/_import"
BOUNDARY = "hinomi-saved-objects"
WIDTH, HEIGHT, COLUMNS = 24, 12, 2  # of the 48 columns of a dashboard
MISSING = (
    "Does the engine have Dashboards under /_dashboards? "
    "If it has none, take `dashboards` out of search.features."
)
# The forms written here; Dashboards brings older ones up to its own.
FORMS = {
    "index-pattern": {"index-pattern": "7.6.0"},
    "visualization": {"visualization": "7.10.0"},
    "dashboard": {"dashboard": "7.9.3"},
}


class Measure(msgspec.Struct, forbid_unknown_fields=True):
    """What is counted: documents, or a statistic of a field."""

    type: Literal["count", "sum", "avg", "max", "cardinality"] = "count"
    field: str | None = None


class Panel(msgspec.Struct, forbid_unknown_fields=True):
    """One panel: `over_time` with `by` as colours, or a `table` of the first values of `by`."""

    title: str
    kind: Literal["over_time", "table"]
    by: list[str] = []
    filter: str = ""
    measure: Measure = msgspec.field(default_factory=Measure)
    size: int = 10


class Board(msgspec.Struct, forbid_unknown_fields=True):
    """One file: a dashboard over the indices of a data set."""

    title: str
    description: str
    indices: str
    panels: list[Panel]


def put(engine: Engine, wanted: Wanted) -> dict[str, Any]:
    """Import every file into the tenant that all share, over what is there."""
    del wanted
    objects = [one for name, board in boards().items() for one in saved_objects(name, board)]
    lines = b"\n".join(msgspec.json.encode(one) for one in objects)
    _, answer = engine.ask(
        "POST",
        IMPORT,
        _form(lines),
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
        headers={"osd-xsrf": "true", "securitytenant": "global"},
        parameters={"overwrite": "true"},
        hint=MISSING,
    )
    if not isinstance(answer, dict) or not answer.get("success"):
        raise SetUpError(f"POST {IMPORT}: not every object was taken: {answer}. {MISSING}")
    return {"objects": answer["successCount"], "dashboards": sorted(boards())}


def boards() -> dict[str, Board]:
    """Read the files: name -> what it shows."""
    return {
        path.stem: msgspec.json.decode(path.read_bytes(), type=Board)
        for path in sorted(SAVED_OBJECTS.glob("*.json"))
    }


def saved_objects(name: str, board: Board) -> Iterator[dict[str, Any]]:
    """Yield the index pattern, the panels and the dashboard, each with the same id every time."""
    pattern = f"hinomi-{name}"
    yield _saved("index-pattern", pattern, {"title": board.indices, "timeFieldName": "@timestamp"})
    panels = [(f"hinomi-{name}-{i}", panel) for i, panel in enumerate(board.panels, 1)]
    for panel_id, panel in panels:
        where = "kibanaSavedObjectMeta.searchSourceJSON.index"
        attributes = {
            "title": f"{board.title}: {panel.title}",
            "description": "",
            "uiStateJSON": "{}",
            "version": 1,
            "visState": _text(state_of(panel)),
            "kibanaSavedObjectMeta": _source(panel.filter, indexRefName=where),
        }
        yield _saved("visualization", panel_id, attributes, {where: ("index-pattern", pattern)})
    attributes = {
        "title": board.title,
        "description": board.description,
        "hits": 0,
        "version": 1,
        "timeRestore": True,
        "timeFrom": "now-24h",
        "timeTo": "now",
        "optionsJSON": _text({"hidePanelTitles": False, "useMargins": True}),
        "panelsJSON": _text([_placed(i) for i in range(len(panels))]),
        "kibanaSavedObjectMeta": _source(""),
    }
    shown = {f"panel_{i}": ("visualization", panel[0]) for i, panel in enumerate(panels)}
    yield _saved("dashboard", f"hinomi-{name}", attributes, shown)


def _saved(
    kind: str,
    name: str,
    attributes: dict[str, Any],
    references: dict[str, tuple[str, str]] | None = None,
) -> dict[str, Any]:
    return {
        "id": name,
        "type": kind,
        "attributes": attributes,
        "references": [
            {"name": where, "type": other, "id": other_id}
            for where, (other, other_id) in (references or {}).items()
        ],
        "migrationVersion": FORMS[kind],
    }


def _placed(i: int) -> dict[str, Any]:
    column, row = i % COLUMNS, i // COLUMNS
    return {
        "panelIndex": str(i),
        "panelRefName": f"panel_{i}",
        "version": "2.11.0",
        "embeddableConfig": {},
        "gridData": {
            "i": str(i),
            "x": column * WIDTH,
            "y": row * HEIGHT,
            "w": WIDTH,
            "h": HEIGHT,
        },
    }


def _source(query: str, **members: str) -> dict[str, str]:
    search = {"query": {"language": "kuery", "query": query}, "filter": [], **members}
    return {"searchSourceJSON": _text(search)}


def _text(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _form(lines: bytes) -> bytes:
    head = (
        f"--{BOUNDARY}\r\n"
        'Content-Disposition: form-data; name="file"; filename="hinomi.ndjson"\r\n'
        "Content-Type: application/ndjson\r\n\r\n"
    )
    return head.encode() + lines + f"\r\n--{BOUNDARY}--\r\n".encode()
