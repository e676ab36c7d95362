"""CloudFront's standard logging (v2), in the fields and the format that a delivery asks for.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from demo.workload.visits import Visit

# What a delivery holds that names no fields, in this order.
STANDARD_FIELDS = (
    *("date", "time", "x-edge-location", "sc-bytes", "c-ip", "cs-method", "cs(Host)"),
    *("cs-uri-stem", "sc-status", "cs(Referer)", "cs(User-Agent)", "cs-uri-query", "cs(Cookie)"),
    *("x-edge-result-type", "x-edge-request-id", "x-host-header", "cs-protocol", "cs-bytes"),
    *("time-taken", "x-forwarded-for", "ssl-protocol", "ssl-cipher"),
    *("x-edge-response-result-type", "cs-protocol-version", "fle-status"),
    *("fle-encrypted-fields", "c-port", "time-to-first-byte", "x-edge-detailed-result-type"),
    *("sc-content-type", "sc-content-len", "sc-range-start", "sc-range-end"),
)


def log_lines(
    visits: Sequence[Visit],
    fields: Sequence[str],
    output_format: str,
    distribution: Mapping[str, str],
) -> list[str]:
    """The lines of one file. `distribution` has its `id`, `domain` and `host`."""
    names = tuple(fields) or STANDARD_FIELDS
    records = [_record(visit, distribution) for visit in visits]
    chosen = [{name: record.get(name, "-") for name in names} for record in records]
    if output_format == "json":
        return [json.dumps(record, separators=(",", ":")) for record in chosen]
    head = ["#Version: 1.0", f"#Fields: {' '.join(names)}"]
    return [*head, *("\t".join(record.values()) for record in chosen)]


def _record(visit: Visit, distribution: Mapping[str, str]) -> dict[str, str]:
    result = "Error" if visit.status >= 400 else "Miss"
    return {
        "date": f"{visit.at:%Y-%m-%d}",
        "time": f"{visit.at:%H:%M:%S}",
        "timestamp": str(int(visit.at.timestamp())),
        "timestamp(ms)": str(int(visit.at.timestamp() * 1000)),
        "DistributionId": distribution["id"],
        "x-edge-location": "NRT57-P3",
        "sc-bytes": str(visit.size + 380),
        "c-ip": visit.client,
        "c-port": str(visit.port),
        "c-country": "JP",
        "cs-method": visit.method,
        "cs(Host)": distribution["domain"],
        "cs-uri-stem": visit.path,
        "sc-status": str(visit.status),
        "cs(User-Agent)": quote(visit.agent, safe="/();:,._-"),
        "x-edge-result-type": result,
        "x-edge-request-id": f"{visit.token('edge request', 54)}==",
        "x-host-header": distribution["host"],
        "cs-protocol": "https",
        "cs-bytes": "287",
        "time-taken": "0.052",
        "ssl-protocol": "TLSv1.3",
        "ssl-cipher": "TLS_AES_128_GCM_SHA256",
        "x-edge-response-result-type": result,
        "cs-protocol-version": "HTTP/2.0",
        "time-to-first-byte": "0.051",
        "x-edge-detailed-result-type": result,
        "sc-content-type": "text/html",
        "sc-content-len": str(visit.size),
    }
