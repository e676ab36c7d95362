"""How fast the shipper makes documents, beside the floor: events per CPU second on one core.

The floor does the least that any shipper must: gunzip, parse with orjson, about 15 fields, an id,
5 MB bodies. The shipper does its whole work: documents with the original kept, ledger, bulk bodies
and answers.
"""

from pathlib import Path
from typing import Any

from benchmarks.pairs import Worker, floors, paired

KINDS = ("cloudtrail", "vpcflow")


def rows(events: Path, shared: Path | None, runs: int) -> list[dict[str, Any]]:
    """One row a kind and floor: name, value, unit, baseline, ratio."""
    found = []
    for kind in KINDS:
        worker = Worker(("-m", "benchmarks.shipper.worker", str(events), kind))
        beside = floors(events, kind, shared)
        found += paired("shipper", {f"shipper.documents.{kind}": worker}, beside, runs)
    return found
