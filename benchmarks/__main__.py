"""`make bench`: prints the tables and writes build/bench/results.json.

    python -m benchmarks [--only PART] [--shared DIR] [--runs N]

Everything stands alone: events and floor are made here. Where the folder of a shared generator and
floor is given, or lies at ../shared/bench, its events are used and its floor runs beside ours.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import backtest, events, filter_pattern
from benchmarks.pairs import ROOT, BenchmarkError
from benchmarks.shipper import documents

BUILD = ROOT / "build" / "bench"
PARTS = ("backtest", "filter_pattern", "shipper")


def shared_folder(given: str | None) -> Path | None:
    """The folder of the shared generator and floor; None where there is none.

    Raises BenchmarkError for one that is named and is not there.
    """
    named = given or os.environ.get("HINOMI_BENCH_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared" / "bench"
    if (folder / "floor.py").is_file() and (folder / "gen.py").is_file():
        return folder.resolve()
    if named:
        raise BenchmarkError(f"{folder}: gen.py and floor.py are not there")
    return None


def made_events(shared: Path | None) -> Path:
    """The folder of the events, made where it is not there yet."""
    folder = BUILD / ("events-shared" if shared else "events")
    done = folder / "made"
    if not done.exists():
        print(f"making {events.COUNT:,} events of each kind in {folder}", file=sys.stderr)
        size = (str(events.COUNT), str(events.PER_OBJECT))
        command = ["-m", "benchmarks.events", str(folder)]
        if shared is not None:
            command = [str(shared / "gen.py"), str(folder), *size]
        # In a process of its own: Linux counts the memory of a parent into its children's peak.
        subprocess.run([sys.executable, *command], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        done.touch()
    return folder


def show(rows: list[dict[str, Any]]) -> None:
    """One part's table."""
    width = max(len(row["name"]) for row in rows)
    print(f"\n{'':{width}} {'ours':>12} {'baseline':>12} {'ratio':>7} {'peak MB':>8}  unit")
    for row in rows:
        print(
            f"{row['name']:{width}} {row['value']:>12,} {row['baseline']:>12,}"
            f" {row['ratio']:>7} {row.get('peak_rss_mb', ''):>8}  {row['unit']}"
        )


def main() -> int:
    """Run the parts; an exit status of 1 says that one of them did not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--only", choices=PARTS, help="this part alone; results.json is not written"
    )
    parser.add_argument("--runs", type=int, default=3, help="runs of each candidate")
    parser.add_argument("--shared", help="folder of gen.py and floor.py")
    options = parser.parse_args()
    begin = time.monotonic()
    try:
        shared = shared_folder(options.shared)
        folder = made_events(shared)
        made: dict[str, Callable[[], list[dict[str, Any]]]] = {
            "backtest": lambda: backtest.rows(folder, shared, options.runs),
            "filter_pattern": filter_pattern.rows,
            "shipper": lambda: documents.rows(folder, shared, options.runs),
        }
        rows = []
        for part in PARTS:
            if options.only in (None, part):
                found = made[part]()
                show(found)
                rows += found
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 1
    if options.only is None:
        file = BUILD / "results.json"
        file.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
        print(f"\n{file.relative_to(ROOT)}, in {time.monotonic() - begin:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
