"""A panel in the form that Dashboards stores: its aggregations, and how it is drawn."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shipper.search_setup.dashboards import Panel

_OVER_TIME: dict[str, Any] = {
    "field": "@timestamp",
    "interval": "auto",
    "min_doc_count": 1,
    "useNormalizedOpenSearchInterval": True,
}
_TABLE: dict[str, Any] = {
    "perPage": 10,
    "showMetricsAtAllLevels": False,
    "showPartialRows": False,
    "showTotal": False,
    "totalFunc": "sum",
}
_LABELS = {"show": True, "filter": True, "truncate": 100}


def state_of(panel: "Panel") -> dict[str, Any]:
    """Return `visState` of one panel."""
    measured = {"field": panel.measure.field} if panel.measure.field else {}
    aggregations = [_aggregation(1, panel.measure.type, "metric", measured)]
    if panel.kind == "over_time":
        aggregations.append(_aggregation(2, "date_histogram", "segment", _OVER_TIME))
    split = "group" if panel.kind == "over_time" else "bucket"
    for field in panel.by:
        first = {"field": field, "order": "desc", "orderBy": "1", "size": panel.size}
        aggregations.append(_aggregation(len(aggregations) + 1, "terms", split, first))
    drawn = _histogram(panel) if panel.kind == "over_time" else _TABLE
    kind = "histogram" if panel.kind == "over_time" else "table"
    return {"title": panel.title, "type": kind, "params": drawn, "aggs": aggregations}


def _aggregation(number: int, kind: str, schema: str, params: dict[str, Any]) -> dict[str, Any]:
    return {"id": str(number), "enabled": True, "type": kind, "schema": schema, "params": params}


def _histogram(panel: "Panel") -> dict[str, Any]:
    """Bars on each other for what adds up, lines for what does not."""
    adds_up = panel.measure.type in ("count", "sum")
    drawn = "histogram" if adds_up else "line"
    label = panel.measure.field or "Count"
    return {
        "type": drawn,
        "addLegend": True,
        "addTimeMarker": False,
        "addTooltip": True,
        "categoryAxes": [
            {
                "id": "CategoryAxis-1",
                "type": "category",
                "position": "bottom",
                "show": True,
                "labels": _LABELS,
                "scale": {"type": "linear"},
                "style": {},
                "title": {},
            }
        ],
        "grid": {"categoryLines": False},
        "labels": {"show": False},
        "legendPosition": "right",
        "seriesParams": [
            {
                "show": True,
                "type": drawn,
                "mode": "stacked" if adds_up else "normal",
                "data": {"id": "1", "label": label},
                "valueAxis": "ValueAxis-1",
                "drawLinesBetweenPoints": True,
                "lineWidth": 2,
                "showCircles": True,
            }
        ],
        "times": [],
        "valueAxes": [
            {
                "id": "ValueAxis-1",
                "name": "LeftAxis-1",
                "type": "value",
                "position": "left",
                "show": True,
                "labels": {**_LABELS, "filter": False, "rotate": 0},
                "scale": {"type": "linear", "mode": "normal"},
                "style": {},
                "title": {"text": label},
            }
        ],
    }
