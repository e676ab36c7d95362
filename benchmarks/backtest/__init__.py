"""The back-test of CloudTrail objects: the whole catalogue, beside the floor and the naive way."""

import sys
from pathlib import Path
from typing import Any

from benchmarks.pairs import Worker, floors, paired

WORKER = ("-m", "benchmarks.backtest.worker")


def rows(events: Path, shared: Path | None, runs: int) -> list[dict[str, Any]]:
    """Prove that both ways give the same matches, then measure them."""
    print("backtest: the same matches, detection by detection and event by event", file=sys.stderr)
    Worker((*WORKER, str(events), "compare")).run()
    candidates = {
        f"backtest.cloudtrail{name}": Worker((*WORKER, str(events), mode))
        for name, mode in (("", "ours"), (".naive", "naive"))
    }
    found = paired("backtest", candidates, floors(events, "cloudtrail", shared), runs)
    return [*found, _memory(events)]


def _memory(events: Path) -> dict[str, Any]:
    once = Worker((*WORKER, str(events), "ours")).run()
    many = Worker((*WORKER, str(events), "ours", "10")).run()
    return {
        "name": f"backtest.memory, {many['events']:,} events beside {once['events']:,}",
        "value": many["peak_rss_mb"],
        "unit": "MB peak",
        "baseline": once["peak_rss_mb"],
        "ratio": round(many["peak_rss_mb"] / once["peak_rss_mb"], 2),
        "peak_rss_mb": many["peak_rss_mb"],
    }
