"""One run of the catalogue's CloudTrail detections over the objects of a folder.

    python -m benchmarks.backtest.worker DIR ours|naive [TIMES]
    python -m benchmarks.backtest.worker DIR compare

`ours` is what `hinomi backtest --jobs 1` runs, from gunzip to the counts of the report.
`naive` gunzips, parses each event with orjson and tries each pattern, and counts matches only. Not
timed: reading the catalogue, which takes 0.6 s once.

`compare` runs both over the objects, and over every sample of the catalogue, and fails unless
they give the same detections for the same event ids.
"""

import gzip
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from benchmarks.floor import stored
from hinomi import catalogue
from hinomi.backtest.archive import LogObject
from hinomi.backtest.cloudtrail_matcher import CloudTrailMatcher
from hinomi.backtest.compression import decompressed
from hinomi.backtest.interruption import Interruption
from hinomi.backtest.scanner import Scanner
from hinomi.backtest.tally import Counts
from hinomi.backtest.watch import AlarmChanges, Watch, watches
from hinomi.backtest.workers import scan_here

CHUNK = 256 * 1024


@dataclass(frozen=True)
class Held(LogObject):
    """An object that is in memory already, as the floor's are."""

    content: bytes = b""

    def chunks(self) -> Iterator[bytes]:
        return (self.content[at : at + CHUNK] for at in range(0, len(self.content), CHUNK))


def ours(objects: Mapping[str, bytes], tested: Sequence[Watch], times: int) -> int:
    every = (Held(key, len(one), one) for _ in range(times) for key, one in objects.items())
    counts = Counts()
    for part in scan_here(every, Scanner(tested), Interruption()):
        counts.merge(part)
    if counts.problems:
        sys.exit(str(counts.problems[0]))
    return counts.reading("cloudtrail").events


def naive(objects: Mapping[str, bytes], tested: Sequence[Watch], times: int) -> int:
    events = 0
    found: Counter[str] = Counter()
    patterns = [(one.id, one.pattern.match_json) for one in tested]
    for _ in range(times):
        for content in objects.values():
            for event in orjson.loads(gzip.decompress(content))["Records"]:
                events += 1
                for name, matches in patterns:
                    if matches(event):
                        found[name] += 1
    return events


def compare(objects: Iterable[bytes], tested: Sequence[Watch]) -> int:
    """Both ways' (detection, event id), or the program ends with the difference."""
    fast: Counter[tuple[str, str | None]] = Counter()
    plain: Counter[tuple[str, str | None]] = Counter()
    matcher = CloudTrailMatcher([one.pattern for one in tested])
    events = 0
    for content in objects:
        for run in matcher.read(decompressed([content])):
            for index, facts in run.matches.items():
                fast.update((tested[index].id, one.id) for one in facts)
        for event in orjson.loads(gzip.decompress(content))["Records"]:
            events += 1
            plain.update(
                (one.id, event["eventID"]) for one in tested if one.pattern.match_json(event)
            )
    if fast != plain or not plain:
        different = list(((fast - plain) + (plain - fast)).items())[:10]
        sys.exit(f"the matches differ, or there are none: {different}")
    return events


def samples() -> bytes:
    """Every sample and near miss of the catalogue's CloudTrail detections as one object."""
    records: list[dict[str, Any]] = []
    for detection in catalogue.load():
        if detection.log_source == "cloudtrail":
            for sample in (*detection.fires, *detection.quiet):
                event = json.loads(sample.message)
                records.append({**event, "eventID": f"{detection.id} {len(records)}"})
    return gzip.compress(json.dumps({"Records": records}, separators=(",", ":")).encode())


def main(folder: str, mode: str, times: str = "1") -> None:
    tested = [
        one for one in watches((), None, AlarmChanges(), None) if one.log_source == "cloudtrail"
    ]
    objects = stored(Path(folder), "cloudtrail")
    run: Callable[[], int] = {
        "ours": lambda: ours(objects, tested, int(times)),
        "naive": lambda: naive(objects, tested, int(times)),
        "compare": lambda: compare([*objects.values(), samples()], tested),
    }[mode]
    begin = time.process_time()
    events = run()
    result = {
        "events": events,
        "cpu_seconds": time.process_time() - begin,
        "detections": len(tested),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
