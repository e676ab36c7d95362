"""How fast the shipper makes documents, beside the floor: events per CPU second on one core.

    python -m benchmarks.shipper.documents --events DIR

DIR holds log objects as gen.py writes them (made there when it is empty). The floor does the
least that any shipper must: gunzip, parse with orjson, about 15 fields, an id, 5 MB bodies. The
shipper does its whole work: documents with the original kept, ledger, bulk bodies and answers.
Runs alternate, since a machine's speed swings more than the difference; the ratio is the median
of the pairs.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BENCH = ROOT.parent / "shared" / "bench"
KINDS = {"cloudtrail": "CloudTrail", "vpcflow": "VPC flow logs"}
CORE = 1  # Linux gives interrupts to core 0 first


class BenchmarkError(Exception):
    """A part of the benchmark is missing or did not run; the message says which."""


def rows(events: Path, runs: int = 3) -> list[dict[str, Any]]:
    """Run the pairs and return one row a kind: name, value, unit, baseline, ratio."""
    _make_events(events)
    return [_row(events, kind, label, runs) for kind, label in KINDS.items()]


def _make_events(events: Path) -> None:
    if any(events.rglob("*.gz")):
        return
    if not (BENCH / "gen.py").exists():
        raise BenchmarkError(f"{BENCH}: gen.py and floor.py are read there, beside the checkout")
    print(f"making 50,000 events of each kind in {events}", file=sys.stderr)
    subprocess.run(
        [sys.executable, str(BENCH / "gen.py"), str(events), "50000", "5000"],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _row(events: Path, kind: str, label: str, runs: int) -> dict[str, Any]:
    ours, floors = [], []
    for run in range(runs):
        print(f"{label}: pair {run + 1} of {runs}", file=sys.stderr)
        ours.append(_shipper(events, kind))
        floors.append(_floor(events, kind, ours[-1]["events"]))
    rates = [run["events"] / run["cpu_seconds"] for run in ours]
    ratios = [rate / floor for rate, floor in zip(rates, floors, strict=True)]
    return {
        "name": f"shipper.documents.{kind}",
        "value": round(statistics.median(rates)),
        "unit": "events/CPU s",
        "baseline": round(statistics.median(floors)),
        "ratio": round(statistics.median(ratios), 2),
        "peak_rss_mb": max(run["peak_rss_mb"] for run in ours),
        "body_mb": round(ours[0]["body_bytes"] / 1e6),
    }


def _shipper(events: Path, kind: str) -> dict[str, Any]:
    path = os.pathsep.join([str(ROOT / "lambda_src"), str(ROOT)])
    command = [sys.executable, "-m", "benchmarks.shipper.worker", str(events), kind]
    output = _pinned(command, {"PYTHONPATH": path}).stdout
    return dict(json.loads(output.splitlines()[-1]))


def _floor(events: Path, kind: str, count: int) -> float:
    """Return the floor's events per CPU second."""
    command = [sys.executable, str(BENCH / "floor.py"), kind, str(count), "orjson"]
    errors = _pinned(command, {"BENCH_DATA": str(events), "BENCH_ROOT": str(events)}).stderr
    (line,) = [line for line in errors.splitlines() if line.startswith("RESULT ")]
    result = json.loads(line.removeprefix("RESULT "))
    return float(result["events"] / result["cpu_s"])


def _pinned(command: list[str], extra: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one worker on one core, so that neither the pair nor its neighbours share caches."""
    pin = ["taskset", "-c", str(CORE)] if sys.platform == "linux" else []
    done = subprocess.run(
        [*pin, *command],
        env={**os.environ, **extra},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchmarkError(f"{' '.join(command)}: {done.stderr.strip()[-500:]}")
    return done


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--events", type=Path, required=True, help="folder of log objects")
    parser.add_argument("--runs", type=int, default=3, help="pairs of runs for each kind")
    options = parser.parse_args()
    try:
        found = rows(options.events, options.runs)
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{'':28}{'ours':>12}{'floor':>12}{'ratio':>8}{'peak MB':>9}{'body MB':>9}")
    for row in found:
        print(
            f"{row['name']:28}{row['value']:>12,}{row['baseline']:>12,}{row['ratio']:>8}"
            f"{row['peak_rss_mb']:>9}{row['body_mb']:>9}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
