"""The filter-pattern engine beside other evaluators, on the same cases: speed and correctness.

The cases are AWS's recorded answers where the shared data folder lies beside the repository, else
our own written-down ones. The other evaluators have a virtual environment of their own.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from benchmarks.pairs import ROOT, BenchmarkError, Worker

PYTHON = ROOT / "build" / "bench" / "venv" / "bin" / "python"
SHARED = ROOT.parent / "shared" / "data" / "filter-patterns" / "cases.jsonl"
OWN = ROOT / "tests" / "policies" / "hinomi" / "filter_pattern" / "cases"
MARKS = str.maketrans({"␤": "\n", "␉": "\t", "␠": " "})


def rows() -> list[dict[str, Any]]:
    """One row for each kind of pattern and each other evaluator, then how many cases are right."""
    if not PYTHON.exists():
        raise BenchmarkError(f"{PYTHON} is not there: run `make bench`, which makes it")
    cases = list(_cases())
    print(f"filter_pattern: {len(cases):,} cases", file=sys.stderr)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(case) + "\n" for case in cases)
        file.flush()
        worker = Worker(("-m", "benchmarks.filter_pattern.worker", file.name), python=str(PYTHON))
        result: list[dict[str, Any]] = worker.run()["rows"]
    return result


def _cases() -> Iterator[dict[str, Any]]:
    """pattern, message, and whether it matches; None where CloudWatch Logs refuses the pattern."""
    if SHARED.is_file():
        for line in SHARED.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if case["certain"]:
                matches = None if case.get("error") else case["matches"]
                yield {"pattern": case["pattern"], "message": case["message"], "matches": matches}
        return
    for file in sorted(OWN.glob("*.txt")):
        pattern = ""
        for line in file.read_text(encoding="utf-8").splitlines():
            text = line.translate(MARKS)
            if line.startswith("pattern"):
                pattern = text.removeprefix("pattern")[1:]
            elif line.startswith(("  yes ", "  no  ")):
                matches = line.startswith("  yes ")
                yield {"pattern": pattern, "message": text[6:], "matches": matches}
