"""One timed run of the shipper over log objects in memory, with the search engine stubbed.

Prints one JSON line: events, cpu_seconds, body_bytes, peak_rss_mb. Excluded: HTTP, signing, and
the compression of bodies, as in the floor. Included: everything from gunzip to the bulk body and
the reading of a bulk answer.
"""

import contextlib
import io
import json
import os
import resource
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

LOG_FOLDERS = {"cloudtrail": "CloudTrail", "vpcflow": "vpcflowlogs"}
CREATED = ',{"create":{"status":201}}'


class Accepts:
    """Stands where the search client stands, and accepts every document."""

    def __init__(self) -> None:
        self.body_bytes = 0
        self.own_seconds = 0.0  # what this stub takes itself

    def request(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        content_type: str = "",
        parameters: Mapping[str, str] | None = None,
        timeout: float = 0.0,
    ) -> object:
        from shipper.search_client import Answer

        del method, path, content_type, parameters, timeout
        begin = time.process_time()
        assert body is not None  # noqa: S101 - every bulk request has one
        self.body_bytes += len(body)
        items = body.count(b"\n") // 2
        answer = Answer(200, None, '{"items":[' + (CREATED * items)[1:] + "]}")
        self.own_seconds += time.process_time() - begin
        return answer


def run(events: Path, kind: str) -> dict[str, float]:
    """Ship every object of one kind once, and measure the CPU seconds of it."""
    from shipper import settings
    from shipper.compression import decompressed
    from shipper.deadline import Deadline
    from shipper.origin import ObjectOrigin
    from shipper.pipeline import Pipeline
    from shipper.quarantine import Quarantine

    environment = {
        "OPENSEARCH_ENDPOINT": "http://127.0.0.1:9200",
        "OPENSEARCH_AUTH": "none",
        "QUARANTINE_BUCKET": "unused",
    }
    objects = {
        str(path.relative_to(events)): path.read_bytes()
        for path in sorted(events.rglob("*.gz"))
        if f"/{LOG_FOLDERS[kind]}/" in str(path)
    }
    client = Accepts()
    quarantine = Quarantine(None, "unused", "quarantine/")  # what reaches it fails the run
    pipeline = Pipeline(settings.load(environment), client, quarantine)  # type: ignore[arg-type]
    read = 0
    begin = time.process_time()
    for key, content in objects.items():
        origin = ObjectOrigin("bucket", key, "version", "etag", 4_000_000_000)
        ledger = pipeline.ship_object(origin, decompressed(_chunks(content)), Deadline(900))
        read += ledger.indexed
    spent = time.process_time() - begin - client.own_seconds
    return {
        "events": read,
        "cpu_seconds": spent,
        "body_bytes": client.body_bytes,
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _chunks(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), 65_536):
        yield content[start : start + 65_536]


if __name__ == "__main__":
    os.environ.setdefault("POWERTOOLS_SERVICE_NAME", "shipper")
    os.environ.setdefault("POWERTOOLS_METRICS_NAMESPACE", "benchmark")
    with contextlib.redirect_stdout(io.StringIO()):
        result = run(Path(sys.argv[1]), sys.argv[2])
    print(json.dumps(result))
