"""Runs workers one after the other on one core, each between two runs of the floor.

A machine's speed swings by half within minutes, so figures are compared only with their
neighbours': a ratio is a run over the mean of the floors before and after it, and what counts is
the median of such ratios.
"""

import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
CORE = max(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
# Linux gives interrupts to the first core, so the last one is quieter.


class BenchmarkError(Exception):
    """A part of the benchmark is missing or did not run; the message says which."""


@dataclass(frozen=True)
class Worker:
    """A command that prints one line of JSON with `events` and `cpu_seconds` at its end."""

    command: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()
    python: str = sys.executable

    def run(self) -> dict[str, Any]:
        """Run it on one core. Raises BenchmarkError where it fails."""
        pin = ["taskset", "-c", str(CORE)] if sys.platform == "linux" else []
        path = os.pathsep.join(str(ROOT / name) for name in ("policies", "lambda_src", "."))
        done = subprocess.run(
            [*pin, self.python, *self.command],
            env={**os.environ, "PYTHONPATH": path, **dict(self.environment)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BenchmarkError(f"{' '.join(self.command)}: {done.stderr.strip()[-2000:]}")
        lines = [line for line in (done.stdout + done.stderr).splitlines() if "{" in line]
        result: dict[str, Any] = json.loads(lines[-1].removeprefix("RESULT "))
        if "cpu_s" in result:  # the keys of the shared floor
            result = {
                "events": result["events"],
                "cpu_seconds": result["cpu_s"],
                "peak_rss_mb": result["peak_rss_MB"],
            }
        return result


def floors(events: Path, kind: str, shared: Path | None) -> dict[str, Worker]:
    """Our own floor, and the shared one where it is there."""
    found = {"floor": Worker(("-m", "benchmarks.floor", str(events), kind))}
    if shared is not None:
        found["shared floor"] = Worker(
            (str(shared / "floor.py"), kind, str(_count(events, kind)), "orjson"),
            (("BENCH_DATA", str(events)), ("BENCH_ROOT", str(events))),
        )
    return found


def _count(events: Path, kind: str) -> int:
    """The shared floor is told how many events there are."""
    count = Worker(("-m", "benchmarks.floor", str(events), kind)).run()["events"]
    return int(count)


def paired(
    label: str, candidates: dict[str, Worker], beside: dict[str, Worker], runs: int
) -> list[dict[str, Any]]:
    """One row for each candidate and floor: name, value, unit, baseline, ratio."""
    rates: dict[str, list[float]] = {name: [] for name in (*candidates, *beside)}
    ratios: dict[tuple[str, str], list[float]] = {}
    peaks: dict[str, float] = {}
    before = _rates(beside, rates)
    for number in range(runs):
        for name, worker in candidates.items():
            print(f"{label}: {name}, run {number + 1} of {runs}", file=sys.stderr)
            result = worker.run()
            rate = result["events"] / result["cpu_seconds"]
            rates[name].append(rate)
            peaks[name] = max(peaks.get(name, 0), result["peak_rss_mb"])
            after = _rates(beside, rates)
            for floor in beside:
                ratio = rate / statistics.mean((before[floor], after[floor]))
                ratios.setdefault((name, floor), []).append(ratio)
            before = after
    return [
        {
            "name": f"{name}" + ("" if floor == "floor" else f", beside the {floor}"),
            "value": round(statistics.median(rates[name])),
            "unit": "events/CPU s",
            "baseline": round(statistics.median(rates[floor])),
            "ratio": round(statistics.median(found), 2),
            "peak_rss_mb": peaks[name],
        }
        for (name, floor), found in ratios.items()
    ]


def _rates(workers: dict[str, Worker], rates: dict[str, list[float]]) -> dict[str, float]:
    found = {}
    for name, worker in workers.items():
        result = worker.run()
        found[name] = result["events"] / result["cpu_seconds"]
        rates[name].append(found[name])
    return found
