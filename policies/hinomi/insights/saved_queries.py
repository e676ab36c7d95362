"""`detections/insights_queries.json`: the query of each detection, for the saved queries in AWS."""

import json
from pathlib import Path

from hinomi.catalogue import DEFAULT_DIRECTORY, Catalogue, load
from hinomi.insights.placeholders import Placeholders
from hinomi.insights.whole_query import query

FILE = DEFAULT_DIRECTORY / "insights_queries.json"


def saved_queries(catalogue: Catalogue, directory: Path | None = None) -> str:
    """The whole file: `{id: {"log_source": ..., "query": ...}}`, sorted by id, with `${parameter}`
    where a pattern has one. `directory` is where the catalogue was read from.
    """
    placeholders = {
        detection.id: Placeholders({name: p.type for name, p in detection.parameters.items()})
        for detection in catalogue
    }
    # The same files once more, with values in their patterns that stand for the placeholders.
    compiled = load(directory, parameters={id_: p.values for id_, p in placeholders.items()})
    queries = {
        detection.id: {
            "log_source": detection.log_source,
            "query": query(
                detection.pattern,
                detection.log_source,
                title=f"{detection.id}: {detection.title['en']}",
                placeholders=placeholders[detection.id],
            ),
        }
        for detection in sorted(compiled, key=lambda detection: detection.id)
    }
    return json.dumps(queries, indent=2, ensure_ascii=False) + "\n"
