"""Lines of an application load balancer's two logs.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.workload.visits import Visit

CIPHER = "TLS_AES_128_GCM_SHA256"
PROTOCOL = "TLSv1.3"


@dataclass(frozen=True)
class Balancer:
    """What a load balancer writes of itself into each line."""

    id: str
    """Such as app/web/0123456789abcdef."""
    host: str
    target: str
    target_group_arn: str
    certificate_arn: str


def access_line(visit: Visit, balancer: Balancer) -> str:
    answered = visit.at + timedelta(milliseconds=41)
    trace = f"Root=1-{int(visit.at.timestamp()):08x}-{visit.token('trace', 24)}"
    fields = (
        "https",
        _time(answered),
        balancer.id,
        f"{visit.edge}:{visit.edge_port}",
        balancer.target,
        "0.001 0.038 0.000",
        str(visit.status),
        str(visit.status),
        "412",
        str(visit.size),
        f'"{visit.method} https://{balancer.host}:443{visit.path} HTTP/1.1"',
        f'"{visit.agent}"',
        f"{CIPHER} {PROTOCOL}",
        balancer.target_group_arn,
        f'"{trace}" "{balancer.host}" "{balancer.certificate_arn}"',
        f'0 {_time(visit.at)} "forward" "-" "-"',
        f'"{balancer.target}" "{visit.status}" "-" "-"',
        connection_id(visit),
    )
    return " ".join(fields)


def connection_line(visit: Visit) -> str:
    """Of one TLS connection: CloudFront opens one for each visit here. No client certificates."""
    return (
        f"{_time(visit.at)} {visit.edge} {visit.edge_port} 443 {PROTOCOL} {CIPHER} 0.006 "
        f"- - - - {connection_id(visit)}"
    )


def connection_id(visit: Visit) -> str:
    return f"TID_{visit.token('connection', 32)}"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z"
