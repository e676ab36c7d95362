"""The least that any shipper must do: gunzip, parse with orjson, about 15 ECS fields, an id, 5 MB
bodies. What ours is measured against.

    python -m benchmarks.floor DIR cloudtrail|vpcflow

Prints one JSON line, as every worker of a benchmark: events, cpu_seconds, body_bytes, peak_rss_mb.
"""

import gzip
import hashlib
import json
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

FOLDERS = {"cloudtrail": "CloudTrail", "vpcflow": "vpcflowlogs"}
BODY_BYTES = 5_000_000
PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp"}


def stored(events: Path, kind: str) -> dict[str, bytes]:
    """The objects of a kind, by key."""
    return {
        str(path.relative_to(events)): path.read_bytes()
        for path in sorted(events.rglob("*.gz"))
        if f"/{FOLDERS[kind]}/" in str(path)
    }


def cloudtrail(_key: str, content: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    for event in orjson.loads(content)["Records"]:
        yield (
            event["eventID"],
            {
                "@timestamp": event["eventTime"],
                "event": {
                    "action": event["eventName"],
                    "provider": event["eventSource"],
                    "outcome": "failure" if "errorCode" in event else "success",
                },
                "source": {"address": event["sourceIPAddress"]},
                "user_agent": {"original": event["userAgent"]},
                "cloud": {
                    "region": event["awsRegion"],
                    "account": {"id": event["recipientAccountId"]},
                },
                "user": event["userIdentity"],
                "aws": {
                    "cloudtrail": {
                        "request_parameters": orjson.dumps(event["requestParameters"]).decode(),
                        "response_elements": orjson.dumps(event["responseElements"]).decode(),
                    }
                },
            },
        )


def vpcflow(key: str, content: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    header, *lines = content.decode().splitlines()
    names = header.split()
    for number, line in enumerate(lines):
        record = dict(zip(names, line.split(), strict=True))

        def whole(name: str, record: dict[str, str] = record) -> int | None:
            return None if record[name] == "-" else int(record[name])

        yield (
            hashlib.sha1(f"{key}:{number}".encode(), usedforsecurity=False).hexdigest(),
            {
                "@timestamp": int(record["end"]) * 1000,
                "source": {"ip": record["srcaddr"], "port": whole("srcport")},
                "destination": {"ip": record["dstaddr"], "port": whole("dstport")},
                "network": {
                    "transport": PROTOCOLS.get(record["protocol"]),
                    "bytes": whole("bytes"),
                    "packets": whole("packets"),
                },
                "event": {"action": record["action"]},
                "cloud": {"account": {"id": record["account-id"]}},
                "message": line,
            },
        )


def run(events: Path, kind: str) -> dict[str, float]:
    """Make the bodies of every object of a kind."""
    objects = stored(events, kind)
    documents_of = {"cloudtrail": cloudtrail, "vpcflow": vpcflow}[kind]
    count = size = sent = 0
    body: list[bytes] = []
    begin = time.process_time()
    for key, content in objects.items():
        for identifier, document in documents_of(key, gzip.decompress(content)):
            action = b'{"create":{"_index":"logs","_id":"%s"}}' % identifier.encode()
            source = orjson.dumps(document)
            body += (action, source)
            count += 1
            size += len(action) + len(source)
            if size > BODY_BYTES:
                sent += len(b"\n".join(body)) + 1
                body, size = [], 0
    sent += len(b"\n".join(body)) + 1
    return {
        "events": count,
        "cpu_seconds": time.process_time() - begin,
        "body_bytes": sent,
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), sys.argv[2])))
